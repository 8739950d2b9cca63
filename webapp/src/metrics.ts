import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Identity } from "./config.js";
import type { Store } from "./stores/store.js";

export interface Metrics {
  registry: Registry;
  duration: Histogram<"method" | "route" | "status">;
}

/** A registry of its own, so that two apps in one process do not share figures. */
export function createMetrics(store: Store, { version, revision }: Identity): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "build_info",
    help: "What is running; always 1",
    labelNames: ["version", "revision"],
    registers,
  }).set({ version, revision }, 1);
  if (store.kind === "redis") addRedisUp(store, registers);
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the request's headers to the end of the answer",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return { registry, duration };
}

function addRedisUp(store: Store, registers: Registry[]): void {
  new Gauge({
    name: "redis_up",
    help: "1 when Redis answers a PING, else 0",
    registers,
    async collect() {
      this.set(
        await store.ping().then(
          () => 1,
          () => 0,
        ),
      );
    },
  });
}
