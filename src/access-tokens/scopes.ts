/** Scopes as RFC 6749 §3.3 writes them: words separated by spaces, compared whole, in any order. */

export function parseScopes(text: string | null): ReadonlySet<string> {
  return new Set((text ?? "").split(" ").filter(Boolean));
}

/** Whether the granted scopes hold at least one of those that a route asks for, as Doorkeeper decides it. */
export function includesAnyScope(granted: string | null, wanted: readonly string[]): boolean {
  const scopes = parseScopes(granted);
  return wanted.some((scope) => scopes.has(scope));
}

/** Whether a text is one scope, by the grammar of RFC 6749 §3.3. */
export function isScopeToken(text: string): boolean {
  return /^[!#-[\]-~]+$/.test(text);
}
