/** Uploads of files, as a browser sends them from the form of the Plans page. */
import type { LightMyRequestResponse } from "fastify";
import { urls } from "../../src/urls.ts";
import type { Browser } from "./browser.ts";

const boundary = "----a-boundary-of-the-tests";

export const multipartType = `multipart/form-data; boundary=${boundary}`;

export type Part = { name: string; content: Buffer | string; filename?: string };

export function multipart(parts: readonly Part[]): Buffer {
  const encoded = parts.flatMap(({ name, content, filename }) => {
    const file = filename === undefined ? "" : `; filename="${filename}"`;
    const type = filename === undefined ? "" : "Content-Type: application/json\r\n";
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n`;
    return [Buffer.from(head), Buffer.from(content), Buffer.from("\r\n")];
  });
  return Buffer.concat([...encoded, Buffer.from(`--${boundary}--\r\n`)]);
}

/** Sends the form of the page that is shown, with this file chosen. `token`: instead of the page's own. */
export async function upload(
  browser: Browser,
  file: Buffer | string,
  {
    token = browser.authenticityToken,
    headers = {},
  }: { token?: string; headers?: Record<string, string> } = {},
): Promise<LightMyRequestResponse> {
  const payload = multipart([
    { name: "authenticity_token", content: token },
    { name: "plan", content: file, filename: "plan.json" },
  ]);
  return await browser.send({
    method: "POST",
    url: urls.plansPage,
    headers: { "content-type": multipartType, ...headers },
    payload,
  });
}
