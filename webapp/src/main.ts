import { createApp, createMetricsApp, type Parts } from "./app.js";
import { type Config, readConfig } from "./config.js";
import { ConfigError } from "./env.js";
import { Lifecycle } from "./lifecycle.js";
import { listen, portOf } from "./listen.js";
import { createLog } from "./log.js";
import { createMetrics } from "./metrics.js";
import { stopOnSignals } from "./shutdown.js";
import { openStore } from "./stores/open.js";

/** EX_CONFIG of sysexits.h: a restart will not help. */
const EXIT_CONFIG = 78;

try {
  await start(readConfig(process.env));
} catch (error) {
  console.error(`webapp: ${(error as Error).message}`);
  process.exit(error instanceof ConfigError ? EXIT_CONFIG : 1);
}

async function start(config: Config): Promise<void> {
  const log = createLog(config);
  const store = openStore(config, log);
  const parts: Parts = {
    config,
    log,
    store,
    metrics: createMetrics(store, config.identity),
    lifecycle: new Lifecycle(),
  };
  const servers = await openServers(parts);
  stopOnSignals({ ...parts, servers });
  log.info({ host: config.host, ports: servers.map(portOf), store: store.kind }, "listening");
}

async function openServers(parts: Parts) {
  const { host, port, metricsPort } = parts.config;
  const servers = [await listen(createApp(parts), host, port)];
  if (metricsPort !== undefined) servers.push(await listen(createMetricsApp(parts), host, metricsPort));
  return servers;
}
