/** A token's secret: unguessable, recognised by its shape, refused for any typing error, stored as a digest only. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { digestSecret, lastFour, makeSecret, parseSecret } from "../../src/access-tokens/secret.ts";
import { Secret } from "../../src/secret.ts";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const make = (bytes: Buffer, prefix = "dmp_") => makeSecret(() => bytes, prefix).reveal();
const isRecognised = (text: string, prefixes: readonly string[] = ["dmp_"]) =>
  parseSecret(text, prefixes) !== undefined;

describe("a new secret", () => {
  it("is a prefix, 43 characters of randomness and 6 of a checksum", () => {
    const secret = makeSecret(randomBytes, "dmp_").reveal();
    assert.match(secret, /^dmp_[0-9A-Za-z]{43}[0-9A-Za-z]{6}$/);
    assert.equal(secret.slice(-6), checksum(secret.slice(0, -6)));
  });

  it("is made of 256 random bits, asked for once", () => {
    const asked: number[] = [];
    makeSecret((size) => {
      asked.push(size);
      return randomBytes(size);
    }, "dmp_");
    assert.deepEqual(asked, [32]);
  });

  it("depends on every one of the 256 bits", () => {
    const zeros = Buffer.alloc(32);
    const secrets = new Set([make(zeros)]);
    for (let bit = 0; bit < 256; bit += 1) {
      const bytes = Buffer.from(zeros);
      bytes.writeUInt8(1 << (bit % 8), Math.floor(bit / 8));
      secrets.add(make(bytes));
    }
    assert.equal(secrets.size, 257);
  });

  it("is as long for the smallest and the largest random number", () => {
    const smallest = make(Buffer.alloc(32));
    const largest = make(Buffer.alloc(32, 0xff));
    assert.match(smallest, /^dmp_0{43}[0-9A-Za-z]{6}$/);
    assert.equal(largest.length, 53);
    assert.equal(toNumber(largest.slice(4, 47)), 2n ** 256n - 1n);
    assert.ok(isRecognised(smallest));
    assert.ok(isRecognised(largest));
  });

  it("is selected whole by a double click, and is a b64token of RFC 6750", () => {
    assert.match(makeSecret(randomBytes, "dmp_").reveal(), /^\w+$/);
  });

  it("has the prefix that the operator chose", () => {
    const secret = make(randomBytes(32), "uni2_");
    assert.match(secret, /^uni2_/);
    assert.ok(isRecognised(secret, ["uni2_"]));
  });

  it("does not print itself", () => {
    assert.equal(String(makeSecret(randomBytes, "dmp_")), "[secret]");
  });
});

describe("a presented secret", () => {
  const secret = make(randomBytes(32));

  it("is recognised as it was shown", () => {
    assert.equal(parseSecret(secret, ["dmp_"])?.reveal(), secret);
  });

  it("is refused with any single character changed", () => {
    for (let position = 0; position < secret.length; position += 1) {
      for (const character of `${base62}_-. `) {
        const changed = secret.slice(0, position) + character + secret.slice(position + 1);
        assert.equal(isRecognised(changed), changed === secret, changed);
      }
    }
  });

  it("is refused with two neighbouring characters swapped", () => {
    for (let position = 0; position < secret.length - 1; position += 1) {
      const [one, other] = [secret.charAt(position), secret.charAt(position + 1)];
      const swapped = secret.slice(0, position) + other + one + secret.slice(position + 2);
      assert.equal(isRecognised(swapped), swapped === secret, swapped);
    }
  });

  it("is refused with a character missing or doubled", () => {
    for (let position = 0; position < secret.length; position += 1) {
      assert.ok(!isRecognised(secret.slice(0, position) + secret.slice(position + 1)));
      assert.ok(!isRecognised(secret.slice(0, position + 1) + secret.slice(position)));
    }
  });

  it("is refused with anything before or behind it", () => {
    for (const odd of [" ", "\n", "\0", "\t", "=", "A", "\u00a0", "é", secret]) {
      assert.ok(!isRecognised(secret + odd), JSON.stringify(odd));
      assert.ok(!isRecognised(odd + secret), JSON.stringify(odd));
    }
  });

  it("is refused when it is empty, only a prefix, or very long", () => {
    for (const text of ["", "dmp_", "d", secret.repeat(200), "A".repeat(10_240)]) {
      assert.ok(!isRecognised(text));
    }
  });

  it("is refused in another case", () => {
    assert.ok(!isRecognised(secret.toUpperCase()));
    assert.ok(!isRecognised(secret.toLowerCase()));
  });

  it("is refused with digits that only look like ASCII", () => {
    const zeros = make(Buffer.alloc(32));
    const wide = zeros.replace("0", "\uff10");
    assert.ok(isRecognised(zeros));
    assert.ok(!isRecognised(wide));
  });

  it("is recognised with a former prefix", () => {
    const former = make(randomBytes(32), "old_");
    assert.ok(isRecognised(former, ["dmp_", "older_", "old_"]));
    assert.ok(!isRecognised(former, ["dmp_"]));
  });

  it("is refused with another prefix before its body: the checksum covers the prefix", () => {
    assert.ok(!isRecognised(secret.replace("dmp_", "old_"), ["dmp_", "old_"]));
  });

  it("is recognised in Doorkeeper's shape, whatever the prefixes are", () => {
    for (let round = 0; round < 100; round += 1) {
      assert.ok(isRecognised(randomBytes(32).toString("base64url"), ["uni_"]));
    }
    assert.ok(isRecognised("-".repeat(43)));
  });

  it("is refused in a shape that only resembles Doorkeeper's", () => {
    const doorkeeper = randomBytes(32).toString("base64url");
    for (const text of [
      doorkeeper.slice(1),
      `${doorkeeper}A`,
      `${doorkeeper}=`,
      doorkeeper.replace(/.$/, "+"),
      doorkeeper.replace(/.$/, "/"),
      doorkeeper.replace(/.$/, "."),
      doorkeeper.replace(/.$/, "\n"),
      `${doorkeeper}\n`,
    ]) {
      assert.ok(!isRecognised(text), JSON.stringify(text));
    }
  });
});

describe("what is kept of a secret", () => {
  it("is the lowercase hex SHA-256 of the text as shown, as Doorkeeper keeps it", () => {
    // FIPS 180-2, appendix B.1.
    assert.equal(
      digestSecret(new Secret("abc")),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    const secret = makeSecret(randomBytes, "dmp_");
    assert.equal(
      digestSecret(secret),
      createHash("sha256").update(secret.reveal(), "utf8").digest("hex"),
    );
  });

  it("is its last four characters", () => {
    assert.equal(lastFour(new Secret("dmp_abcdefgh")), "efgh");
  });
});

/** CRC-32 bit by bit (ISO 3309), in six digits of base 62. */
function checksum(text: string): string {
  let crc = 0xffff_ffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  let rest = ~crc >>> 0;
  let digits = "";
  for (let place = 0; place < 6; place += 1) {
    digits = base62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function toNumber(digits: string): bigint {
  let number = 0n;
  for (const digit of digits) number = number * 62n + BigInt(base62.indexOf(digit));
  return number;
}
