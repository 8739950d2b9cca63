import { Agent, request } from "node:http";
import test from "ava";
import { ask } from "./helpers/app.js";
import { type Running, runBundle } from "./helpers/bundle.js";
import { until } from "./helpers/until.js";

const RESTARTS = 20;

/** The status, or the code of the error. */
function hello(port: number, agent: Agent | false): Promise<number | string> {
  return new Promise((resolve) => {
    request({ port, host: "127.0.0.1", path: "/hello", agent }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode!));
    })
      .on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}

test(`${RESTARTS} restarts under load lose no request, on kept connections and on new ones`, async (t) => {
  t.timeout(600_000);
  const start = () => runBundle(t, { SHUTDOWN_DELAY: "1" });
  let current: Running = await start();
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const counts = new Map<number | string, number>();
  let isOver = false;
  const clients = [agent, agent, agent, agent, false as const, false as const].map(async (kept) => {
    while (!isOver) {
      const status = await hello(current.ports[0]!, kept);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  });
  for (let restart = 0; restart < RESTARTS; restart++) {
    const [old, next] = [current, await start()];
    old.process.kill("SIGTERM");
    // what stands before it asks, as a proxy or a balancer does, and goes to the other one
    await until(async () => (await ask(`${old.url}/readyz`)).status === 503);
    current = next;
    t.is(await old.exited, 0);
  }
  isOver = true;
  await Promise.all(clients);
  const { 200: answered = 0, ...lost } = Object.fromEntries(counts);
  t.deepEqual(lost, {}, `${answered} were answered`);
  t.true(answered > RESTARTS * 10);
  t.log(`${answered} requests, 0 lost`);
});
