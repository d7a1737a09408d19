/** The secret key of a server that was not given one: made once, and read by nobody else. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { promisify } from "node:util";
import { loadSecretKey } from "../src/secret-key-file.ts";

describe("the file of the secret key", () => {
  it("is made at the first start, with its folder, and read at every other", async (t) => {
    const path = join(await temporaryFolder(t), "new", "data", "secret-key");
    const key = loadSecretKey(path, randomBytes);
    assert.match(key, /^[\w-]{43}$/);
    assert.equal(
      loadSecretKey(path, () => assert.fail("a second key was made")),
      key,
    );
    assert.equal((await readFile(path, "utf8")).trim(), key);
  });

  it("is whole on the disk before it has its name, so that no power cut leaves an empty one", async (t) => {
    const folder = await temporaryFolder(t);
    const onDisk: string[] = [];
    const { fsyncSync } = fs;
    t.mock.method(fs, "fsyncSync", (file: number) => {
      fsyncSync(file);
      const [draft = "", ...others] = fs.readdirSync(folder);
      assert.deepEqual([draft.startsWith("secret-key."), others], [true, []]);
      onDisk.push(fs.readFileSync(join(folder, draft), "utf8").trim());
    });
    const key = loadSecretKey(join(folder, "secret-key"), randomBytes);
    assert.deepEqual(onDisk, [key]);
  });

  it("is another each time it is made", async (t) => {
    const folder = await temporaryFolder(t);
    assert.notEqual(
      loadSecretKey(join(folder, "one"), randomBytes),
      loadSecretKey(join(folder, "other"), randomBytes),
    );
  });

  it("can be read by its owner alone, whatever the umask", async (t) => {
    const former = process.umask(0);
    t.after(() => process.umask(former));
    const path = join(await temporaryFolder(t), "secret-key");
    loadSecretKey(path, randomBytes);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it("leaves nothing else in its folder", async (t) => {
    const folder = await temporaryFolder(t);
    loadSecretKey(join(folder, "secret-key"), randomBytes);
    assert.deepEqual(await readdir(folder), ["secret-key"]);
  });

  it("may be written by hand, with a line end or without", async (t) => {
    const path = join(await temporaryFolder(t), "secret-key");
    for (const end of ["", "\n", "\r\n"]) {
      await writeFile(path, `a key that somebody chose${end}`);
      assert.equal(loadSecretKey(path, randomBytes), "a key that somebody chose");
    }
  });

  it("is made anew after a start that was interrupted before it was whole", async (t) => {
    const folder = await temporaryFolder(t);
    const path = join(folder, "secret-key");
    await writeFile(`${path}.0123456789ab`, "half a k");
    const key = loadSecretKey(path, randomBytes);
    assert.match(key, /^[\w-]{43}$/);
    assert.equal(loadSecretKey(path, randomBytes), key);
  });

  it("is the other's when another process made it at that very moment", async (t) => {
    const path = join(await temporaryFolder(t), "secret-key");
    let others: string | undefined;
    const key = loadSecretKey(path, (size) => {
      others ??= loadSecretKey(path, randomBytes); // just after we saw that there is none
      return randomBytes(size);
    });
    assert.equal(key, others);
    assert.deepEqual(await readdir(join(path, "..")), ["secret-key"]);
  });

  it("is one for many processes that start at once", async (t) => {
    const path = join(await temporaryFolder(t), "secret-key");
    const program = `
      import { randomBytes } from "node:crypto";
      import { loadSecretKey } from ${JSON.stringify(new URL("../src/secret-key-file.js", import.meta.url).href)};
      process.stdout.write(loadSecretKey(process.argv[1], randomBytes));`;
    const run = promisify(execFile);
    const outputs = await Promise.all(
      Array.from({ length: 4 }, () =>
        run(process.execPath, ["--input-type=module", "--eval", program, path]),
      ),
    );
    assert.deepEqual(new Set(outputs.map(({ stdout }) => stdout)).size, 1);
    assert.equal(outputs[0]?.stdout, loadSecretKey(path, randomBytes));
  });

  it("that cannot be made is an error that names it", async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, "file"), "");
    assert.throws(
      () => loadSecretKey(join(folder, "file", "secret-key"), randomBytes),
      /secret-key|file/,
    );
    assert.throws(() => loadSecretKey(folder, randomBytes), /EISDIR/);
  });
});

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tollgate-key-"));
  await chmod(folder, 0o700);
  t.after(async () => await rm(folder, { recursive: true }));
  return folder;
}
