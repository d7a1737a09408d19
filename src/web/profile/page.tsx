/** The profile: what the service knows of a person, and his access to the API. Its tabs are links: no script needed. */
import type { VNode } from "preact";
import type { Texts } from "../../texts/en-gb.ts";
import type { Profile } from "../../users/profile.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { Notice, type NoticeContent } from "../ui.tsx";

export type ProfileTab = "personal-details" | "api-details";

export function ProfilePage(props: {
  shell: Shell;
  /** The tab that is open as long as the address names none. */
  open: ProfileTab;
  details: Profile;
  apiTokens: VNode;
  notice?: NoticeContent | undefined;
}) {
  const texts = props.shell.texts.profile;
  return (
    <Layout shell={props.shell} title={texts.title}>
      <h1 class="h3 mb-4">{texts.title}</h1>
      <div class="profile" data-open={props.open}>
        <nav aria-label={texts.tabs}>
          <ul class="nav nav-tabs mb-4">
            <TabLink tab="personal-details" label={texts.personalDetails} />
            <TabLink tab="api-details" label={texts.apiAccess} />
          </ul>
        </nav>
        <section id="personal-details" class="pane" aria-label={texts.personalDetails}>
          <Details texts={texts} details={props.details} />
        </section>
        <section id="api-details" class="pane" aria-label={texts.apiAccess}>
          {props.notice ? <Notice notice={props.notice} /> : null}
          {props.apiTokens}
        </section>
      </div>
    </Layout>
  );
}

function TabLink({ tab, label }: { tab: ProfileTab; label: string }) {
  return (
    <li class="nav-item">
      <a class="nav-link" href={`#${tab}`}>
        {label}
      </a>
    </li>
  );
}

function Details({ texts, details }: { texts: Texts["profile"]; details: Profile }) {
  const rows = [
    [texts.firstName, details.firstname],
    [texts.surname, details.surname],
    [texts.email, details.email],
    [texts.organisation, details.organisation],
    [texts.language, details.language],
  ] as const;
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <>
          <dt>{label}</dt>
          <dd>{value || texts.notGiven}</dd>
        </>
      ))}
    </dl>
  );
}
