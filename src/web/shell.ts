/** What every page is given, beside its own data. */
import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import type { Deps } from "../deps.ts";
import type { OpenApi } from "../openapi-document.ts";
import type { Texts } from "../texts/en-gb.ts";
import type { SignedInVisit, Visits } from "./visit.ts";

/** What frames a page: whose service it is, in which language, and who is signed in. */
export type Shell = {
  texts: Texts;
  applicationName: string;
  organisationName?: string | undefined;
  helpdeskEmail: string;
  /** Where the Rails application is, if the operator said it. */
  railsUrl?: string | undefined;
  signedIn?: {
    /** Whose session it is; only Tollgate's can be ended here. */
    at: SignedInVisit["at"];
    name: string;
    organisation: string | null;
    /** For the sign-out form. */
    authenticityToken: string;
  };
};

/** What the rooms of the web are given. */
export type WebDeps = Deps & {
  visits: Visits;
  config: Pick<
    Config,
    | "applicationName"
    | "organisationName"
    | "helpdeskEmail"
    | "documentationUrls"
    | "maxPageSize"
    | "railsUrl"
  >;
  /** The service's own address without a slash at its end, such as `https://tokens.dmp.example.org`. */
  baseUrl: () => string;
  /** The API's address without path and slash, such as `https://dmp.example.org`. */
  apiBaseUrl: () => string;
  openApi: OpenApi;
  /** In the reader's language: his profile's, else his browser's. */
  textsFor: (request: FastifyRequest) => Promise<Texts>;
};

/** The frame of a page for anybody; whoever is signed in is added. */
export function shellOf(config: WebDeps["config"], texts: Texts): Shell {
  const { applicationName, organisationName, helpdeskEmail, railsUrl } = config;
  return { texts, applicationName, organisationName, helpdeskEmail, railsUrl };
}
