/** Signing in and out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type, type Static } from "typebox";
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import { normaliseEmail } from "../../users/find-user.ts";
import { accountInLog } from "../../users/sign-in-attempts.ts";
import { signIn } from "../../users/sign-in.ts";
import { sendPage } from "../send-page.ts";
import { shellOf, type WebDeps } from "../shell.ts";
import type { NoticeContent } from "../ui.tsx";
import { signedInVisitOf, type Visit } from "../visit.ts";
import { SignInPage } from "./page.tsx";
import { safeReturnTo } from "./return-to.ts";

/** Devise's field names. Nothing else of the form is read. */
const SignInForm = Type.Object({
  "user[email]": Type.String({ maxLength: 1_000 }),
  "user[password]": Type.String({ maxLength: 4_000 }),
  return_to: Type.Optional(Type.String()),
});

type SignInQuery = { return_to?: unknown; signed_out?: unknown };

export function addSignInRoutes(app: FastifyInstance, deps: WebDeps): void {
  const { visits, config, textsFor } = deps;

  async function sendSignInPage(
    request: FastifyRequest,
    reply: FastifyReply,
    page: Omit<
      Parameters<typeof SignInPage>[0],
      "shell" | "authenticityToken" | "readsRailsSessions"
    >,
  ) {
    const authenticityToken = await visits.authenticityToken(request, reply);
    const shell = shellOf(config, await textsFor(request));
    const { readsRailsSessions } = visits;
    return sendPage(reply, SignInPage({ ...page, shell, authenticityToken, readsRailsSessions }));
  }

  app.get<{ Querystring: SignInQuery }>(
    urls.signIn,
    { config: { guard: "open" } },
    async (request, reply) => {
      const returnTo = safeReturnTo(request.query.return_to);
      const visit = await visits.of(request);
      if (visit.kind === "signed-in") return reply.redirect(returnTo, 303);
      const { signIn: texts } = await textsFor(request);
      const notice = noticeOf(texts, visit, request.query);
      return await sendSignInPage(request, reply, { returnTo, notice });
    },
  );

  app.post<{ Body: Static<typeof SignInForm> }>(
    urls.signIn,
    { config: { guard: "open" }, schema: { body: SignInForm } },
    async (request, reply) => {
      const { "user[email]": email, "user[password]": password } = request.body;
      const returnTo = safeReturnTo(request.body.return_to);
      const visit = await visits.of(request);
      // He is whom Rails has signed in, and stays it until Rails has signed him out.
      if (visit.kind === "signed-in" && visit.at === "rails") return reply.redirect(returnTo, 303);
      const result = await signIn(deps, { email, password, address: request.ip });
      const who = { account: accountInLog(deps, normaliseEmail(email)), address: request.ip };
      if (!result.ok) {
        request.log.info({ reason: result.reason, ...who }, "sign-in refused");
        const texts = await textsFor(request);
        const tooMany = result.reason === "too_many_attempts";
        if (tooMany) reply.header("retry-after", result.retryAfter);
        reply.code(tooMany ? 429 : 422);
        const text = tooMany
          ? texts.signIn.tooManyAttempts(result.retryAfter)
          : texts.signIn.refused;
        const notice = { kind: "danger", text } as const;
        return await sendSignInPage(request, reply, { returnTo, email, notice });
      }
      if (visit.kind === "signed-in") await visits.signOut(reply, visit);
      await visits.signIn(reply, result.user);
      request.log.info({ userId: result.user.id, ...who }, "signed in");
      return reply.redirect(returnTo, 303);
    },
  );

  for (const method of ["POST", "DELETE"] as const) {
    app.route({
      method,
      url: urls.signOut,
      config: { guard: "session" },
      handler: async (request, reply) => {
        await visits.signOut(reply, signedInVisitOf(request));
        request.log.info({ userId: request.userId }, "signed out");
        return reply.redirect(`${urls.signIn}?signed_out`, 303);
      },
    });
  }
}

/** Why a person sees the sign-in page, if it was not his own wish. */
function noticeOf(
  texts: Texts["signIn"],
  visit: Visit,
  query: SignInQuery,
): NoticeContent | undefined {
  if (query.signed_out !== undefined) return { kind: "success", text: texts.signedOut };
  if (visit.kind === "ended") return { kind: "warning", text: texts.sessionEnded };
  return undefined;
}
