import { Agent, request } from "node:http";

/** What clients have seen. */
export interface Seen {
  requests: number;
  failed: string[];
  versions: Set<string>;
  /** milliseconds */
  p99: number;
  longest: number;
}

/** Constant load on one host: GET and POST, by kept connections and by new ones. `stop` gives what was seen. */
export function startLoad(url: string, perSecond: number): { stop(): Promise<Seen> } {
  const kept = new Agent({ keepAlive: true, maxSockets: 8 });
  const fresh = new Agent({ keepAlive: false });
  const failed: string[] = [];
  const versions = new Set<string>();
  const times: number[] = [];
  const open = new Set<Promise<void>>();
  let requests = 0;
  const one = (): void => {
    requests += 1;
    const method = requests % 4 === 0 ? "POST" : "GET";
    const begun = performance.now();
    const done = new Promise<void>((resolve) => {
      const fail = (why: string): void => {
        failed.push(`${method} ${requests % 2 ? "kept" : "new"} connection: ${why}`);
        resolve();
      };
      const sent = request(
        url,
        { method, agent: requests % 2 === 0 ? fresh : kept, headers: { "content-type": "text/plain" } },
        (answer) => {
          versions.add(String(answer.headers["x-version"]));
          answer.resume().on("end", () => {
            times.push(performance.now() - begun);
            if (answer.statusCode === 200) resolve();
            else fail(`status ${answer.statusCode}`);
          });
          answer.on("error", (error) => fail(error.message));
        },
      );
      sent.on("error", (error) => fail(error.message));
      sent.end(method === "POST" ? "word" : undefined);
    });
    open.add(done);
    void done.finally(() => open.delete(done));
  };
  let due = 0;
  const started = performance.now();
  const timer = setInterval(() => {
    for (const now = (performance.now() - started) / 1000; due < now * perSecond; due++) one();
  }, 5);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      kept.destroy();
      fresh.destroy();
      times.sort((a, b) => a - b);
      const p99 = times[Math.floor(times.length * 0.99)] ?? 0;
      return { requests, failed, versions, p99, longest: times.at(-1) ?? 0 };
    },
  };
}
