/** A real SQLite file whose next COMMIT can go wrong, and that counts them. */
import { openWriter } from "../../src/db/sqlite-file.ts";
import type { WritableFile } from "../../src/db/sqlite-writer.ts";

export type FaultyFile = WritableFile & {
  commits: () => number;
  /** Carried out or not, the next COMMIT ends with this result code of SQLite (sqlite.org/rescode.html). */
  failNextCommit: (code: number, options: { isCarriedOut: boolean }) => void;
  beforeNextCommit: (watch: () => void) => void;
};

export async function openFaultyFile(path: string): Promise<FaultyFile> {
  const file = await openWriter(path);
  let commits = 0;
  let watchNext = () => {};
  let failNext: { code: number; isCarriedOut: boolean } | undefined;

  function commit() {
    commits += 1;
    const [watch, fault] = [watchNext, failNext];
    [watchNext, failNext] = [() => {}, undefined];
    watch();
    if (!fault || fault.isCarriedOut) file.run("commit");
    if (fault) throw Object.assign(new Error("The test's disk"), { errcode: fault.code });
  }

  return {
    run: (statement) => (statement === "commit" ? commit() : file.run(statement)),
    execute: (query) => file.execute(query),
    get inTransaction() {
      return file.inTransaction;
    },
    close: () => file.close(),
    commits: () => commits,
    failNextCommit(code, { isCarriedOut }) {
      failNext = { code, isCarriedOut };
    },
    beforeNextCommit(watch) {
      watchNext = watch;
    },
  };
}
