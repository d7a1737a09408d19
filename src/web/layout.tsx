/** The frame around every page. */
import type { ComponentChildren } from "preact";
import { urls } from "../urls.ts";
import type { Shell } from "./shell.ts";
import { AuthenticityToken } from "./ui.tsx";

export function Layout(props: { shell: Shell; title: string; children: ComponentChildren }) {
  const { texts, applicationName, helpdeskEmail, signedIn } = props.shell;
  return (
    <html lang={texts.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${props.title} · ${applicationName}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={urls.bootstrap} />
        <link rel="stylesheet" href={urls.styles} />
      </head>
      <body>
        <a class="skip-link" href="#content">
          {texts.layout.skipToContent}
        </a>
        <header class="border-bottom">
          <div class="container d-flex flex-wrap align-items-center gap-3 py-3">
            <a class="fw-bold text-body text-decoration-none me-auto" href={urls.home}>
              {applicationName}
            </a>
            {signedIn ? (
              <form method="post" action={urls.signOut} class="d-flex align-items-center gap-3">
                <AuthenticityToken value={signedIn.authenticityToken} />
                <span>{texts.layout.signedInAs(signedIn.name)}</span>
                <button type="submit" class="btn btn-outline-secondary btn-sm">
                  {texts.layout.signOut}
                </button>
              </form>
            ) : null}
          </div>
        </header>
        <main id="content" class="container py-4">
          {props.children}
        </main>
        <footer class="container">
          <div class="border-top py-3 text-body-secondary">
            {texts.layout.help} <a href={`mailto:${helpdeskEmail}`}>{helpdeskEmail}</a>
          </div>
        </footer>
      </body>
    </html>
  );
}
