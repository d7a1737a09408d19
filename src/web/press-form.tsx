/**
 * A form of one button. Without script it is just that; with script its press is sent behind the page, and a press that
 * ends something asks first.
 */
import type { ComponentChildren } from "preact";
import type { Texts } from "../texts/en-gb.ts";
import { signInUrl, urls } from "../urls.ts";
import { AuthenticityToken } from "./ui.tsx";

export function PressForm(props: {
  texts: Texts;
  action: string;
  authenticityToken: string;
  /** What a failed press is called: "Unable to …". */
  failed: string;
  label: string;
  buttonClass: string;
  disabled?: boolean;
  /** Asked before a press that ends something: what will happen, and the two answers. */
  confirmation?: { question: string; yes: string; no: string } | undefined;
  children?: ComponentChildren;
}) {
  const { confirmation } = props;
  return (
    <form
      method="post"
      action={props.action}
      class="press"
      data-press
      data-failed={props.failed}
      data-offline={props.texts.pressing.offline}
      data-sign-in={props.texts.pressing.signIn}
      data-sign-in-url={signInUrl(urls.apiAccess)}
    >
      <AuthenticityToken value={props.authenticityToken} />
      {props.children}
      <button type="submit" class={`btn ${props.buttonClass}`} disabled={props.disabled}>
        {props.label}
      </button>
      {confirmation ? (
        <div class="confirmation" hidden role="group" aria-label={props.label}>
          <p>{confirmation.question}</p>
          <button type="submit" class="btn btn-danger" data-confirm="yes">
            {confirmation.yes}
          </button>
          <button type="button" class="btn btn-outline-secondary" data-confirm="no">
            {confirmation.no}
          </button>
        </div>
      ) : null}
    </form>
  );
}
