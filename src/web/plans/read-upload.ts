/** Reads the form with which a file is uploaded. */
import fastifyMultipart from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";

/** The largest file that is read, in bytes. Other forms may have far less: this alone carries what somebody has written. */
export const largestUpload = 1024 * 1024;

export type UploadForm = {
  /** Undefined for a form without file, or with an empty one. */
  file: Buffer | "too_large" | undefined;
  /** The form's other field: the guard looks for it here. */
  authenticity_token: string | undefined;
};

/** From now on, the routes of `app` read such forms and nothing else. Call it where no other routes are. */
export async function acceptUploads(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  await app.register(fastifyMultipart, {
    throwFileSizeLimit: false, // what is too large is told on the page
    limits: { fileSize: largestUpload, files: 1, fields: 5, fieldSize: 1_000, parts: 6 },
  });
  // Before the guards, which look into the body.
  app.addHook("preValidation", async (request) => {
    request.body = await readForm(request);
  });
}

async function readForm(request: FastifyRequest): Promise<UploadForm> {
  const form: UploadForm = { file: undefined, authenticity_token: undefined };
  try {
    for await (const part of request.parts()) {
      if (part.type === "file") {
        const content = await part.toBuffer();
        if (part.file.truncated) form.file = "too_large";
        else if (content.length > 0) form.file = content;
      } else if (part.fieldname === "authenticity_token") {
        form.authenticity_token = String(part.value);
      }
    }
  } catch (error) {
    if (error instanceof Error && "statusCode" in error) throw error;
    throw new AppError("invalid_request", { cause: error });
  }
  return form;
}
