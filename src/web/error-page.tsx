/** The page that says what went wrong and what to do next. */
import type { AppError } from "../errors.ts";
import { urls } from "../urls.ts";
import { Layout } from "./layout.tsx";
import type { Shell } from "./shell.ts";

export function ErrorPage(props: { shell: Shell; error: AppError; requestId: string }) {
  const { texts } = props.shell;
  const { title, help } = texts.errors[props.error.code];
  return (
    <Layout shell={props.shell} title={title}>
      <h1>{title}</h1>
      <p>{help}</p>
      <p>
        <a class="lone-link" href={urls.apiAccess}>
          {texts.errorPage.backToProfile}
        </a>
      </p>
      <p class="request-number">{texts.errorPage.requestNumber(props.requestId)}</p>
    </Layout>
  );
}
