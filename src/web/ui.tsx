/** Small pieces that several pages are made of. */
import type { ComponentChildren } from "preact";
import type { Texts } from "../texts/en-gb.ts";

export function AuthenticityToken({ value }: { value: string }) {
  return <input type="hidden" name="authenticity_token" value={value} />;
}

export function Alert(props: { kind: "info" | "warning"; children: ComponentChildren }) {
  return <div class={`alert alert-${props.kind}`}>{props.children}</div>;
}

export type NoticeContent = { kind: "success" | "warning" | "danger"; text: string };

/**
 * What just happened. The area is there from the beginning and empty, so that screen readers announce what the page's
 * script puts into it; what a page comes with is read as part of the page.
 */
export function Notice({ notice }: { notice?: NoticeContent | undefined }) {
  return (
    <div
      id="notification-area"
      role={notice && notice.kind !== "success" ? "alert" : "status"}
      class={notice ? `alert alert-${notice.kind}` : ""}
    >
      {notice?.text}
    </div>
  );
}

/** Carries a notice on a part of the page, for the page's script to put where it belongs. */
export function noticeAttributes(notice: NoticeContent | undefined) {
  return notice ? { "data-notice": notice.text, "data-notice-kind": notice.kind } : {};
}

/** A moment in the reader's language, with the exact one for machines. */
export function Moment({ texts, at }: { texts: Texts; at: Date }) {
  const format = new Intl.DateTimeFormat(texts.language, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  return <time datetime={at.toISOString()}>{`${format.format(at)} UTC`}</time>;
}

/** A sentence of the catalogue in which names in braces stand for links. */
export function SentenceWithLinks(props: {
  sentence: string;
  links: Record<string, { text: string; href: string }>;
}) {
  return (
    <>
      {props.sentence.split(/\{(\w+)\}/).map((part) => {
        const link = props.links[part];
        return link ? <a href={link.href}>{link.text}</a> : part;
      })}
    </>
  );
}

/**
 * Copies the text of the element with that id. Only the page's script can, so without script it stays hidden.
 * What it says afterwards is true: "copied", or how to copy by keyboard.
 */
export function CopyButton(props: {
  texts: Texts;
  id?: string;
  from: string;
  label: string;
  class?: string;
}) {
  const { copied, refused } = props.texts.copying;
  return (
    <button
      type="button"
      id={props.id}
      class={`btn btn-outline-secondary needs-script ${props.class ?? ""}`}
      data-copy-from={props.from}
      data-copied={copied}
      data-refused={refused}
    >
      {props.label}
    </button>
  );
}
