import { connect, createServer, type Socket } from "node:net";
import { listen } from "../../helpers/loopback.js";

/** How and when a connection breaks: after so many bytes in one direction. */
export interface Break {
  how: "reset" | "end" | "stall" | "garble";
  direction: "up" | "down";
  after: number;
}

/** A way to a server that breaks each connection as told. */
export async function faultyProxy(
  target: number,
  fault: Break,
): Promise<{ port: number; close(): void; broken(): number }> {
  let broken = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const host = connect({ port: target, host: "127.0.0.1", noDelay: true });
    for (const socket of [client, host]) sockets.add(socket);
    const passed = { up: 0, down: 0 };
    let isBroken = false;
    const stopped = () => {
      broken += 1;
      isBroken = true;
      if (fault.how === "reset") client.resetAndDestroy();
      else if (fault.how === "end") client.end();
      if (fault.how !== "stall") host.destroy();
    };
    const pass = (data: Buffer, to: Socket, direction: "up" | "down") => {
      if (isBroken && fault.how !== "garble") return;
      passed[direction] += data.length;
      const over = direction === fault.direction && passed[direction] > fault.after;
      if (over && fault.how !== "garble") {
        const rest = data.subarray(0, data.length - (passed[direction] - fault.after));
        if (rest.length > 0) to.write(rest);
        return stopped();
      }
      if (over && !isBroken) {
        broken += 1;
        isBroken = true;
        data[data.length - 1]! ^= 255;
      }
      to.write(data);
    };
    client.on("data", (data) => pass(data as Buffer, host, "up"));
    host.on("data", (data) => pass(data as Buffer, client, "down"));
    for (const [one, other] of [
      [client, host],
      [host, client],
    ] as const) {
      one.on("error", () => {});
      one.on("close", () => {
        if (fault.how !== "stall" || !isBroken) other.destroy();
      });
    }
  });
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: await listen(server), close, broken: () => broken };
}
