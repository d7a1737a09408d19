/** Reads a file that is to be imported, if it is one that can be read to its end. */
import { readFile, stat } from "node:fs/promises";
import type { Problem } from "../plans/import/problems.ts";

/** In bytes. The longest of real plans have a hundredth of it. */
export const largestPlanFile = 10 * 1024 * 1024;

export async function readPlanFile(path: string): Promise<Uint8Array | Problem> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { pointer: "", code: "is_folder" };
    if (!found.isFile()) return { pointer: "", code: "is_device" }; // it may never end
    if (found.size > largestPlanFile) {
      return { pointer: "", code: "too_large", limit: largestPlanFile };
    }
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { pointer: "", code: "no_file" };
    if (code === "EACCES" || code === "EPERM") return { pointer: "", code: "no_permission" };
    throw error;
  }
}
