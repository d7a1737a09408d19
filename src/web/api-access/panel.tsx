/** The API Access tab's content: the v2 token, and the legacy token for those who may use it. */
import type { LiveAccessToken } from "../../access-tokens/find.ts";
import type { Secret } from "../../secret.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { PressForm } from "../press-form.tsx";
import { Alert, CopyButton, Moment, noticeAttributes } from "../ui.tsx";
import { LegacyApiToken } from "./legacy-panel.tsx";
import type { ApiTokensProps, ApiTokensState } from "./panel-props.ts";

export function ApiTokens(props: ApiTokensProps) {
  const { texts, state } = props;
  return (
    <div id="api-tokens" {...noticeAttributes(props.notice)}>
      <section id="v2-api-token" class="card mb-4" aria-labelledby="v2-api-heading">
        <h2 id="v2-api-heading" class="card-header card-heading">
          {texts.apiAccess.heading}
        </h2>
        <div class="card-body">
          {state.kind === "unavailable" ? (
            <Unavailable {...props} />
          ) : (
            <>
              <p class="lead">{texts.apiAccess.purpose}</p>
              {state.kind === "issued" ? (
                <Issued texts={texts} secret={state.secret} />
              ) : (
                <Idle texts={texts} live={state.live} />
              )}
              <Buttons {...props} state={state} />
              <TryIt {...props} />
            </>
          )}
        </div>
      </section>
      {props.legacy ? <LegacyApiToken {...props} legacy={props.legacy} /> : null}
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
      <label for="api-token-val">{texts.apiAccess.accessToken}</label>
      <div class="copyable mb-3">
        <input
          id="api-token-val"
          class="form-control font-monospace"
          type="text"
          readonly
          value={secret.reveal()}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
        />
        <CopyButton
          texts={texts}
          id="copy-token-btn"
          from="api-token-val"
          label={texts.copying.copyToken}
        />
      </div>
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
      <h3>{texts.apiAccess.accessToken}</h3>
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
function Buttons(
  props: ApiTokensProps & { state: Exclude<ApiTokensState, { kind: "unavailable" }> },
) {
  const { state, authenticityToken } = props;
  const texts = props.texts.apiAccess;
  const isIssued = state.kind === "issued";
  const live = isIssued ? { last_four: null } : state.live;
  const form = {
    texts: props.texts,
    action: `${urls.internalUserAccessToken}#api-details`,
    authenticityToken,
  };
  return (
    <div class="buttons">
      <PressForm
        {...form}
        failed={texts.notRegenerated}
        label={texts.regenerate}
        buttonClass={live ? "btn-secondary" : "btn-primary"}
        disabled={isIssued}
        confirmation={
          live && {
            question: texts.confirmRegenerate(live.last_four),
            yes: texts.doRegenerate,
            no: texts.keep,
          }
        }
      >
        <input type="hidden" name="form_id" value={props.formId} />
      </PressForm>
      {live ? (
        <PressForm
          {...form}
          failed={texts.notRevoked}
          label={texts.revoke}
          buttonClass="btn-outline-danger"
          confirmation={{
            question: texts.confirmRevoke(live.last_four),
            yes: texts.doRevoke,
            no: texts.keep,
          }}
        >
          <input type="hidden" name="_method" value="delete" />
        </PressForm>
      ) : null}
    </div>
  );
}

function TryIt({ texts, apiBaseUrl, documentationUrls }: ApiTokensProps) {
  const command = `curl -H "Authorization: Bearer YOUR-TOKEN" ${apiBaseUrl}${urls.me}`;
  return (
    <>
      <h3>{texts.apiAccess.tryIt}</h3>
      <p>{texts.apiAccess.tryItHow}</p>
      <div class="copyable mb-3">
        <pre class="command">
          <code id="curl-command">{command}</code>
        </pre>
        <CopyButton texts={texts} from="curl-command" label={texts.copying.copyCommand} />
      </div>
      <p class="mb-0">
        <a class="lone-link" href={documentationUrls.v2}>
          {texts.apiAccess.documentation}
        </a>
      </p>
    </>
  );
}
