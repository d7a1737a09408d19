/** The sign-in page. */
import { urls } from "../../urls.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { AuthenticityToken, Notice, type NoticeContent } from "../ui.tsx";

export function SignInPage(props: {
  shell: Shell;
  authenticityToken: string;
  returnTo: string;
  email?: string;
  notice?: NoticeContent | undefined;
  /** Whether it helps to sign in to the Rails application instead. */
  readsRailsSessions: boolean;
}) {
  const { applicationName, railsUrl } = props.shell;
  const texts = props.shell.texts.signIn;
  return (
    <Layout shell={props.shell} title={texts.title}>
      <div class="narrow">
        <h1>{texts.title}</h1>
        <Notice notice={props.notice} />
        {props.readsRailsSessions ? (
          <p>
            {texts.elsewhere(applicationName)}{" "}
            {railsUrl ? <a href={railsUrl}>{texts.goThere(applicationName)}</a> : null}
          </p>
        ) : null}
        <form method="post" action={urls.signIn}>
          <AuthenticityToken value={props.authenticityToken} />
          <input type="hidden" name="return_to" value={props.returnTo} />
          <div class="mb-3">
            <label for="user_email">{texts.email}</label>
            <input
              class="form-control"
              type="email"
              id="user_email"
              name="user[email]"
              value={props.email ?? ""}
              autocomplete="username"
              required
            />
          </div>
          <div class="mb-3">
            <label for="user_password">{texts.password}</label>
            <input
              class="form-control"
              type="password"
              id="user_password"
              name="user[password]"
              autocomplete="current-password"
              required
            />
          </div>
          <button type="submit" class="btn btn-primary">
            {texts.submit}
          </button>
        </form>
      </div>
    </Layout>
  );
}
