/** The frame around every page. */
import type { ComponentChildren } from "preact";
import { urls } from "../urls.ts";
import type { Shell } from "./shell.ts";
import { AuthenticityToken } from "./ui.tsx";

export function Layout(props: {
  shell: Shell;
  title: string;
  /** Which page of the navigation this is or belongs to. */
  current?: "plans" | "profile";
  children: ComponentChildren;
}) {
  const { texts, applicationName, organisationName, helpdeskEmail, signedIn } = props.shell;
  const organisation = signedIn?.organisation ?? organisationName;
  return (
    <html lang={texts.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${props.title} · ${applicationName}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={urls.styles} />
        <script type="module" src={urls.copyScript} />
        <script type="module" src={urls.pressScript} />
      </head>
      <body>
        <a class="skip-link" href="#content">
          {texts.layout.skipToContent}
        </a>
        <header class="site-header">
          <div class="container">
            <a class="brand" href={urls.home}>
              <span class="brand-name">{applicationName}</span>
              {organisation ? <span class="brand-organisation">{organisation}</span> : null}
            </a>
            {signedIn ? (
              <>
                <nav class="site-navigation" aria-label={texts.layout.navigation}>
                  <PageLink href={urls.plansPage} isCurrent={props.current === "plans"}>
                    {texts.plans.title}
                  </PageLink>
                  <PageLink href={urls.apiAccess} isCurrent={props.current === "profile"}>
                    {texts.profile.apiAccess}
                  </PageLink>
                </nav>
                <UserMenu shell={props.shell} signedIn={signedIn} />
              </>
            ) : null}
          </div>
        </header>
        <main id="content" class="container">
          {props.children}
        </main>
        <footer class="site-footer">
          <div class="container">
            {texts.layout.help} <a href={`mailto:${helpdeskEmail}`}>{helpdeskEmail}</a>
          </div>
        </footer>
      </body>
    </html>
  );
}

function PageLink(props: { href: string; isCurrent: boolean; children: ComponentChildren }) {
  return (
    <a href={props.href} aria-current={props.isCurrent ? "true" : undefined}>
      {props.children}
    </a>
  );
}

/** Opens without script, because `details` does. */
function UserMenu({
  shell: { texts, applicationName, railsUrl },
  signedIn: { at, name, authenticityToken },
}: {
  shell: Shell;
  signedIn: NonNullable<Shell["signedIn"]>;
}) {
  return (
    <details class="user-menu">
      <summary aria-label={texts.layout.signedInAs(name)}>{name}</summary>
      <div class="user-menu-items">
        <a href={urls.profile}>{texts.profile.title}</a>
        {at === "tollgate" ? (
          <form method="post" action={urls.signOut}>
            <AuthenticityToken value={authenticityToken} />
            <button type="submit">{texts.layout.signOut}</button>
          </form>
        ) : (
          <SignOutThere text={texts.layout.signOutThere(applicationName)} url={railsUrl} />
        )}
      </div>
    </details>
  );
}

/** Rails alone can end its session, so there is no button here that would only seem to. */
function SignOutThere({ text, url }: { text: string; url: string | undefined }) {
  return url ? <a href={url}>{text}</a> : <span>{text}</span>;
}
