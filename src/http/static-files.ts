/** The page's styles and scripts, as the build made them. */
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { urls } from "../urls.ts";

const oneHour = 3_600_000;

/** `folder`: where the files are. */
export async function addStaticFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false });
  for (const url of [
    urls.styles,
    urls.pressScript,
    urls.copyScript,
    urls.tryScript,
    urls.clientScript,
    urls.clientErrorScript,
  ]) {
    const name = url.replace("/assets/", "");
    app.get(url, { config: { guard: "open" } }, (_request, reply) =>
      reply
        .removeHeader("cache-control")
        .sendFile(name, folder, { maxAge: oneHour, acceptRanges: false }),
    );
  }
}
