/** Our own styles, and Bootstrap's from its package. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { urls } from "../urls.ts";

const bootstrapFolder = dirname(
  fileURLToPath(import.meta.resolve("bootstrap/dist/css/bootstrap.min.css")),
);
const oneHour = 3_600_000;

/** `publicFolder`: where our own files are. */
export async function addStaticFiles(app: FastifyInstance, publicFolder: string): Promise<void> {
  const files = { [urls.styles]: publicFolder, [urls.bootstrap]: bootstrapFolder };
  await app.register(fastifyStatic, { root: [publicFolder, bootstrapFolder], serve: false });
  for (const [url, folder] of Object.entries(files)) {
    const name = url.slice(url.lastIndexOf("/") + 1);
    app.get(url, { config: { guard: "open" } }, (_request, reply) =>
      reply
        .removeHeader("cache-control")
        .sendFile(name, folder, { maxAge: oneHour, acceptRanges: false }),
    );
  }
}
