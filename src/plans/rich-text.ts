/** What people wrote in DMPRoadmap's editor, made safe to show and to pass on. */
import sanitizeHtml from "sanitize-html";

const allowed: sanitizeHtml.IOptions = {
  allowedAttributes: {
    "*": ["dir", "lang"],
    a: ["href"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan"],
  },
  allowedSchemes: ["http", "https", "mailto"],
};

/** No editor nests deeper, and the parser's time grows with the square of it. */
const deepestNesting = 500;
/** While a text is parsed nobody else is answered: about 0.1 seconds for this many tags or characters. */
const mostTags = 10_000;
const mostCharacters = 1_000_000;

/** The HTML without scripts, styles, images and whatever else could act in a reader's page; undefined if nothing is left. */
export function safeHtml(html: string | null | undefined): string | undefined {
  if (!html) return undefined;
  const safe = /[<>&]/.test(html) ? sanitize(html, allowed) : html;
  return isBlank(safe) ? undefined : safe;
}

/** Whether a reader would see nothing: empty paragraphs are what the editor leaves of a deleted text. */
function isBlank(html: string): boolean {
  return html.replaceAll(/<[^>]*>|\s/g, "") === "";
}

/** Text for places without markup: tags go, entities become what they stand for. */
export function plainText(html: string | null | undefined): string | undefined {
  if (!html) return undefined;
  const text = /[<>&]/.test(html) ? withoutMarkup(html) : html;
  return text.trim() || undefined;
}

function withoutMarkup(html: string): string {
  return sanitize(html, { allowedTags: [], allowedAttributes: {} })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

/** What is long or nested beyond measure loses its tags. Pictures, which can be longer than all else, go first. */
function sanitize(html: string, options: sanitizeHtml.IOptions): string {
  const text = html.replaceAll(/<img\b[^<>]*>/gi, "");
  return isBeyondMeasure(text) ? withoutTags(text) : parse(text, options);
}

function isBeyondMeasure(html: string): boolean {
  return html.length > mostCharacters || html.split("<", mostTags + 2).length > mostTags + 1;
}

function parse(html: string, options: sanitizeHtml.IOptions): string {
  let depth = 0;
  try {
    return sanitizeHtml(html, {
      ...options,
      onOpenTag: () => {
        depth += 1;
        if (depth > deepestNesting) throw new NestingError();
      },
      onCloseTag: () => {
        depth -= 1;
      },
    });
  } catch (error) {
    if (!(error instanceof NestingError)) throw error;
    return withoutTags(html);
  }
}

/** Whatever it was, the rest is text. */
function withoutTags(html: string): string {
  return html
    .replaceAll(/<[^<>]*>/g, " ")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

class NestingError extends Error {}
