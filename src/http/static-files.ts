/** The page's styles and scripts, as the build made them. */
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { urls } from "../urls.ts";

/** `folder`: where the files are. */
export async function addStaticFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false });
  for (const url of [
    urls.styles,
    urls.pressScript,
    urls.copyScript,
    urls.tokenFieldScript,
    urls.tryScript,
    urls.readPlansScript,
    urls.clientScript,
    urls.clientErrorScript,
  ]) {
    const name = url.replace("/assets/", "");
    app.get(url, { config: { guard: "open" } }, (_request, reply) =>
      reply
        .header("cache-control", "no-cache") // or an old script could meet a new page
        .sendFile(name, folder, { cacheControl: false, acceptRanges: false }),
    );
  }
}
