import { connect, createServer, type Server } from "node:net";

/** How long nobody may say anything before what the host has said is handed on. */
const QUIET_MS = 200;

export interface Counts {
  /** how often the controller had nothing left to say before it got an answer */
  roundTrips: number;
  bytesSent: number;
}

/** A way to the host that hands on its answers only when the controller waits for them, and counts that. */
export function countingProxy(port: number, counts: Counts): Promise<Server> {
  const server = createServer({ noDelay: true }, (client) => {
    const host = connect({ port, host: "127.0.0.1", noDelay: true });
    let held: Buffer[] = [];
    counts.roundTrips += 1; // TCP's own
    const release = () => {
      if (held.length === 0) return;
      counts.roundTrips += 1;
      client.write(Buffer.concat(held));
      held = [];
    };
    const quiet = setTimeout(release, QUIET_MS);
    client.on("data", (data) => {
      counts.bytesSent += data.length;
      host.write(data);
      quiet.refresh();
    });
    host.on("data", (data) => {
      held.push(data as Buffer);
      quiet.refresh();
    });
    for (const [one, other] of [
      [client, host],
      [host, client],
    ] as const) {
      one.on("error", () => {});
      one.on("close", () => {
        clearTimeout(quiet);
        other.destroy();
      });
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
