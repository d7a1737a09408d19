/** One plan, exactly as the API answers it. */
import { planPageUrl, urls } from "../../urls.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { CopyButton, Notice } from "../ui.tsx";

export function PlanPage(props: {
  shell: Shell;
  id: number;
  title: string | null;
  json: string;
  /** Absolute, with its query. */
  apiUrl: string;
  withAnswers: boolean;
}) {
  const { shell, id, json, apiUrl, withAnswers } = props;
  const texts = shell.texts.plans;
  const title = props.title?.trim() || texts.untitled;
  const other = planPageUrl(id) + (withAnswers ? "" : "?complete=true");
  return (
    <Layout shell={shell} title={title} current="plans">
      <p>
        <a class="lone-link" href={urls.plansPage}>
          {texts.back}
        </a>
      </p>
      <h1 dir="auto">{title}</h1>
      <Notice />
      <p class="lead">{texts.answerOf}</p>
      <div class="copyable mb-3">
        <pre class="command">
          <code id="curl-command">{`curl -H "Authorization: Bearer YOUR-TOKEN" "${apiUrl}"`}</code>
        </pre>
        <CopyButton
          texts={shell.texts}
          from="curl-command"
          label={shell.texts.copying.copyCommand}
        />
      </div>
      <div class="buttons">
        <CopyButton texts={shell.texts} from="plan-json" label={texts.copyJson} />
        <a class="btn btn-outline-secondary" href={other}>
          {withAnswers ? texts.withoutAnswers : texts.withAnswers}
        </a>
        <a class="btn btn-outline-secondary" href={`${urls.apiDocs}#getPlan`}>
          {texts.tryIt}
        </a>
      </div>
      <pre class="command" dir="ltr">
        <code id="plan-json">{json}</code>
      </pre>
    </Layout>
  );
}
