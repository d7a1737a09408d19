/** The panel of the token for the v0 and v1 APIs, for those whom DMPRoadmap lets use them. */
import { legacyTokenUrl, rdaStandardUrl } from "../../urls.ts";
import { PressForm } from "../press-form.tsx";
import { CopyButton, noticeAttributes, SentenceWithLinks } from "../ui.tsx";
import type { LegacyApiTokenProps } from "./panel-props.ts";

export function LegacyApiToken(props: LegacyApiTokenProps) {
  const { legacy, authenticityToken, documentationUrls } = props;
  const texts = props.texts.legacyToken;
  return (
    <section
      id="legacy-api-token"
      class="card mb-4"
      aria-labelledby="legacy-api-heading"
      {...noticeAttributes(props.notice)}
    >
      <h2 id="legacy-api-heading" class="card-header card-heading">
        {texts.heading}
      </h2>
      <div class="card-body">
        <h3>{texts.accessToken}</h3>
        {legacy.token ? (
          <details class="masked mb-3">
            <summary>{texts.show}</summary>
            <div class="copyable">
              <code id="legacy-token-val">{legacy.token.reveal()}</code>
              <CopyButton
                texts={props.texts}
                from="legacy-token-val"
                label={props.texts.copying.copyToken}
              />
            </div>
          </details>
        ) : null}
        {!legacy.token && legacy.mayRegenerate ? <p>{texts.none}</p> : null}
        {legacy.mayRegenerate ? (
          <div class="buttons">
            <PressForm
              texts={props.texts}
              action={`${legacyTokenUrl(legacy.userId)}#api-details`}
              authenticityToken={authenticityToken}
              failed={props.texts.apiAccess.notRegenerated}
              label={texts.regenerate}
              buttonClass="btn-secondary"
              confirmation={
                legacy.token && {
                  question: texts.confirmRegenerate,
                  yes: texts.doRegenerate,
                  no: texts.keep,
                }
              }
            />
          </div>
        ) : (
          <p>{texts.notAllowed}</p>
        )}
        <h3>{texts.documentation}</h3>
        <p>
          <SentenceWithLinks
            sentence={texts.v0}
            links={{
              documentationV0: { text: texts.documentationV0, href: documentationUrls.v0 },
            }}
          />
        </p>
        <p>
          <SentenceWithLinks
            sentence={texts.v1}
            links={{
              documentationV1: { text: texts.documentationV1, href: documentationUrls.v1 },
              rdaStandard: { text: texts.rdaStandard, href: rdaStandardUrl },
            }}
          />
        </p>
        <p class="mb-0">{texts.answeredElsewhere(props.applicationName)}</p>
      </div>
    </section>
  );
}
