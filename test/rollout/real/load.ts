import { Agent, request } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ExecutionContext } from "ava";

/** What clients have seen. */
export interface Seen {
  requests: number;
  failed: string[];
  versions: Set<string>;
  /** requests in a second that were truly sent */
  rate: number;
  /** milliseconds */
  p99: number;
  longest: number;
  /** the longest time, in milliseconds, in which no request was answered */
  gap: number;
}

/** One host's clients. */
export interface Load {
  stop(): Promise<Seen>;
}

/** Constant load on one host: GET and POST, by kept connections and by new ones. `stop` gives what was seen. */
export function startLoad(url: string, perSecond: number): Load {
  const kept = new Agent({ keepAlive: true, maxSockets: 64 });
  const fresh = new Agent({ keepAlive: false });
  const failed: string[] = [];
  const versions = new Set<string>();
  const times: number[] = [];
  const open = new Set<Promise<void>>();
  const started = performance.now();
  let requests = 0;
  let answered = started;
  let gap = 0;
  const one = (): void => {
    requests += 1;
    const isKept = requests % 2 === 1;
    const method = requests % 4 < 2 ? "POST" : "GET";
    const begun = performance.now();
    const done = new Promise<void>((resolve) => {
      const fail = (why: string): void => {
        const at = ((begun - started) / 1000).toFixed(1);
        failed.push(`${method} on a ${isKept ? "kept" : "new"} connection, ${at} s on: ${why}`);
        resolve();
      };
      const sent = request(
        url,
        { method, agent: isKept ? kept : fresh, headers: { "content-type": "text/plain" } },
        (answer) => {
          versions.add(String(answer.headers["x-version"]));
          answer.resume().on("end", () => {
            const now = performance.now();
            times.push(now - begun);
            gap = Math.max(gap, now - answered);
            answered = now;
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
  const timer = setInterval(() => {
    for (const now = (performance.now() - started) / 1000; due < now * perSecond; due++) one();
  }, 5);
  return {
    stop: async () => {
      clearInterval(timer);
      const rate = requests / ((performance.now() - started) / 1000);
      await Promise.all(open);
      kept.destroy();
      fresh.destroy();
      times.sort((a, b) => a - b);
      const p99 = times[Math.floor(times.length * 0.99)] ?? 0;
      return { requests, failed, versions, rate, p99, longest: times.at(-1) ?? 0, gap };
    },
  };
}

/** Does something while every address is asked all the time: no request fails. */
export async function underLoad<T>(
  t: ExecutionContext,
  { urls, rate }: { urls: readonly string[]; rate: number },
  work: () => Promise<T>,
): Promise<T> {
  const loads = urls.map((url) => startLoad(url, rate));
  let seen: Seen[] = [];
  const begun = performance.now();
  // what of the waits is this process's own: it had no time to send, or to read
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  let ended = begun;
  const done = await work().finally(async () => {
    ended = performance.now();
    lag.disable();
    seen = await Promise.all(loads.map((load) => load.stop()));
  });
  const most = (of: (one: Seen) => number): string => Math.max(...seen.map(of)).toFixed(0);
  const requests = seen.reduce((sum, one) => sum + one.requests, 0);
  const rates = Math.min(...seen.map((one) => one.rate)).toFixed(0);
  const seconds = ((ended - begun) / 1000).toFixed(0);
  const failed = seen.flatMap((one) => one.failed);
  t.log(
    `${seconds} s, ${requests} requests, ${rates}/s to each host, ${failed.length} failed, p99 ${most((one) => one.p99)} ms, ` +
      `longest ${most((one) => one.longest)} ms, longest gap ${most((one) => one.gap)} ms; ` +
      `of this process p99 ${(lag.percentile(99) / 1e6).toFixed(0)} ms, longest ${(lag.max / 1e6).toFixed(0)} ms`,
  );
  t.deepEqual(failed.slice(0, 20), []);
  return done;
}
