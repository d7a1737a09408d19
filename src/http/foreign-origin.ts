/** Refuses requests that another site made the browser send, before any cookie is looked at. */
import type { FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";

const ownFetchSites = new Set<unknown>([undefined, "same-origin", "none"]);
const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Without a public address, the origin is ours if it names this machine by the very host that was asked. */
export function createForeignOriginCheck({ publicUrl }: { publicUrl: URL | undefined }) {
  return ({ headers }: FastifyRequest): void => {
    const isOwn =
      ownFetchSites.has(headers["sec-fetch-site"]) &&
      (headers.origin === undefined ||
        (publicUrl
          ? headers.origin === publicUrl.origin
          : isOwnLoopback(headers.origin, headers.host)));
    if (!isOwn) throw new AppError("forged_request");
  };
}

function isOwnLoopback(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const isPlain = url.origin === origin && url.protocol === "http:";
  return isPlain && url.host === host && loopbackNames.has(url.hostname);
}
