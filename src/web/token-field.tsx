/** The field for a token that a page's script uses. It has no name and is in no form, so that nothing can send it along. */
import type { Texts } from "../texts/en-gb.ts";

/** One a page, outside of forms, for `public/token-field.js`; without script it stays hidden. */
export function TokenField(props: { texts: Texts["tokenField"]; label: string }) {
  const { stays, waiting, noAnswer, oddAnswer, unusableToken } = props.texts;
  return (
    <div class="needs-script token-field">
      <label for="token-field">{props.label}</label>
      <input
        id="token-field"
        class="form-control font-monospace"
        type="text"
        aria-describedby="token-stays"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        data-waiting={waiting}
        data-no-answer={noAnswer}
        data-odd-answer={oddAnswer}
        data-unusable-token={unusableToken}
      />
      <p id="token-stays" class="mb-0">
        {stays}
      </p>
    </div>
  );
}
