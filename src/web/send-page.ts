/** Turns a page into the answer. */
import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { pageSecurityPolicy } from "../http/security-headers.ts";

/** `markup`: a whole page, or a part of one for a script that asked for it. */
export function sendPage(reply: FastifyReply, markup: VNode): FastifyReply {
  const isPart = typeof markup.type === "string" && markup.type !== "html";
  const doctype = isPart ? "" : "<!DOCTYPE html>\n";
  reply.header("content-security-policy", pageSecurityPolicy);
  return reply.type("text/html; charset=utf-8").send(doctype + renderToString(markup));
}
