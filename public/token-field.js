/**
 * What the pages with a field for a token share. The token is read from the field at each use, and goes into a header and
 * nowhere else.
 */
import { DmpClient, DmpError } from "./client/dmp-client.js";

const field = document.getElementById("token-field");

/** What a page says until there is an answer. */
export const { waiting } = field.dataset;

/** The calls that are under way, by the part of the page that began them. */
const calls = new Map();

class UnusableToken extends Error {}

/** A client with the token that is in the field now, if there is one. */
export function createClient(options) {
  const token = field.value.trim() || undefined;
  try {
    return new DmpClient({ ...options, baseUrl: location.origin, token });
  } catch (cause) {
    throw new UnusableToken("no token", { cause });
  }
}

/** Ends the call that this part of the page had under way. Returns the signal of a new one. */
export function beginCall(part) {
  calls.get(part)?.abort();
  const call = new AbortController();
  calls.set(part, call);
  return call.signal;
}

/** In words, why there is no answer of the API; undefined if the error has one. */
export function whyNoAnswer(error) {
  const { noAnswer, oddAnswer, unusableToken } = field.dataset;
  if (error instanceof UnusableToken) return unusableToken;
  if (!(error instanceof DmpError)) return oddAnswer;
  if (error.answer) return undefined;
  return error.error_code === "no_answer" ? noAnswer : oddAnswer;
}

/** Neither the token nor what it opened must come back with the back button. `forget`: what was opened. */
export function forgetOnLeaving(forget) {
  window.addEventListener("pagehide", () => {
    field.value = "";
    for (const call of calls.values()) call.abort();
    forget();
  });
}
