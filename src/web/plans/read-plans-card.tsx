/** Where a person gets all plans of a token in one file. Only the page's script can, so without it the card stays hidden. */
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { TokenField } from "../token-field.tsx";

export function ReadPlansCard({ texts }: { texts: Texts }) {
  const { title, purpose, token, complete, read, ...said } = texts.readPlans;
  return (
    <section
      id="read-plans"
      class="card mb-4 needs-script"
      aria-labelledby="read-plans-heading"
      data-whose={said.whose}
      data-progress={said.progress}
      data-done={said.done}
      data-none={said.none}
      data-save={said.save}
    >
      <h2 id="read-plans-heading" class="card-header card-heading">
        {title}
      </h2>
      <div class="card-body">
        <p class="lead">{purpose}</p>
        <TokenField texts={texts.tokenField} label={token} />
        <div class="form-check">
          <input class="form-check-input" type="checkbox" id="read-complete" />
          <label class="form-check-label" for="read-complete">
            {complete}
          </label>
        </div>
        <button type="button" class="btn btn-primary">
          {read}
        </button>
        <p class="call-status" role="status" />
      </div>
      <script type="module" src={urls.readPlansScript} />
    </section>
  );
}
