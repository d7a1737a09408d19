/**
 * Who is at the browser: a signed-in person, or a visitor who may sign in.
 *
 * One cookie serves both. A visitor's is a random value without a row, there only to key the anti-forgery token of the
 * sign-in form; it is replaced at sign-in. Both kinds are told apart by their first letter. Where Rails' own session
 * cookie is read as well, whom Rails has signed in is signed in here.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { CookieSerializeOptions } from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { RailsSessions } from "../config.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import { Secret } from "../secret.ts";
import type { RailsSession } from "../users/rails-session.ts";
import {
  beginSession,
  endSession,
  findSession,
  stampSession,
  type Session,
  type SignedInUser,
} from "../users/session.ts";
import { findRailsVisit } from "./rails-session/find-rails-visit.ts";

export type Visit =
  | { kind: "nobody" }
  /** A cookie of a session that is over. */
  | { kind: "ended" }
  | { kind: "visitor"; id: Secret }
  | { kind: "signed-in"; at: "tollgate"; id: Secret; session: Session }
  | { kind: "signed-in"; at: "rails"; id: Secret; session: RailsSession };

export type SignedInVisit = Extract<Visit, { kind: "signed-in" }>;

declare module "fastify" {
  interface FastifyRequest {
    visit: Visit | null;
    /** What reads it, kept so that a failure is not tried again either: the page that tells of it asks too. */
    visitReading: Promise<Visit> | null;
  }
}

export type Visits = {
  /** Of our own cookie. */
  cookieName: string;
  /** Whether Rails' session signs people in here. */
  readsRailsSessions: boolean;
  /** Asks the database once a request. */
  of: (request: FastifyRequest) => Promise<Visit>;
  /** The session guard: throws `not_signed_in`. */
  requireSession: (request: FastifyRequest) => Promise<void>;
  /** Throws `forged_request` or `cookies_required` unless the form came from this very visit. */
  requireAuthenticityToken: (request: FastifyRequest) => Promise<void>;
  /** The anti-forgery token for a form; gives somebody without a cookie a visitor's. */
  authenticityToken: (request: FastifyRequest, reply: FastifyReply) => Promise<string>;
  signIn: (reply: FastifyReply, user: SignedInUser) => Promise<void>;
  /** Throws `sign_out_elsewhere` for somebody whom Rails has signed in: only Rails can take that back. */
  signOut: (reply: FastifyReply, visit: SignedInVisit) => Promise<void>;
};

/** `secure`: whether the public address is https; then the cookie travels over nothing else. */
export function createVisits(
  deps: Deps,
  { secure, railsSessions }: { secure: boolean; railsSessions?: RailsSessions | undefined },
): Visits {
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
    request.visitReading ??= readVisit(request.cookies);
    request.visit ??= await request.visitReading;
    return request.visit;
  }

  async function readVisit(cookies: FastifyRequest["cookies"]): Promise<Visit> {
    const own = await readOwnVisit(deps, cookies[cookieName]);
    const rails = railsSessions && (await findRailsVisit(deps, railsSessions, cookies));
    if (!rails) return own;
    // Rails' session alone counts. Ours would come to light again when Rails ends its own, perhaps another person's.
    if (own.kind === "signed-in" && own.at === "tollgate") await endSession(deps, own.session);
    return { kind: "signed-in", at: "rails", ...rails };
  }

  return {
    cookieName,

    readsRailsSessions: railsSessions !== undefined,

    of,

    async requireSession(request) {
      const visit = await of(request);
      if (visit.kind !== "signed-in") throw new AppError("not_signed_in");
      request.userId = visit.session.user.id;
      if (visit.at === "rails") return;
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

    async signOut(reply, visit) {
      if (visit.at === "rails") throw new AppError("sign_out_elsewhere");
      await endSession(deps, visit.session);
      reply.clearCookie(cookieName, cookieOptions);
    },
  };
}

/** Who was let in by the session guard. */
export function signedInVisitOf(request: FastifyRequest): SignedInVisit {
  if (request.visit?.kind !== "signed-in")
    throw new Error("The route is not behind the session guard");
  return request.visit;
}

/** The session that the session guard let in. */
export function sessionOf(request: FastifyRequest): SignedInVisit["session"] {
  return signedInVisitOf(request).session;
}

async function readOwnVisit(deps: Deps, cookie: string | undefined): Promise<Visit> {
  const [, kind, text] = /^([sv])_([\w-]{43})$/.exec(cookie ?? "") ?? [];
  if (!kind || !text) return { kind: "nobody" };
  const id = new Secret(text);
  if (kind === "v") return { kind: "visitor", id };
  const session = await findSession(deps, id);
  return session ? { kind: "signed-in", at: "tollgate", id, session } : { kind: "ended" };
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
