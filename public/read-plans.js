/** Reads all plans that a token sees, with the client that programs use, and offers them as one file. */
import { beginCall, createClient, forgetOnLeaving, waiting, whyNoAnswer } from "./token-field.js";

const card = document.getElementById("read-plans");
const texts = card.dataset;

card.querySelector("button").addEventListener("click", () => void read());

forgetOnLeaving(() => show(""));

/** What the page says and offers is the latest press's alone. Never throws: a refusal is an outcome too. */
async function read() {
  const signal = beginCall(card);
  const say = (text, file) => {
    if (!signal.aborted) show(text, file);
  };
  try {
    await readAll(signal, say);
  } catch (error) {
    say(whyNoAnswer(error) ?? refusalIn(error.answer));
  }
}

/** What it says stays true while the client waits to try again. */
async function readAll(signal, say) {
  say(waiting);
  const client = createClient();
  const complete = card.querySelector("[type=checkbox]").checked;
  const whose = fill(texts.whose, { who: nameOf(await client.me({ signal })) });
  say(`${whose} ${waiting}`);
  const plans = [];
  for await (const { items, total_items, next } of client.plans({ complete, signal }).pages()) {
    plans.push(...items);
    if (next) say(fill(texts.progress, { count: plans.length, total: total_items }));
  }
  if (plans.length === 0) say(`${whose} ${texts.none}`);
  else say(`${whose} ${fill(texts.done, { count: plans.length })}`, toFile(plans));
}

/** OAuth's descriptions have no full stop, and an answer like ours may have no hint. */
function refusalIn({ errors, details: { hint = "" } }) {
  return [...errors, hint].map((text) => text.replace(/[^.!?]$/, "$&.")).join(" ");
}

function nameOf({ firstname, surname, email }) {
  const name = [firstname, surname].filter(Boolean).join(" ");
  return name ? `${name} (${email})` : email;
}

/** Puts the values where their names stand in braces. */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A list with one plan a line, each as an import reads it. */
function toFile(plans) {
  const lines = plans.map((plan) => JSON.stringify(plan)).join(",\n");
  return new Blob([`[\n${lines}\n]\n`], { type: "application/json" });
}

/** Whatever was offered before goes. */
function show(text, file) {
  card.querySelector("[role=status]").textContent = text;
  const former = card.querySelector("a[download]");
  if (former) {
    URL.revokeObjectURL(former.href);
    former.remove();
  }
  if (file) card.querySelector(".card-body").append(linkTo(file));
}

function linkTo(file) {
  const link = document.createElement("a");
  link.className = "btn btn-outline-secondary";
  link.href = URL.createObjectURL(file);
  link.download = "plans.json";
  link.textContent = texts.save;
  return link;
}
