/** Internet addresses, shortened to the network that one subscriber usually has. */
import { isIPv4, isIPv6, SocketAddress } from "node:net";

/** The address that stands for one caller when callers are counted: IPv4 whole, IPv6 by its /64. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(":")}::/64` : plain;
}

/** The address as it may be kept: IPv4 without its last byte, IPv6 by its /48. */
export function shortenAddress(address: string): string {
  const plain = plainAddress(address);
  if (isIPv4(plain)) return plain.replace(/\d+$/, "0");
  if (isIPv6(plain)) return `${groupsOf(plain).slice(0, 3).join(":")}::`;
  return "";
}

/** `::ffff:192.0.2.1` is how a dual-stack socket names an IPv4 caller; some proxies write a port behind the address. */
function plainAddress(written: string): string {
  const alone = written
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^\[([^\]]*)\](:\d+)?$/, "$1"); // RFC 3986 §3.2.2
  const address = isIPv6(alone) ? normalForm(alone) : alone;
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** The eight groups of an IPv6 address in its normal form. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return tail === undefined ? before : [...before, ...zeros, ...after];
}

/** As RFC 5952 writes it, its zone left out. */
function normalForm(address: string): string {
  return new SocketAddress({ address: address.replace(/%.*$/, ""), family: "ipv6" }).address;
}
