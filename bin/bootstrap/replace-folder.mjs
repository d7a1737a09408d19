/**
 * Replaces a folder all at once, so that nobody ever finds half of it: the new one is made under a
 * temporary name beside it and swapped in by renaming. What an interrupted run leaves under such a
 * name, the next run removes.
 */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * @param {string} folder the place to fill
 * @param {(draft: string) => Promise<string | undefined>} make gets an empty draft folder and answers
 *   the finished folder, which is the draft or in it, or undefined to leave everything as it is
 * @returns {Promise<boolean>} whether the folder was replaced
 */
export async function replaceFolder(folder, make) {
  const prefix = `.${basename(folder)}-`;
  const draft = join(dirname(folder), `${prefix}${process.pid}`);
  const old = `${draft}-old`;
  await removeAbandonedDrafts(dirname(folder), prefix);
  await mkdir(draft, { recursive: true });
  try {
    const made = await make(draft);
    if (made !== undefined) await swap(made, folder, old);
    return made !== undefined;
  } finally {
    await remove(draft);
    await remove(old);
  }
}

async function removeAbandonedDrafts(parent, prefix) {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const [, pid] = /^(\d+)(-old)?$/.exec(name.slice(prefix.length)) ?? [];
    const isAbandoned = pid && (Number(pid) === process.pid || !isAlive(Number(pid)));
    if (isAbandoned) await remove(join(parent, name));
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function swap(made, folder, old) {
  for (;;) {
    await rename(folder, old).catch(unless("ENOENT"));
    const isTaken = await rename(made, folder).then(() => false, unless("ENOTEMPTY", "EEXIST"));
    if (isTaken === false) return;
    await remove(old); // another process put its folder there between our two renames: try again
  }
}

function unless(...codes) {
  return (error) => {
    if (!codes.includes(error.code)) throw error;
  };
}

function remove(path) {
  return rm(path, { recursive: true, force: true, maxRetries: 3 });
}
