import { once } from "node:events";
import type { Server } from "node:http";
import type { ExecutionContext } from "ava";
import { createApp, createMetricsApp, type Parts } from "../../src/app.js";
import { readConfig } from "../../src/config.js";
import type { Env } from "../../src/env.js";
import { Lifecycle } from "../../src/lifecycle.js";
import { listen, portOf } from "../../src/listen.js";
import { createLog } from "../../src/log.js";
import { createMetrics } from "../../src/metrics.js";
import { openStore } from "../../src/stores/open.js";
import type { Store } from "../../src/stores/store.js";
import { until } from "./until.js";

export interface TestApp extends Parts {
  url: string;
  metricsUrl: string;
  lines: Record<string, unknown>[];
}

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** Patient with Redis, because machines that run tests are busy. */
const PATIENT = { LOG_LEVEL: "debug", REDIS_TIMEOUT_MS: "10000" };

/** The app in this process, with its log in `lines`; ended with the test. */
export async function startApp(t: ExecutionContext, env: Env = {}, store?: Store): Promise<TestApp> {
  const config = readConfig({ ...PATIENT, ...env });
  const lines: Record<string, unknown>[] = [];
  const log = createLog(config, { write: (line) => void lines.push(JSON.parse(line)) });
  const opened = store ?? openStore(config, log);
  const lifecycle = new Lifecycle();
  const parts = { config, log, store: opened, metrics: createMetrics(opened, config.identity), lifecycle };
  const servers = [
    await listen(createApp(parts), "127.0.0.1", 0),
    await listen(createMetricsApp(parts), "127.0.0.1", 0),
  ];
  t.teardown(async () => {
    await Promise.all(servers.map(end));
    await opened.close();
  });
  const [url = "", metricsUrl = ""] = servers.map((server) => `http://127.0.0.1:${portOf(server)}`);
  return { ...parts, url, metricsUrl, lines };
}

/** The same, once its store has answered. */
export async function startReadyApp(t: ExecutionContext, env: Env): Promise<TestApp> {
  const app = await startApp(t, env);
  await until(async () => (await ask(`${app.url}/readyz`)).status === 200);
  return app;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Without a content type, as `requests.post(url, data=...)` in Python sends it. */
export function post(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return ask(url, { method: "POST", body: new Uint8Array(Buffer.from(body)), headers });
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
