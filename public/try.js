/** Tries calls on the page that documents the API, with the client that programs use. */
import { beginCall, createClient, forgetOnLeaving, waiting, whyNoAnswer } from "./token-field.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-try]");
  if (!form) return;
  event.preventDefault();
  void tryOut(form);
});

forgetOnLeaving(() => {
  for (const form of document.querySelectorAll("form[data-try]")) show(form, "");
});

async function tryOut(form) {
  const signal = beginCall(form);
  show(form, waiting);
  const { status, body } = await callWith(form, signal);
  if (!signal.aborted) show(form, status, body);
}

/** Never throws: a refusal is an answer too. */
async function callWith(form, signal) {
  const { answered } = form.dataset;
  try {
    const body = await createClient({ retries: 0 }).get(addressOf(form), { signal });
    return { status: `${answered} 200`, body };
  } catch (error) {
    return { status: whyNoAnswer(error) ?? `${answered} ${error.status}`, body: error.answer };
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
