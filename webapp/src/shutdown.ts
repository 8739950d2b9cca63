import type { Server } from "node:http";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import type { Lifecycle } from "./lifecycle.js";
import type { Store } from "./stores/store.js";

export interface Running {
  config: Config;
  log: Logger;
  lifecycle: Lifecycle;
  store: Store;
  servers: Server[];
}

/** Leaves in good order on the first signal, at once on the second. */
export function stopOnSignals(running: Running): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (running.lifecycle.draining) process.exit(128 + constants.signals[signal]);
      running.log.info({ signal }, "stopping");
      void stop(running).then(() => process.exit(0));
    });
  }
}

/** Not ready; time for load balancers to see it; no new connections; the last answers; the store. */
export async function stop({ config, log, lifecycle, store, servers }: Running): Promise<void> {
  const deadline = Date.now() + config.shutdownTimeout * 1000;
  lifecycle.drain();
  await sleep(config.shutdownDelay * 1000);
  await Promise.all(servers.map((server) => close(server, deadline, log)));
  await store.close();
  log.info("stopped");
}

async function close(server: Server, deadline: number, log: Logger): Promise<void> {
  const cut = setTimeout(
    () => {
      log.warn("some answers took too long and were cut off");
      server.closeAllConnections();
    },
    Math.max(0, deadline - Date.now()),
  );
  // A connection that becomes idle after close() would otherwise be kept for keepAliveTimeout.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(cut);
  clearInterval(sweep);
}
