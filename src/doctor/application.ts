/** Looks at the OAuth application that owns the tokens: is it there, is it as DMPRoadmap makes it, is there only one. */
import { findInternalApplications } from "../applications/internal-application.ts";
import type { Deps } from "../deps.ts";
import { hint, ok, problem, type Finding } from "./finding.ts";
import type { Identity } from "./identify.ts";

export async function examineApplication(
  deps: Pick<Deps, "db" | "settings">,
  { kind }: Pick<Identity, "kind">,
): Promise<Finding[]> {
  const { internalApplicationName, tokenScopes } = deps.settings;
  const [first, ...others] = await findInternalApplications(deps, deps.db);
  if (!first) {
    const missing = `The OAuth application “${internalApplicationName}” is missing`;
    return kind === "tollgate"
      ? [hint(`${missing}: \`tollgate serve\` makes it when it starts.`)]
      : [problem(`${missing}, so no token can be made: run \`tollgate ensure-internal-app\`.`)];
  }
  const findings = [ok(`The OAuth application “${first.name}” (id ${first.id}) owns the tokens.`)];
  if (others.length > 0) {
    const ids = others.map(({ id }) => id).join(", ");
    findings.push(
      hint(`It has doubles (id ${ids}): ${first.id} makes tokens, those of all are revoked.`),
    );
  }
  const { scopes, confidential } = await deps.db
    .selectFrom("oauth_applications")
    .select(["scopes", "confidential"])
    .where("id", "=", first.id)
    .executeTakeFirstOrThrow();
  const allowed = scopes.split(" ");
  const beyond = tokenScopes.split(" ").filter((scope) => !allowed.includes(scope));
  if (beyond.length > 0) {
    findings.push(
      hint(
        `Its scopes are “${scopes}”, and new tokens get “${tokenScopes}” (TOKEN_SCOPES): ${beyond.join(" ")} is not among them.`,
      ),
    );
  }
  if (!confidential) {
    findings.push(
      hint("It is not confidential, as DMPRoadmap makes it: Doorkeeper then asks for no secret."),
    );
  }
  return findings;
}
