/** Addresses, shortened to the network that one subscriber usually has. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { networkOf, shortenAddress } from "../src/network-address.ts";

/** As it is written, as it is counted, as it is kept. */
const addresses: [written: string, counted: string, kept: string][] = [
  ["192.0.2.177", "192.0.2.177", "192.0.2.0"],
  ["127.0.0.1", "127.0.0.1", "127.0.0.0"],
  ["::ffff:192.0.2.177", "192.0.2.177", "192.0.2.0"],
  ["::FFFF:192.0.2.177", "192.0.2.177", "192.0.2.0"],
  ["::ffff:c000:2b1", "192.0.2.177", "192.0.2.0"],
  ["0:0:0:0:0:ffff:192.0.2.177", "192.0.2.177", "192.0.2.0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::"],
  ["2001:DB8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::"],
  ["2001:0db8:0001:0002:0003:0004:0005:0006", "2001:db8:1:2::/64", "2001:db8:1::"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64", "2001:db8:1::"],
  ["2001:db8::6", "2001:db8:0:0::/64", "2001:db8:0::"],
  ["2001:db8:0:0:1::", "2001:db8:0:0::/64", "2001:db8:0::"],
  ["::1", "0:0:0:0::/64", "0:0:0::"],
  ["::", "0:0:0:0::/64", "0:0:0::"],
  ["fe80::1%eth0", "fe80:0:0:0::/64", "fe80:0:0::"],
  ["192.0.2.177:4711", "192.0.2.177", "192.0.2.0"],
  ["[2001:db8:1:2::6]:443", "2001:db8:1:2::/64", "2001:db8:1::"],
  ["[2001:db8:1:2::6]", "2001:db8:1:2::/64", "2001:db8:1::"],
  ["[fe80::1%eth0]:443", "fe80:0:0:0::/64", "fe80:0:0::"],
  ["[::ffff:192.0.2.177]:443", "192.0.2.177", "192.0.2.0"],
  ["64:ff9b::192.0.2.177", "64:ff9b:0:0::/64", "64:ff9b:0::"],
];

describe("an address", () => {
  for (const [written, counted, kept] of addresses) {
    it(`written ${written} is counted as ${counted} and kept as ${kept}`, () => {
      assert.equal(networkOf(written), counted);
      assert.equal(shortenAddress(written), kept);
    });
  }

  it("is counted with all others of its IPv6 /64, and with none of another", () => {
    assert.equal(networkOf("2001:db8:1:2:ffff:ffff:ffff:ffff"), networkOf("2001:db8:1:2::"));
    assert.notEqual(networkOf("2001:db8:1:3::"), networkOf("2001:db8:1:2::"));
  });

  it("that is none is counted as it is, and not kept", () => {
    for (const text of [
      "",
      "unknown",
      "192.0.2",
      "1.2.3.4.5",
      "::ffff:1.2.3",
      "x:y",
      "[x]:1",
      "[::1]:y",
    ]) {
      assert.doesNotThrow(() => networkOf(text));
      assert.equal(shortenAddress(text), "");
    }
  });
});
