/** Turns a page, or a part of one, into the answer. */
import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { pageSecurityPolicy } from "../http/security-headers.ts";

export function sendPage(reply: FastifyReply, page: VNode): FastifyReply {
  return sendHtml(reply, `<!DOCTYPE html>\n${renderToString(page)}`);
}

/** For a script that asked for the part of the page that it replaces. */
export function sendPanel(reply: FastifyReply, panel: VNode): FastifyReply {
  return sendHtml(reply, renderToString(panel));
}

function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  reply.header("content-security-policy", pageSecurityPolicy);
  return reply.type("text/html; charset=utf-8").send(html);
}
