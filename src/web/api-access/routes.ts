/** The button's address: makes the signed-in user's token, or ends it. Always his own, whatever a body says. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type, type Static } from "typebox";
import { mayManageOwnAccessToken } from "../../access-tokens/policy.ts";
import { revoke, type RevokedAccessToken } from "../../access-tokens/revoke.ts";
import { rotate } from "../../access-tokens/rotate.ts";
import type { IssuedAccessToken } from "../../access-tokens/issue.ts";
import { AppError } from "../../errors.ts";
import { prepareRefusal } from "../../http/prepare-refusal.ts";
import type { Texts } from "../../texts/en-gb.ts";
import { urls } from "../../urls.ts";
import type { User } from "../../users/user.ts";
import { answerFormat, type AnswerFormat } from "../answer-format.ts";
import { prepareProfilePage } from "../profile/prepare-profile-page.ts";
import { sendPage, sendPanel } from "../send-page.ts";
import type { WebDeps } from "../shell.ts";
import type { NoticeContent } from "../ui.tsx";
import { sessionOf } from "../visit.ts";
import { RevokedAnswer, toRevokedAnswer, toTokenAnswer, TokenAnswer } from "./answers.ts";
import { findApiTokensState, prepareApiTokens } from "./api-tokens.ts";
import { makeToken, revokeToken } from "./operations.ts";
import type { ApiTokensState } from "./panel-props.ts";

/**
 * `form_id`: the rendered form's single-use value. `_method`: forms cannot send DELETE. `authenticity_token` is judged by
 * the anti-forgery guard. Nothing else is read.
 */
const TokenForm = Type.Union([
  Type.Object({
    form_id: Type.Optional(Type.String()),
    _method: Type.Optional(Type.Literal("delete")),
    authenticity_token: Type.Optional(Type.Unknown()),
  }),
  Type.Null(),
]);

export function addApiAccessRoutes(app: FastifyInstance, deps: WebDeps): void {
  // Enter in the address bar of a page that a press answered with.
  app.get(urls.internalUserAccessToken, { config: { guard: "open" } }, async (_request, reply) =>
    reply.redirect(urls.apiAccess, 303),
  );

  app.post<{ Body: Static<typeof TokenForm> }>(
    urls.internalUserAccessToken,
    {
      config: { guard: "session", operation: makeToken },
      schema: { body: TokenForm, response: { 200: Type.Union([TokenAnswer, RevokedAnswer]) } },
    },
    async (request, reply) => {
      if (request.body?._method === "delete") return await handleRevoke(request, reply);
      return await handleRotate(request, reply, request.body?.form_id);
    },
  );
  app.delete(
    urls.internalUserAccessToken,
    {
      config: { guard: "session", operation: revokeToken },
      schema: { response: { 200: RevokedAnswer } },
    },
    handleRevoke,
  );

  async function handleRotate(
    request: FastifyRequest,
    reply: FastifyReply,
    formId: string | undefined,
  ) {
    const { format, user } = authorise(request);
    if (format === "json") {
      return toTokenAnswer(await rotate(within(request), user.id, { formId }));
    }
    const texts = await deps.textsFor(request);
    const show = await prepareAnswer(request, reply, format);
    const shown = await rotate(within(request), user.id, { formId })
      .then((token) => showToken(texts, token))
      .catch(async (error: unknown) => {
        const failed = texts.apiAccess.notRegenerated;
        return await showRefusal(request, reply, error, { texts, failed });
      });
    return show(shown);
  }

  /** A refusal that leaves the page usable is told on the page itself. */
  async function showRefusal(
    request: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
    { texts, failed }: { texts: Texts; failed: string },
  ): Promise<Shown> {
    const notice = noticeOf(texts, error, failed);
    if (!(error instanceof AppError) || !notice) throw error;
    prepareRefusal(request, reply, error);
    return { state: await findApiTokensState(deps, sessionOf(request).user.id), notice };
  }

  async function handleRevoke(request: FastifyRequest, reply: FastifyReply) {
    const { format, user } = authorise(request);
    if (format === "json") return toRevokedAnswer(await revoke(within(request), user.id));
    const texts = await deps.textsFor(request);
    const show = await prepareAnswer(request, reply, format);
    const shown = await revoke(within(request), user.id)
      .then((tokens) => showRevoked(texts, tokens))
      .catch(async (error: unknown) => {
        const failed = texts.apiAccess.notRevoked;
        return await showRefusal(request, reply, error, { texts, failed });
      });
    return show(shown);
  }

  /** What is logged of it names the request, and so from where it came. */
  const within = ({ log }: FastifyRequest) => ({ ...deps, log });

  /** Everything that can fail fails here, before anything is changed. */
  async function prepareAnswer(
    request: FastifyRequest,
    reply: FastifyReply,
    format: "page" | "panel",
  ): Promise<(shown: Shown) => FastifyReply> {
    if (format === "panel") {
      const render = await prepareApiTokens(deps, request, reply);
      return ({ state, notice }) => sendPanel(reply, render(state, notice));
    }
    const render = await prepareProfilePage(deps, request, reply);
    return (shown) => sendPage(reply, render({ open: "api-details", ...shown }));
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

/** What the page shows after a press. Made without asking the database again: what is done is done. */
type Shown = { state: ApiTokensState; notice: NoticeContent };

function showToken(texts: Texts, { secret }: IssuedAccessToken): Shown {
  return {
    state: { kind: "issued", secret },
    notice: { kind: "success", text: texts.apiAccess.regenerated },
  };
}

function showRevoked(texts: Texts, tokens: readonly RevokedAccessToken[]): Shown {
  const text = tokens.length > 0 ? texts.apiAccess.revoked : texts.apiAccess.nothingToRevoke;
  return { state: { kind: "idle", live: undefined }, notice: { kind: "success", text } };
}

/** What the page itself says of a refusal that leaves it usable. */
function noticeOf(texts: Texts, error: unknown, failed: string): NoticeContent | undefined {
  if (!(error instanceof AppError)) return undefined;
  const { formAlreadyUsed, tooOften, unavailable } = texts.apiAccess;
  const danger = (reason: string) => ({ kind: "danger", text: `${failed} ${reason}` }) as const;
  if (error.code === "form_already_used") return { kind: "warning", text: formAlreadyUsed };
  if (error.code === "too_many_requests") return danger(tooOften(error.retryAfter ?? 1));
  if (error.code === "application_missing") return danger(unavailable);
  return undefined;
}
