/** The v2 API's documentation: every address, what it takes, answers and refuses; with script, calls can be tried. */
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { TokenField } from "../token-field.tsx";
import { Notice } from "../ui.tsx";
import { OperationCard, type DocumentedOperation } from "./operation.tsx";

export type OperationGroup = {
  title: string;
  description: string;
  operations: readonly DocumentedOperation[];
};

export type DocumentedRefusal = {
  name: string;
  status: number;
  code: string;
  text: string;
  hint: string;
};

export function ApiDocsPage(props: {
  shell: Shell;
  baseUrl: string;
  groups: readonly OperationGroup[];
  refusals: readonly DocumentedRefusal[];
  /** What such an answer looks like, as JSON. */
  refusalExample: string;
}) {
  const { shell, baseUrl, groups } = props;
  const texts = shell.texts.apiDocs;
  return (
    <Layout shell={shell} title={texts.title}>
      <h1>{texts.title}</h1>
      <Notice />
      <p class="lead">{texts.purpose}</p>
      <p>
        <a class="lone-link" href={urls.openApi}>
          {texts.forPrograms}
        </a>
      </p>
      <YourToken texts={shell.texts} />
      <Contents texts={texts} groups={groups} />
      {groups.map((group) => (
        <>
          <h2>{group.title}</h2>
          <p>{group.description}</p>
          {group.operations.map((operation) => (
            <OperationCard texts={shell.texts} baseUrl={baseUrl} operation={operation} />
          ))}
        </>
      ))}
      <Refusals {...props} texts={texts} />
      <script type="module" src={urls.tryScript} />
    </Layout>
  );
}

function YourToken({ texts }: { texts: Texts }) {
  return (
    <section class="card mb-4" aria-labelledby="your-token">
      <h2 id="your-token" class="card-header card-heading">
        {texts.apiDocs.token}
      </h2>
      <div class="card-body">
        <p>
          {texts.apiDocs.howToSend} <code>Authorization: Bearer YOUR-TOKEN</code>
        </p>
        <p class="mb-0">
          <a class="lone-link" href={urls.apiAccess}>
            {texts.apiDocs.getToken}
          </a>
        </p>
        <TokenField texts={texts.tokenField} label={texts.apiDocs.tokenToTry} />
      </div>
    </section>
  );
}

function Contents(props: { texts: Texts["apiDocs"]; groups: readonly OperationGroup[] }) {
  return (
    <nav class="contents" aria-label={props.texts.contents}>
      <ul>
        {props.groups.flatMap(({ operations }) =>
          operations.map(({ id, method, path, summary }) => (
            <li>
              <a class="lone-link" href={`#${id}`}>
                <code>{`${method} ${path}`}</code>
              </a>{" "}
              <span>{summary}</span>
            </li>
          )),
        )}
        <li>
          <a class="lone-link" href="#refusals">
            {props.texts.refusals}
          </a>
        </li>
      </ul>
    </nav>
  );
}

function Refusals(props: {
  texts: Texts["apiDocs"];
  refusals: readonly DocumentedRefusal[];
  refusalExample: string;
}) {
  const { texts, refusals } = props;
  return (
    <section id="refusals" class="card mb-4" aria-labelledby="refusals-heading">
      <h2 id="refusals-heading" class="card-header card-heading">
        {texts.refusals}
      </h2>
      <div class="card-body">
        <p>{texts.refusalsHow}</p>
        <pre class="command">
          <code>{props.refusalExample}</code>
        </pre>
        <dl class="facts mb-0">
          {refusals.map(({ name, status, code, text, hint }) => (
            <>
              <dt id={`refusal-${name}`}>
                {status} <code>{code}</code>
              </dt>
              <dd>
                {text}
                <br />
                {hint}
              </dd>
            </>
          ))}
        </dl>
      </div>
    </section>
  );
}
