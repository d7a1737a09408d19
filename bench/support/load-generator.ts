/**
 * The load: a process of its own that asks one server again and again, over connections that stay open.
 *
 * It writes to sockets and reads no more of an answer than its status and length, so that it needs less time than any
 * server that it measures: with Node's own client the client would be the bottleneck.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export type Load = {
  port: number;
  /** Whole requests; each connection takes them at random, the next one when the last is answered. */
  requests: readonly string[];
  connections: number;
  seconds: number;
};

export type Measured = {
  perSecond: number;
  /** Milliseconds from sending a request until its answer was complete. */
  p50: number;
  p99: number;
};

if (import.meta.main) {
  process.on("disconnect", () => process.exit());
  process.on("message", (load: Load) => {
    void measure(load).then((measured) => process.send?.(measured));
  });
}

async function measure({ port, requests, connections, seconds }: Load): Promise<Measured> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(sockets.map(keepAsking));
  const took = (performance.now() - start) / 1000;
  latencies.sort((one, other) => one - other);
  const quantile = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN;
  return { perSecond: latencies.length / took, p50: quantile(0.5), p99: quantile(0.99) };

  async function keepAsking(socket: Socket) {
    const ended = once(socket, "close");
    let asked = ask(socket);
    onAnswers(socket, () => {
      const now = performance.now();
      latencies.push(now - asked);
      if (now < end) asked = ask(socket);
      else socket.destroy();
    });
    await ended;
  }

  function ask(socket: Socket): number {
    socket.write(requests[Math.floor(Math.random() * requests.length)] ?? "");
    return performance.now();
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Throws at anything but 200: it would be measured as an answer. */
function onAnswers(socket: Socket, listen: () => void): void {
  let head = "";
  let missing = 0;
  socket.on("data", (chunk) => {
    if (missing > 0) {
      missing -= chunk.length;
    } else {
      head += chunk.toString("latin1");
      const headLength = head.indexOf("\r\n\r\n") + 4;
      if (headLength < 4) return;
      const [, length] = /^HTTP\/1\.1 200 [^]*\ncontent-length: (\d+)\r/i.exec(head) ?? [];
      if (length === undefined) throw new Error(`This is no answer to measure:\n${head}`);
      missing = headLength + Number(length) - head.length;
      head = "";
    }
    if (missing === 0) listen();
  });
  socket.on("end", () => {
    throw new Error("The server has closed a connection");
  });
}
