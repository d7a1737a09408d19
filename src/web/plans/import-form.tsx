/** The form with which a person imports a plan of his own from a file. */
import { urls } from "../../urls.ts";
import type { Shell } from "../shell.ts";
import { AuthenticityToken } from "../ui.tsx";

export function ImportForm({ shell: { texts, signedIn } }: { shell: Shell }) {
  if (!signedIn) return null;
  const { title, purpose, file, fileHelp, submit } = texts.imports;
  return (
    <section class="card mb-4">
      <h2 class="card-header card-heading">{title}</h2>
      <div class="card-body">
        <p class="lead">{purpose}</p>
        <form method="post" action={urls.plansPage} enctype="multipart/form-data">
          <AuthenticityToken value={signedIn.authenticityToken} />
          <div class="mb-3">
            <label for="plan-file">{file}</label>
            <input
              class="form-control upload"
              type="file"
              id="plan-file"
              name="plan"
              accept=".json,application/json"
              aria-describedby="plan-file-help"
              required
            />
            <div id="plan-file-help" class="form-text">
              {fileHelp}
            </div>
          </div>
          <button type="submit" class="btn btn-outline-secondary">
            {submit}
          </button>
        </form>
      </div>
    </section>
  );
}
