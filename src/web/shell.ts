/** What every page is given, beside its own data. */
import type { Config } from "../config.ts";
import type { Deps } from "../deps.ts";
import type { Texts } from "../texts/en-gb.ts";
import type { Visits } from "./visit.ts";

/** What frames a page: whose service it is, who is signed in. */
export type Shell = {
  texts: Texts;
  applicationName: string;
  helpdeskEmail: string;
  /** The signed-in person, and the anti-forgery token of the sign-out form. */
  signedIn?: { name: string; authenticityToken: string };
};

/** What the rooms of the web are given. */
export type WebDeps = Deps & {
  visits: Visits;
  config: Pick<Config, "applicationName" | "helpdeskEmail">;
  /** The service's own address without a slash at its end, such as `https://dmp.example.org`. */
  baseUrl: () => string;
};
