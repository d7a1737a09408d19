/** A request that is open while the server is told to stop, and whether new ones are taken then. */
import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { urls } from "../../src/urls.ts";

/** Resolves when the server has begun to read it. */
export async function sendHalfAForm(address: string, agent?: Agent) {
  const form = String(new URLSearchParams({ "user[email]": "ada@example.org" }));
  const outgoing = request(address + urls.signIn, {
    method: "POST",
    ...(agent && { agent }),
    headers: {
      accept: "text/html",
      "content-type": "application/x-www-form-urlencoded",
      "content-length": form.length,
      expect: "100-continue",
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve).on("error", reject);
  });
  answer.catch(() => {}); // a test that fails before does not wait for it
  outgoing.write(form.slice(0, 10));
  await once(outgoing, "continue");
  return {
    /** Resolves to the answer. Rejects when the connection is cut before all of it is there. */
    async sendTheRest(): Promise<string> {
      outgoing.end(form.slice(10));
      return await text(await answer);
    },
  };
}
