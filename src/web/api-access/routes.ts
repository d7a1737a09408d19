/** The button's address: makes the signed-in user's token, or ends it. Always his own, whatever a body says. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type, type Static } from "typebox";
import { mayManageOwnAccessToken } from "../../access-tokens/policy.ts";
import { revoke } from "../../access-tokens/revoke.ts";
import { rotate } from "../../access-tokens/rotate.ts";
import type { IssuedAccessToken } from "../../access-tokens/issue.ts";
import { AppError } from "../../errors.ts";
import { logIfOurs } from "../../http/log-error.ts";
import { enGb as texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import type { User } from "../../users/user.ts";
import { answerFormat, type AnswerFormat } from "../answer-format.ts";
import { sendProfilePage } from "../profile/send-profile-page.ts";
import { sendPage } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import { sessionOf } from "../visit.ts";
import { createApiTokens, findApiTokensState, type ApiTokensState } from "./api-tokens.ts";

/** `form_id`: the rendered form's single-use value. `_method`: forms cannot send DELETE. Nothing else is read. */
const TokenForm = Type.Union([
  Type.Object({
    form_id: Type.Optional(Type.String()),
    _method: Type.Optional(Type.Literal("delete")),
  }),
  Type.Null(),
]);

type Notice = { kind: "success" | "danger"; text: string };

export function addApiAccessRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.post<{ Body: Static<typeof TokenForm> }>(
    urls.internalUserAccessToken,
    { config: { guard: "session" }, schema: { body: TokenForm } },
    async (request, reply) => {
      if (request.body?._method === "delete") return await handleRevoke(request, reply);
      return await handleRotate(request, reply, request.body?.form_id);
    },
  );
  app.delete(urls.internalUserAccessToken, { config: { guard: "session" } }, handleRevoke);

  async function handleRotate(
    request: FastifyRequest,
    reply: FastifyReply,
    formId: string | undefined,
  ) {
    const { format, user } = authorise(request);
    try {
      const token = await rotate(deps, user.id, { formId });
      if (format === "json") return tokenAnswer(token);
      const state = { kind: "issued", secret: token.secret } as const;
      const notice = { kind: "success", text: texts.apiAccess.regenerated } as const;
      return await answer(request, reply, { format, state, notice });
    } catch (error) {
      const notice = format === "json" ? undefined : noticeOf(error);
      if (!(error instanceof AppError) || !notice) throw error;
      logIfOurs(request, error);
      if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter);
      reply.code(error.status);
      const state = await findApiTokensState(deps, user.id);
      return await answer(request, reply, { format, state, notice });
    }
  }

  async function handleRevoke(request: FastifyRequest, reply: FastifyReply) {
    const { format, user } = authorise(request);
    const revoked = await revoke(deps, user.id);
    if (format === "json") return { revoked: revoked.length };
    const text = revoked.length > 0 ? texts.apiAccess.revoked : texts.apiAccess.nothingToRevoke;
    const state = await findApiTokensState(deps, user.id);
    return await answer(request, reply, { format, state, notice: { kind: "success", text } });
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    page: { format: AnswerFormat; state: ApiTokensState; notice: Notice },
  ) {
    const { state, notice } = page;
    if (page.format === "page") {
      return await sendProfilePage(deps, request, reply, { open: "api-details", state, notice });
    }
    return sendPage(reply, await createApiTokens(deps, request, reply, state));
  }
}

/** Asked before anything is done: in a format that we have, and by somebody who may. */
function authorise(request: FastifyRequest): { format: AnswerFormat; user: User } {
  const format = answerFormat(request);
  if (!format) throw new AppError("not_acceptable");
  const { user } = sessionOf(request);
  if (!mayManageOwnAccessToken(user)) throw new AppError("not_signed_in");
  return { format, user };
}

/** As Doorkeeper answers token requests: moments in seconds since 1970, `expires_in` null for never. */
function tokenAnswer(token: IssuedAccessToken) {
  return {
    token: token.secret.reveal(),
    token_type: "Bearer",
    scope: token.scopes,
    created_at: Math.floor(token.created_at.getTime() / 1000),
    expires_in: token.expires_in,
  };
}

/** What the page itself says of a refusal that leaves it usable. */
function noticeOf(error: unknown): Notice | undefined {
  const code = error instanceof AppError ? error.code : undefined;
  if (code === "form_already_used") {
    return { kind: "danger", text: texts.apiAccess.formAlreadyUsed };
  }
  if (code === "too_many_requests" || code === "application_missing") {
    const { title, help } = texts.errors[code];
    return { kind: "danger", text: `${texts.apiAccess.notRegenerated} ${title} ${help}` };
  }
  return undefined;
}
