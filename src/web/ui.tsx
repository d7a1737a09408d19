/** Small pieces that several pages are made of. */
import type { ComponentChildren } from "preact";
import type { Texts } from "../texts/en-gb.ts";

export function AuthenticityToken({ value }: { value: string }) {
  return <input type="hidden" name="authenticity_token" value={value} />;
}

export function Alert(props: {
  kind: "info" | "success" | "warning" | "danger";
  children: ComponentChildren;
}) {
  return <div class={`alert alert-${props.kind}`}>{props.children}</div>;
}

export type NoticeContent = { kind: "success" | "warning" | "danger"; text: string };

/** What just happened, announced by screen readers. */
export function Notice({ notice }: { notice: NoticeContent }) {
  return (
    <div
      id="notification-area"
      role={notice.kind === "success" ? "status" : "alert"}
      class={`alert alert-${notice.kind}`}
    >
      {notice.text}
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
  return <time dateTime={at.toISOString()}>{`${format.format(at)} UTC`}</time>;
}
