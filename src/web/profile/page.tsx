/** The profile: what the service knows of a person, and his access to the API. Its sections are links: no script needed. */
import type { ComponentChildren, VNode } from "preact";
import type { Texts } from "../../texts/en-gb.ts";
import type { Profile } from "../../users/profile.ts";
import { Layout } from "../layout.tsx";
import type { Shell } from "../shell.ts";
import { Notice, type NoticeContent } from "../ui.tsx";

export type ProfileSection = "personal-details" | "api-details";

export function ProfilePage(props: {
  shell: Shell;
  /** The section that is open as long as the address names none. */
  open: ProfileSection;
  details: Profile;
  apiTokens: VNode;
  notice?: NoticeContent | undefined;
}) {
  const texts = props.shell.texts.profile;
  return (
    <Layout shell={props.shell} title={texts.title} current="profile">
      <h1>{texts.title}</h1>
      <Notice notice={props.notice} />
      <div class="profile">
        <nav aria-label={texts.sections}>
          <ul class="nav nav-tabs">
            <SectionLink
              section="personal-details"
              label={texts.personalDetails}
              open={props.open}
            />
            <SectionLink section="api-details" label={texts.apiAccess} open={props.open} />
          </ul>
        </nav>
        <Section section="personal-details" label={texts.personalDetails} open={props.open}>
          <div class="card mb-4">
            <div class="card-body">
              <Details texts={texts} details={props.details} />
              <p class="mb-0">{texts.whereToChange(props.shell.applicationName)}</p>
            </div>
          </div>
        </Section>
        <Section section="api-details" label={texts.apiAccess} open={props.open}>
          {props.apiTokens}
        </Section>
      </div>
    </Layout>
  );
}

function SectionLink(props: { section: ProfileSection; label: string; open: ProfileSection }) {
  return (
    <li class="nav-item">
      <a
        class={`nav-link ${props.section === props.open ? "opened" : ""}`}
        href={`#${props.section}`}
      >
        {props.label}
      </a>
    </li>
  );
}

function Section(props: {
  section: ProfileSection;
  label: string;
  open: ProfileSection;
  children: ComponentChildren;
}) {
  return (
    <section
      id={props.section}
      class={`pane ${props.section === props.open ? "opened" : ""}`}
      aria-label={props.label}
    >
      {props.children}
    </section>
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
