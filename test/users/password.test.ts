/** Passwords are Devise's: the same hashes, the same pepper, the same blind spot behind 72 bytes. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { genSalt, hash as hashWithBcrypt } from "bcrypt";
import { hashPassword, isPassword, preparePasswords } from "../../src/users/password.ts";

/** Published with crypt_blowfish, the code inside Devise's library. */
const vectors: [password: string, hash: string][] = [
  ["U*U", "05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["U*U*", "05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"],
  ["U*U*U", "05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"],
  [
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
    "05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
  ],
];

describe("a password", () => {
  for (const version of ["$2a$", "$2b$", "$2y$"]) {
    it(`is recognised by a hash that begins with ${version}`, async () => {
      for (const [password, hash] of vectors) {
        assert.equal(await isPassword(password, version + hash, ""), true, password);
        assert.equal(await isPassword(`x${password}`, version + hash, ""), false, password);
      }
    });
  }

  it("is hashed with Devise's version and cost, each time with another salt", async () => {
    const hashes = await Promise.all([hashPassword("one", ""), hashPassword("one", "")]);
    for (const hash of hashes) {
      assert.match(hash, /^\$2a\$10\$[./A-Za-z0-9]{53}$/);
      assert.equal(await isPassword("one", hash, ""), true);
      assert.equal(await isPassword("One", hash, ""), false);
    }
    assert.notEqual(hashes[0], hashes[1]);
  });

  it("is hashed together with the pepper", async () => {
    const [password, hash] = vectors[1] ?? ["", ""];
    assert.equal(await isPassword(password.slice(0, 2), `$2a$${hash}`, password.slice(2)), true);
    const peppered = await hashPassword("secret", "pepper");
    assert.equal(await isPassword("secret", peppered, "pepper"), true);
    assert.equal(await isPassword("secret", peppered, ""), false);
    assert.equal(await isPassword("secret", peppered, "another"), false);
    assert.equal(await isPassword("secretpepper", peppered, ""), true);
  });

  it("counts up to its 72nd byte, pepper included", async () => {
    const long = "0123456789".repeat(8).slice(0, 72);
    const hash = await hashPassword(long, "pepper");
    assert.equal(await isPassword(`${long}anything`, hash, "another pepper"), true);
    assert.equal(await isPassword(long + "y".repeat(200), hash, "pepper"), true);
    assert.equal(await isPassword(long.slice(1), hash, "pepper"), false);
    const almost = await hashPassword("x".repeat(71), "pepper");
    assert.equal(await isPassword("x".repeat(71), almost, "p"), true);
    assert.equal(await isPassword("x".repeat(71), almost, "q"), false);
  });

  it("is cut in the middle of a character where that is the 72nd byte", async () => {
    // "é" is C3 A9 and "ã" is C3 A3: of the 36th, only C3 counts.
    const hash = await hashPassword(`a${"é".repeat(36)}`, "");
    assert.equal(await isPassword(`a${"é".repeat(35)}ã`, hash, ""), true);
    assert.equal(await isPassword(`a${"é".repeat(35)}x`, hash, ""), false);
    assert.equal(await isPassword(`a${"é".repeat(34)}ãé`, hash, ""), false);
  });

  it("may hold any character, and is compared as it was sent", async () => {
    for (const password of ["pässwörd 漢字 🔑", " spaces around ", "a\tb\nc", "\0"]) {
      assert.equal(await isPassword(password, await quickHash(password), ""), true, password);
    }
    const hash = await quickHash("\u00e9");
    assert.equal(await isPassword("e\u0301", hash, ""), false, "é of two characters is another");
    assert.equal(await isPassword("\u00e9 ", hash, ""), false);
  });

  it("does not end at a NUL", async () => {
    const hash = await quickHash("before");
    assert.equal(await isPassword("before\0behind", hash, ""), false);
    assert.equal(await isPassword("before\0", hash, ""), false);
    const withNul = await quickHash("before\0behind");
    assert.equal(await isPassword("before", withNul, ""), false);
    assert.equal(await isPassword("before\0other", withNul, ""), false);
  });

  it("is never right where there is no hash", async () => {
    for (const none of [null, undefined, ""]) {
      assert.equal(await isPassword("nobody has this password", none, ""), false);
      assert.equal(await isPassword("", none, ""), false);
    }
  });

  it("is never right where the hash is none of bcrypt's", async () => {
    for (const odd of [
      "*",
      "anything",
      "$2a$10$short",
      "$1$salt$anything",
      "\0",
      "$2a$99$" + "x".repeat(53),
    ]) {
      assert.equal(await isPassword("anything", odd, ""), false, odd);
    }
  });

  it("is not right when it is empty, whatever the pepper", async () => {
    const hash = await quickHash("somethingpepper");
    assert.equal(await isPassword("", hash, "pepper"), false);
    assert.equal(await isPassword("", await quickHash("pepper"), ""), false);
  });

  it("is checked while everything else goes on", async () => {
    await preparePasswords();
    const hash = await hashPassword("something", "");
    let turns = 0;
    let timer = setImmediate(function turn() {
      turns += 1;
      timer = setImmediate(turn);
    });
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        isPassword("something", index % 2 ? hash : undefined, ""),
      ),
    );
    clearImmediate(timer);
    assert.deepEqual(results, [false, true, false, true, false, true, false, true]);
    assert.ok(turns > 50, `the event loop turned only ${turns} times`);
  });
});

/** At the lowest cost; what the cost is does not matter to who compares. */
async function quickHash(text: string): Promise<string> {
  return await hashWithBcrypt(Buffer.from(text), await genSalt(4, "a"));
}
