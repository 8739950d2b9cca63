import { pino } from "pino";
import { readConfig } from "../../src/config.js";
import { openStore } from "../../src/stores/open.js";
import { forBothStores } from "../helpers/stores.js";
import { until } from "../helpers/until.js";

const check = forBothStores();
const silent = pino({ level: "silent" });

check("a store gives World, then what was written, and closes", async (t, env) => {
  const store = openStore(readConfig({ REDIS_TIMEOUT_MS: "10000", ...env }), silent);
  await until(() =>
    store.ping().then(
      () => true,
      () => false,
    ),
  );
  t.is(await store.read(), "World");
  await store.write("🌍 wörld");
  t.is(await store.read(), "🌍 wörld");
  await store.close();
});

check("what was closed can be closed again", async (t, env) => {
  const store = openStore(readConfig({ REDIS_TIMEOUT_MS: "10000", ...env }), silent);
  await store.close();
  await t.notThrowsAsync(() => store.close());
});
