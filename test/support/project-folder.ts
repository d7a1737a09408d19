/** Where the project's own files are, however deep the build put this one. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export const projectFolder = findUpwards(import.meta.dirname, "package.json");

function findUpwards(start: string, name: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (folder === dirname(folder)) throw new Error(`No ${name} above ${start}`);
  }
}
