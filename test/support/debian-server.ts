/** A server of Debian's beside the tests. It ends when we say so, and also when this process dies. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";

/** Where servers are, too. */
export const path = `${process.env["PATH"]}:/usr/sbin`;

/** When this process dies its standard input ends, and then so does it. `uid`, `gid`: whose it is, if not ours. */
export function spawnServer(command: readonly string[], owner?: { uid: number; gid: number }) {
  return spawn("sh", ["-c", '"$@" & read -r _; kill $!; wait', "sh", ...command], {
    stdio: ["pipe", "inherit", "pipe"],
    env: { PATH: path },
    ...owner,
  });
}

/** Ends it, and removes its folder. */
export async function endServer(shell: ChildProcess, folder: string): Promise<void> {
  shell.stdin?.end();
  await once(shell, "exit");
  await rm(folder, { recursive: true });
}
