/**
 * Tries calls on the page that documents the API, with the client that programs use. The token is read from its field at
 * each call, and goes into a header and nowhere else.
 */
import { DmpClient, DmpError } from "./client/dmp-client.js";

const field = document.getElementById("token-to-try");

/** A call that is still under way ends when its form is sent again. */
const underWay = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-try]");
  if (!form) return;
  event.preventDefault();
  void tryOut(form);
});

/** Neither the token nor what it opened must come back with the back button. */
window.addEventListener("pagehide", () => {
  field.value = "";
  for (const form of document.querySelectorAll("form[data-try]")) {
    underWay.get(form)?.abort();
    show(form, "");
  }
});

async function tryOut(form) {
  underWay.get(form)?.abort();
  const call = new AbortController();
  underWay.set(form, call);
  show(form, form.dataset.sending);
  const { status, body } = await callWith(form, call.signal);
  if (!call.signal.aborted) show(form, status, body);
}

/** Never throws: a refusal is an answer too. */
async function callWith(form, signal) {
  const { answered, noAnswer, unusableToken } = form.dataset;
  try {
    const token = field.value.trim() || undefined;
    const client = new DmpClient({ baseUrl: location.origin, token, retries: 0 });
    const body = await client.get(addressOf(form), { signal });
    return { status: `${answered} 200`, body };
  } catch (error) {
    if (!(error instanceof DmpError)) return { status: unusableToken };
    if (error.status === undefined) return { status: noAnswer };
    return { status: `${answered} ${error.status}`, body: error.answer };
  }
}

/** The path with its id, and the query with what was filled in. */
function addressOf(form) {
  let path = form.dataset.try;
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (path.includes(`{${name}}`))
      path = path.replace(`{${name}}`, encodeURIComponent(value.trim()));
    else if (value.trim()) query.set(name, value.trim());
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

function show(form, status, body) {
  const answer = form.querySelector(".try-answer");
  form.querySelector("[role=status]").textContent = status;
  answer.hidden = body === undefined;
  answer.firstElementChild.textContent = body === undefined ? "" : JSON.stringify(body, null, 2);
}
