/** One address of the API: who may use it, its parameters, a command, a form that tries it, and its answers. */
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { CopyButton } from "../ui.tsx";

export type DocumentedOperation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  access: { kind: "open" } | { kind: "token"; scopes: readonly string[] } | { kind: "session" };
  parameters: readonly DocumentedParameter[];
  /** Examples are JSON. */
  success: { description: string; examples: readonly string[] };
  refusals: readonly {
    status: string;
    description: string;
    /** `name`: what the refusal is called among all of them. */
    codes: readonly { name: string; code: string }[];
  }[];
};

export type DocumentedParameter = {
  name: string;
  description: string;
  required: boolean;
  type: string;
  byDefault: string | undefined;
};

type Props = { texts: Texts; baseUrl: string; operation: DocumentedOperation };

export function OperationCard(props: Props) {
  const { id, method, path, summary, description, access, parameters } = props.operation;
  const texts = props.texts.apiDocs;
  return (
    <section id={id} class="card mb-4" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`} class="card-header card-heading">
        <code>{`${method} ${path}`}</code>
      </h3>
      <div class="card-body">
        <p>
          <strong>{`${summary}.`}</strong> {description}
        </p>
        <p>
          <Access texts={texts} access={access} />
        </p>
        {parameters.length > 0 ? <Parameters texts={texts} parameters={parameters} /> : null}
        {access.kind === "session" ? null : (
          <>
            <Command {...props} />
            <TryForm {...props} />
          </>
        )}
        <Answers {...props} />
      </div>
    </section>
  );
}

function Access(props: { texts: Texts["apiDocs"]; access: DocumentedOperation["access"] }) {
  const { texts, access } = props;
  if (access.kind === "open") return <>{`${texts.needsNothing}.`}</>;
  if (access.kind === "token") {
    return <>{`${texts.needsToken(access.scopes.join(texts.or))}.`}</>;
  }
  return (
    <>
      {`${texts.needsSession}.`} <a href={urls.apiAccess}>{texts.toTab}</a>
    </>
  );
}

function Parameters(props: {
  texts: Texts["apiDocs"];
  parameters: readonly DocumentedParameter[];
}) {
  const { texts, parameters } = props;
  return (
    <>
      <h4>{texts.parameters}</h4>
      <dl class="facts">
        {parameters.map(({ name, description, byDefault }) => (
          <>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{byDefault ? `${description} ${texts.byDefault(byDefault)}` : description}</dd>
          </>
        ))}
      </dl>
    </>
  );
}

function Command({ texts, baseUrl, operation: { id, path, access } }: Props) {
  const address = `"${baseUrl}${path.replace("{id}", "1")}"`;
  const header = access.kind === "token" ? '-H "Authorization: Bearer YOUR-TOKEN" ' : "";
  return (
    <>
      <h4>{texts.apiDocs.command}</h4>
      <div class="copyable mb-3">
        <pre class="command">
          <code id={`${id}-command`}>{`curl ${header}${address}`}</code>
        </pre>
        <CopyButton texts={texts} from={`${id}-command`} label={texts.copying.copyCommand} />
      </div>
    </>
  );
}

/** Nothing but its script sends it. */
function TryForm({ texts: { apiDocs: texts }, operation: { id, path, parameters } }: Props) {
  return (
    <form
      class="try needs-script"
      aria-label={`${texts.tryIt}: ${path}`}
      data-try={path}
      data-answered={texts.answered}
    >
      <h4>{texts.tryIt}</h4>
      <div class="fields">
        {parameters.map((parameter) => (
          <Field id={`${id}-${parameter.name}`} parameter={parameter} />
        ))}
        <button type="submit" class="btn btn-primary">
          {texts.send}
        </button>
      </div>
      <p class="call-status" role="status" />
      {/* It scrolls, so a keyboard must reach it. */}
      <pre class="command try-answer" tabindex={0} hidden>
        <code />
      </pre>
    </form>
  );
}

function Field({ id, parameter }: { id: string; parameter: DocumentedParameter }) {
  const { name, type, required } = parameter;
  if (type === "boolean") {
    return (
      <div class="form-check">
        <input class="form-check-input" type="checkbox" id={id} name={name} value="true" />
        <label class="form-check-label" for={id}>
          {name}
        </label>
      </div>
    );
  }
  return (
    <div>
      <label for={id}>{name}</label>
      <input
        class="form-control"
        type="text"
        inputmode={type === "integer" ? "numeric" : undefined}
        id={id}
        name={name}
        required={required}
        autocomplete="off"
      />
    </div>
  );
}

function Answers({ texts: { apiDocs: texts }, operation: { success, refusals } }: Props) {
  return (
    <>
      <h4>{texts.answers}</h4>
      <dl class="facts answers">
        <dt>200</dt>
        <dd>{success.description}</dd>
        {refusals.map(({ status, description, codes }) => (
          <>
            <dt>{status}</dt>
            <dd>
              {description} (
              {codes.map(({ name, code }, index) => (
                <>
                  {index > 0 ? ", " : null}
                  <a href={`#refusal-${name}`}>
                    <code>{code}</code>
                  </a>
                </>
              ))}
              )
            </dd>
          </>
        ))}
      </dl>
      <details class="examples">
        <summary>{texts.examples}</summary>
        {success.examples.map((example) => (
          <pre class="command" tabindex={0}>
            <code>{example}</code>
          </pre>
        ))}
      </details>
    </>
  );
}
