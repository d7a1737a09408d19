/**
 * Sends a press behind the page: the same form, then the part that changed, then what happened in words.
 * Without this script the forms do the same by loading a page.
 */

/** An answer that takes longer, in milliseconds, is not waited for: its press may have been carried out, or not. */
const longestWait = 30_000;

/** Presses are numbered, so that only the latest one's answer is shown. While one is under way, no button starts another. */
let latest = 0;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-press]");
  if (!form) return;
  event.preventDefault();
  const confirmation = form.querySelector(".confirmation");
  if (confirmation?.hidden) ask(form, confirmation);
  else void press(form);
});

document.addEventListener("click", (event) => {
  const no = event.target.closest("[data-confirm=no]");
  if (no) takeBack(no.form);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const confirmation = event.target.closest(".confirmation");
  if (confirmation) takeBack(confirmation.closest("form"));
});

/** The token must not come back with the back button: it leaves the page before the page is put aside. */
window.addEventListener("pagehide", () => {
  const field = document.getElementById("api-token-val");
  if (!field) return;
  field.value = "";
  field.remove();
  window.addEventListener("pageshow", () => location.reload(), { once: true });
});

/** One question at a time. */
function ask(form, confirmation) {
  const open = document.querySelector(".confirmation:not([hidden])");
  if (open) takeBack(open.closest("form"));
  confirmation.hidden = false;
  pressButton(form).hidden = true;
  confirmation.querySelector("[data-confirm=no]").focus();
}

function takeBack(form) {
  form.querySelector(".confirmation").hidden = true;
  const button = pressButton(form);
  button.hidden = false;
  button.focus();
}

async function press(form) {
  const number = ++latest;
  const buttons = [...document.querySelectorAll("form[data-press] button:enabled")];
  for (const button of buttons) button.disabled = true;
  const answer = await send(form);
  for (const button of buttons) button.disabled = false;
  if (number !== latest) return;
  if (answer.part) document.getElementById(answer.part.id).replaceWith(answer.part);
  announce(answer);
  focusAfter(form, answer);
}

/** Never throws: being offline is an answer too, and so is no answer. */
async function send(form) {
  const failed = (reason) => ({ kind: "danger", text: `${form.dataset.failed} ${reason}` });
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { accept: "text/html", "x-requested-with": "XMLHttpRequest" },
      signal: AbortSignal.timeout(longestWait),
    });
    const text = await response.text();
    if (!response.headers.get("content-type")?.startsWith("text/html")) {
      const { errors, details } = JSON.parse(text);
      const way = response.status === 401 ? signInLink(form) : undefined;
      return { ...failed([...errors, details.hint].join(" ")), way };
    }
    const part = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
    if (!part?.dataset.notice) return failed(form.dataset.offline); // a gateway's page, not ours
    return { part, kind: part.dataset.noticeKind, text: part.dataset.notice };
  } catch {
    return failed(form.dataset.offline);
  }
}

/** To the new token, else to the button that was pressed or what has taken its place. */
function focusAfter(form, { part }) {
  const field = part?.querySelector("#api-token-val");
  if (field) {
    field.focus(); // to select is not enough in every browser
    field.select();
  } else if (part) part.querySelector("form[data-press] button:enabled, a")?.focus();
  else if (form.querySelector(".confirmation")?.hidden === false) takeBack(form);
  else pressButton(form).focus();
}

function announce({ kind, text, way }) {
  const area = document.getElementById("notification-area");
  area.className = `alert alert-${kind}`;
  area.replaceChildren(text, ...(way ? [" ", way] : []));
}

function signInLink(form) {
  const link = document.createElement("a");
  link.href = form.dataset.signInUrl;
  link.textContent = form.dataset.signIn;
  return link;
}

function pressButton(form) {
  return form.querySelector("button[type=submit]:not([data-confirm])");
}
