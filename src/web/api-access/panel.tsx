/** The panel of the v2 API: the token, once, and the buttons that make and end it. */
import type { LiveAccessToken } from "../../access-tokens/find.ts";
import type { Secret } from "../../secret.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { Alert, AuthenticityToken, Moment, noticeAttributes, type NoticeContent } from "../ui.tsx";

export type ApiTokensState =
  /** There is no application to own tokens. */
  | { kind: "unavailable" }
  /** The answer that made a token: the only one that ever shows its secret. */
  | { kind: "issued"; secret: Secret }
  | { kind: "idle"; live: LiveAccessToken | undefined };

export type ApiTokensProps = {
  texts: Texts;
  state: ApiTokensState;
  /** Said by the page's script when it has put this answer into the page. */
  notice?: NoticeContent | undefined;
  authenticityToken: string;
  /** Consumed by the press that this form allows. */
  formId: string;
  helpdeskEmail: string;
  baseUrl: string;
};

export function ApiTokens(props: ApiTokensProps) {
  const { texts, state } = props;
  return (
    <div id="api-tokens" {...noticeAttributes(props.notice)}>
      <section id="v2-api-token" class="card mb-4" aria-labelledby="v2-api-heading">
        <h2 id="v2-api-heading" class="card-header card-heading h5">
          {texts.apiAccess.heading}
        </h2>
        <div class="card-body">
          {state.kind === "unavailable" ? (
            <Unavailable {...props} />
          ) : (
            <>
              {state.kind === "issued" ? (
                <Issued texts={texts} secret={state.secret} />
              ) : (
                <Idle texts={texts} live={state.live} />
              )}
              <Buttons {...props} state={state} />
              <TryIt texts={texts} baseUrl={props.baseUrl} />
            </>
          )}
        </div>
      </section>
    </div>
  );
}

function Unavailable({ texts, helpdeskEmail }: ApiTokensProps) {
  return (
    <Alert kind="warning">
      {texts.apiAccess.unavailable} <a href={`mailto:${helpdeskEmail}`}>{helpdeskEmail}</a>
    </Alert>
  );
}

/** A field, because it can be selected and copied without script. It has no name and no form: nothing re-sends it. */
function Issued({ texts, secret }: { texts: Texts; secret: Secret }) {
  return (
    <>
      <label class="form-label fw-bold" for="api-token-val">
        {texts.apiAccess.accessToken}
      </label>
      <input
        id="api-token-val"
        class="form-control font-monospace mb-3"
        type="text"
        readonly
        value={secret.reveal()}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
      />
      <Alert kind="warning">
        <div>{texts.apiAccess.copyNow}</div>
        <div>{texts.apiAccess.willDisappear}</div>
      </Alert>
    </>
  );
}

function Idle({ texts, live }: { texts: Texts; live: LiveAccessToken | undefined }) {
  return (
    <>
      <h3 class="h6 fw-bold">{texts.apiAccess.accessToken}</h3>
      {live ? <LiveToken texts={texts} live={live} /> : <p>{texts.apiAccess.none}</p>}
    </>
  );
}

function LiveToken({ texts, live }: { texts: Texts; live: LiveAccessToken }) {
  const { lastFour, madeOn, lastUsed, madeElsewhere, neverUsed } = texts.apiAccess;
  return (
    <>
      <p>{texts.apiAccess.live}</p>
      <dl class="facts">
        <dt>{lastFour}</dt>
        <dd>{live.last_four ? <code>{live.last_four}</code> : madeElsewhere}</dd>
        <dt>{madeOn}</dt>
        <dd>
          <Moment texts={texts} at={live.created_at} />
        </dd>
        <dt>{lastUsed}</dt>
        <dd>{live.last_used_at ? <Moment texts={texts} at={live.last_used_at} /> : neverUsed}</dd>
      </dl>
      <Alert kind="warning">{texts.apiAccess.keepUsing}</Alert>
    </>
  );
}

/** Regenerate is disabled while a token is shown, so that nobody presses it away unread. */
function Buttons({
  texts,
  state,
  authenticityToken,
  formId,
}: ApiTokensProps & { state: Exclude<ApiTokensState, { kind: "unavailable" }> }) {
  const isIssued = state.kind === "issued";
  const isLive = isIssued || state.live !== undefined;
  const action = `${urls.internalUserAccessToken}#api-details`;
  return (
    <>
      {isLive ? <p class="text-body-secondary">{texts.apiAccess.regenerateEndsIt}</p> : null}
      <div class="d-flex flex-wrap gap-2 mb-4">
        <form method="post" action={action}>
          <AuthenticityToken value={authenticityToken} />
          <input type="hidden" name="form_id" value={formId} />
          <button type="submit" class="btn btn-secondary" disabled={isIssued}>
            {texts.apiAccess.regenerate}
          </button>
        </form>
        {isLive ? (
          <form method="post" action={action}>
            <AuthenticityToken value={authenticityToken} />
            <input type="hidden" name="_method" value="delete" />
            <button type="submit" class="btn btn-outline-danger">
              {texts.apiAccess.revoke}
            </button>
          </form>
        ) : null}
      </div>
    </>
  );
}

function TryIt({ texts, baseUrl }: { texts: Texts; baseUrl: string }) {
  const command = `curl -H "Authorization: Bearer YOUR-TOKEN" ${baseUrl}${urls.me}`;
  return (
    <>
      <h3 class="h6 fw-bold">{texts.apiAccess.tryIt}</h3>
      <pre class="command">
        <code>{command}</code>
      </pre>
    </>
  );
}
