/** What the API answers of one plan, for those who show it without asking the API. */
import type { Config } from "./config.ts";
import type { Deps } from "./deps.ts";
import { envelopeHead, oneItemEnvelope } from "./http/envelope.ts";
import type { Plan } from "./plans/plan.ts";
import { tellPlan } from "./plans/tell-plan.ts";
import { planUrl, planUrlsAt } from "./urls.ts";

/** The whole envelope. `apiBaseUrl`: the API's address without a slash at its end. */
export async function planAnswer(
  plan: Plan,
  {
    settings,
    config,
    now,
    apiBaseUrl,
  }: Pick<Deps, "settings" | "now"> & {
    config: Pick<Config, "applicationName" | "maxPageSize">;
    apiBaseUrl: () => string;
  },
) {
  const head = envelopeHead(`GET ${planUrl(plan.id)}`, 200, {
    applicationName: config.applicationName,
    caller: settings.internalApplicationName,
    now: now(),
  });
  const dmp = await tellPlan(plan, planUrlsAt(apiBaseUrl()));
  return oneItemEnvelope(head, { dmp }, config.maxPageSize);
}
