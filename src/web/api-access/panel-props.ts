/** What the panels of the API Access section are given. */
import type { LiveAccessToken } from "../../access-tokens/find.ts";
import type { Secret } from "../../secret.ts";
import type { Texts } from "../../texts/en-gb.ts";
import type { NoticeContent } from "../ui.tsx";

export type ApiTokensState =
  /** There is no application to own tokens. */
  | { kind: "unavailable" }
  /** The answer that made a token: the only one that ever shows its secret. */
  | { kind: "issued"; secret: Secret }
  | { kind: "idle"; live: LiveAccessToken | undefined };

export type LegacyTokenState = {
  userId: number;
  token: Secret | undefined;
  /** Whether he may make himself a new one. */
  mayRegenerate: boolean;
};

type PanelProps = {
  texts: Texts;
  /** Said by the page's script when it has put this answer into the page. */
  notice?: NoticeContent | undefined;
  authenticityToken: string;
  applicationName: string;
  documentationUrls: { v0: string; v1: string; v2: string };
};

export type ApiTokensProps = PanelProps & {
  state: ApiTokensState;
  /** Undefined for those who may not use the legacy API. */
  legacy: LegacyTokenState | undefined;
  /** Consumed by the press that this form allows. */
  formId: string;
  helpdeskEmail: string;
  apiBaseUrl: string;
};

export type LegacyApiTokenProps = PanelProps & { legacy: LegacyTokenState };
