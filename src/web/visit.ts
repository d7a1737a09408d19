/**
 * Who is at the browser: a signed-in person, or a visitor who may sign in.
 *
 * One cookie serves both. A visitor's is a random value without a row, there only to key the anti-forgery token of the
 * sign-in form; it is replaced at sign-in. Both kinds are told apart by their first letter.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import { Secret } from "../secret.ts";
import {
  beginSession,
  endSession,
  findSession,
  stampSession,
  type Session,
  type SignedInUser,
} from "../users/session.ts";

export type Visit =
  | { kind: "nobody" }
  /** A cookie of a session that is over. */
  | { kind: "ended" }
  | { kind: "visitor"; id: Secret }
  | { kind: "signed-in"; id: Secret; session: Session };

declare module "fastify" {
  interface FastifyRequest {
    visit: Visit | null;
  }
}

export type Visits = {
  /** Asks the database once a request. */
  of: (request: FastifyRequest) => Promise<Visit>;
  /** The session guard: throws `not_signed_in`. */
  requireSession: (request: FastifyRequest) => Promise<void>;
  /** Throws `forged_request` or `cookies_required` unless the form came from this very visit. */
  requireAuthenticityToken: (request: FastifyRequest) => Promise<void>;
  /** The anti-forgery token for a form; gives somebody without a cookie a visitor's. */
  authenticityToken: (request: FastifyRequest, reply: FastifyReply) => Promise<string>;
  signIn: (reply: FastifyReply, user: SignedInUser) => Promise<void>;
  signOut: (reply: FastifyReply, session: Session) => Promise<void>;
};

/** `secure`: whether the public address is https; then the cookie travels over nothing else. */
export function createVisits(deps: Deps, { secure }: { secure: boolean }): Visits {
  const cookieName = secure ? "__Host-tollgate_session" : "tollgate_session";
  const cookieOptions: CookieSerializeOptions = {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure,
  };

  function setCookie(reply: FastifyReply, kind: "s" | "v", id: Secret) {
    reply.setCookie(cookieName, `${kind}_${id.reveal()}`, cookieOptions);
  }

  async function of(request: FastifyRequest): Promise<Visit> {
    request.visit ??= await readVisit(deps, request.cookies[cookieName]);
    return request.visit;
  }

  return {
    of,

    async requireSession(request) {
      const visit = await of(request);
      if (visit.kind !== "signed-in") throw new AppError("not_signed_in");
      request.userId = visit.session.user.id;
      await stampSession(deps, visit.session).catch((error: unknown) => {
        request.log.warn({ err: error }, "the session's last use was not written");
      });
    },

    async requireAuthenticityToken(request) {
      const visit = await of(request);
      const isOpen = request.routeOptions.config.guard === "open";
      if (visit.kind === "nobody" || visit.kind === "ended") {
        // Behind the session guard this request is refused anyway, and with a better reason.
        if (isOpen) throw new AppError("cookies_required");
        return;
      }
      if (!isAuthenticityToken(sentToken(request), visit.id)) throw new AppError("forged_request");
    },

    async authenticityToken(request, reply) {
      const visit = await of(request);
      if (visit.kind === "signed-in" || visit.kind === "visitor") {
        return authenticityTokenFor(visit.id);
      }
      const id = new Secret(deps.randomBytes(32).toString("base64url"));
      request.visit = { kind: "visitor", id };
      setCookie(reply, "v", id);
      return authenticityTokenFor(id);
    },

    async signIn(reply, user) {
      setCookie(reply, "s", await beginSession(deps, user));
    },

    async signOut(reply, session) {
      await endSession(deps, session);
      reply.clearCookie(cookieName, cookieOptions);
    },
  };
}

/** The session that the session guard let in. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.visit?.kind !== "signed-in")
    throw new Error("The route is not behind the session guard");
  return request.visit.session;
}

async function readVisit(deps: Deps, cookie: string | undefined): Promise<Visit> {
  const [, kind, text] = /^([sv])_([\w-]{43})$/.exec(cookie ?? "") ?? [];
  if (!kind || !text) return { kind: "nobody" };
  const id = new Secret(text);
  if (kind === "v") return { kind: "visitor", id };
  const session = await findSession(deps, id);
  return session ? { kind: "signed-in", id, session } : { kind: "ended" };
}

/** Rails' two places for the token: the header that scripts send, and the field that forms send. */
function sentToken({ headers, body }: FastifyRequest): unknown {
  if (headers["x-csrf-token"] !== undefined) return headers["x-csrf-token"];
  return typeof body === "object" && body !== null && "authenticity_token" in body
    ? body.authenticity_token
    : undefined;
}

function isAuthenticityToken(sent: unknown, id: Secret): boolean {
  if (typeof sent !== "string") return false;
  const given = Buffer.from(sent);
  const expected = Buffer.from(authenticityTokenFor(id));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Only who knows the cookie's value can compute it, and it tells nothing about that value. */
function authenticityTokenFor(id: Secret): string {
  return createHmac("sha256", id.reveal()).update("authenticity_token").digest("base64url");
}
