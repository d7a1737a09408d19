/** The v2 API's routes. Each names its guard and, behind the bearer, the scopes that open it. */
import type { FastifyInstance } from "fastify";
import type { Static } from "typebox";
import type { Deps } from "../deps.ts";
import { EmptyEnvelope, envelopeHead } from "../http/envelope.ts";
import { urls } from "../urls.ts";
import { findProfile } from "../users/profile.ts";
import { accessOf } from "./bearer-auth.ts";
import { Me } from "./me.ts";

/** `read` is what is minted; later DMPRoadmap databases call the same scope `v2_read`. */
const read = { bearer: ["read", "v2_read"] };

export function addV2Routes(
  app: FastifyInstance,
  deps: Deps,
  { applicationName }: { applicationName: string },
): void {
  app.get(
    urls.heartbeat,
    { config: { guard: "open" }, schema: { response: { 200: EmptyEnvelope } } },
    async (request): Promise<Static<typeof EmptyEnvelope>> => ({
      ...envelopeHead(request, 200, { applicationName, caller: request.ip, now: deps.now() }),
      total_items: 0,
      items: [],
    }),
  );

  app.get(
    urls.me,
    { config: { guard: read }, schema: { response: { 200: Me } } },
    async (request): Promise<Static<typeof Me>> =>
      await findProfile(deps, accessOf(request).resource_owner),
  );
}
