import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import test, { type ExecutionContext } from "ava";
import { ask, post, startApp, startReadyApp } from "../helpers/app.js";
import { freePort } from "../helpers/ports.js";
import { lacks, REDIS } from "../helpers/programs.js";
import { RedisServer, startRedis } from "../helpers/redis.js";
import { until } from "../helpers/until.js";

const statusOf = async (url: string) => (await ask(url)).status;
const IMPATIENT = { REDIS_TIMEOUT_MS: "300" };
const ready = (url: string) => until(async () => (await statusOf(`${url}/readyz`)) === 200);

async function redisFor(t: ExecutionContext, ...options: string[]): Promise<RedisServer> {
  const redis = await startRedis(...options);
  t.teardown(() => redis.remove());
  return redis;
}

test("a new release finds the word it left", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t);
  const before = await startApp(t, { REDIS_URL: redis.url() });
  await ready(before.url);
  await post(`${before.url}/hello`, "kept");
  const after = await startApp(t, { REDIS_URL: redis.url() });
  await ready(after.url);
  t.is((await ask(`${after.url}/hello`)).text, "kept");
});

test("while Redis is away the last word is served as stale, and nothing pretends to be saved", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t);
  const { url } = await startReadyApp(t, { REDIS_URL: redis.url() });
  await post(`${url}/hello`, "before");
  await redis.stop();

  const hello = await ask(`${url}/hello`);
  t.deepEqual([hello.status, hello.text, hello.headers.get("x-stale")], [200, "before", "1"]);
  t.deepEqual((({ status, text }) => [status, text])(await post(`${url}/hello`, "lost")), [
    503,
    "the store cannot be reached",
  ]);
  const page = await ask(`${url}/`);
  t.is(page.status, 200);
  t.regex(page.text, /<h1>Hello before!<\/h1>\n<p role="alert">/);
  await until(async () => (await statusOf(`${url}/readyz`)) === 503);
  t.is((await ask(`${url}/readyz`)).text, '{"status":"unavailable","store":"redis"}');
  t.is(await statusOf(`${url}/healthz`), 200);

  await redis.start();
  await ready(url);
  const back = await ask(`${url}/hello`);
  t.deepEqual([back.text, back.headers.get("x-stale")], ["before", null]);
  t.is((await post(`${url}/hello`, "after")).status, 200);
  t.is((await ask(`${url}/hello`)).text, "after");
});

test("with STALE_SECONDS=0 there is no last word", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t);
  const { url } = await startReadyApp(t, { REDIS_URL: redis.url(), STALE_SECONDS: "0" });
  t.is(await statusOf(`${url}/hello`), 200);
  await redis.stop();
  const { status, text } = await ask(`${url}/hello`);
  t.deepEqual([status, text], [503, "the store cannot be reached"]);
});

test("the app starts without Redis and is ready once Redis is there", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = new RedisServer(await freePort());
  t.teardown(() => redis.remove());
  const { url, lines } = await startApp(t, { REDIS_URL: redis.url() });
  t.is(await statusOf(`${url}/healthz`), 200);
  t.is(await statusOf(`${url}/up`), 503);
  t.is(await statusOf(`${url}/hello`), 503);
  const page = await ask(`${url}/`);
  t.deepEqual([page.status, page.headers.get("x-stale")], [200, "1"]);
  t.true(page.text.includes("<h1>Hello World!</h1>"));
  await until(() => lines.some(({ msg }) => msg === "redis cannot be reached, still trying"));

  await redis.start();
  await ready(url);
  t.is((await ask(`${url}/hello`)).text, "World");
  t.is(lines.filter(({ msg }) => msg === "redis cannot be reached, still trying").length, 1);
});

test("a Redis that hangs is treated as a Redis that is away", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t);
  const { url } = await startApp(t, { REDIS_URL: redis.url(), ...IMPATIENT });
  await until(async () => (await post(`${url}/hello`, "before")).status === 200);
  redis.freeze();
  t.is((await ask(`${url}/hello`)).headers.get("x-stale"), "1");
  t.is((await post(`${url}/hello`, "lost")).status, 503);
  await until(async () => (await statusOf(`${url}/readyz`)) === 503);
  redis.thaw();
  await ready(url);
});

test("a connection that went silent is replaced by a new one", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t);
  const line = await cuttableLine(t, redis.port);
  const { url, lines } = await startApp(t, { REDIS_URL: `redis://127.0.0.1:${line.port}`, ...IMPATIENT });
  await until(async () => (await post(`${url}/hello`, "kept")).status === 200);
  line.goSilent();
  t.is((await ask(`${url}/hello`)).headers.get("x-stale"), "1");
  await until(async () => (await ask(`${url}/hello`)).headers.get("x-stale") === null);
  t.true(line.connections() > 1);
  t.true(lines.some(({ msg }) => msg === "redis has gone silent, connecting anew"));
});

test("a Redis that refuses to write is no success", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t, "--maxmemory", "1");
  const { url } = await startReadyApp(t, { REDIS_URL: redis.url() });
  t.is((await post(`${url}/hello`, "lost")).status, 503);
  t.is((await ask(`${url}/hello`)).text, "World");
});

test("a password opens Redis, from the variable or from the URL", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t, "--requirepass", "s3cret/+");
  const given = await startApp(t, { REDIS_URL: redis.url(), REDIS_PASSWORD: "s3cret/+" });
  const inUrl = await startApp(t, { REDIS_URL: `redis://:s3cret%2F%2B@127.0.0.1:${redis.port}` });
  await ready(given.url);
  await ready(inUrl.url);
  t.is((await post(`${given.url}/hello`, "opened")).status, 200);
  t.is((await ask(`${inUrl.url}/hello`)).text, "opened");
});

test("a wrong password is named in the log, but not shown", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await redisFor(t, "--requirepass", "right");
  const { url, lines } = await startApp(t, { REDIS_URL: `redis://:wr0ng@127.0.0.1:${redis.port}` });
  await until(() => lines.some(({ reason }) => String(reason).includes("WRONGPASS")));
  t.is(await statusOf(`${url}/readyz`), 503);
  t.false(JSON.stringify(lines).includes("wr0ng"));
});

/** A proxy to Redis whose first connection can be made to swallow everything. */
async function cuttableLine(t: ExecutionContext, port: number) {
  const ends: Socket[] = [];
  let connections = 0;
  let silence = () => {};
  const server = createServer((client) => {
    connections += 1;
    const redis = createConnection(port, "127.0.0.1");
    client.on("error", () => redis.destroy()).pipe(redis);
    redis.on("error", () => client.destroy()).pipe(client);
    ends.push(client, redis);
    if (connections === 1) silence = () => void redis.unpipe(client).resume();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    for (const socket of ends) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    goSilent: () => silence(),
    connections: () => connections,
  };
}
