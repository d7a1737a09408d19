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

/** What nests beyond measure loses its tags before it is read again. */
function sanitize(html: string, options: sanitizeHtml.IOptions): string {
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
    return sanitizeHtml(html.replaceAll(/<[^<>]*>/g, " ").replaceAll("<", "&lt;"), options);
  }
}

class NestingError extends Error {}
