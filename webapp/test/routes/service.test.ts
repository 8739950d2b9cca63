import test from "ava";
import { ask, startApp } from "../helpers/app.js";

test("health, readiness and the proxy's name for it answer", async (t) => {
  const { url } = await startApp(t);
  t.is((await ask(`${url}/healthz`)).text, '{"status":"ok"}');
  for (const path of ["/readyz", "/up"]) {
    const { status, text } = await ask(`${url}${path}`);
    t.deepEqual([status, text], [200, '{"status":"ok","store":"memory"}']);
  }
});

test("the version says which build answers, and since when", async (t) => {
  const identity = { APP_VERSION: "1.2.3", APP_REVISION: "abc123", APP_DIGEST: "sha256:feed" };
  const { url, lifecycle } = await startApp(t, identity);
  const { text } = await ask(`${url}/version`);
  t.deepEqual(JSON.parse(text), {
    version: "1.2.3",
    revision: "abc123",
    digest: "sha256:feed",
    started: lifecycle.started,
  });
});

test("metrics count by route, name the build and know no Redis that is not there", async (t) => {
  const { url, metricsUrl } = await startApp(t, { APP_VERSION: "1.2.3", APP_REVISION: "abc123" });
  await ask(`${url}/hello`);
  await ask(`${url}/some/random/path`);
  const { text, headers } = await ask(`${metricsUrl}/metrics`);
  t.regex(headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  t.regex(text, /http_request_duration_seconds_count\{method="GET",route="\/hello",status="200"\} 1\n/);
  t.regex(text, /http_request_duration_seconds_count\{method="GET",route="unmatched",status="404"\} 1\n/);
  t.true(text.includes('build_info{version="1.2.3",revision="abc123"} 1\n'));
  t.false(text.includes("redis_up"));
});

test("metrics say that Redis is down", async (t) => {
  const { metricsUrl } = await startApp(t, { REDIS_URL: "redis://127.0.0.1:1" });
  t.regex((await ask(`${metricsUrl}/metrics`)).text, /^redis_up 0$/m);
});

test("without a port of its own, metrics are for this machine only", async (t) => {
  const { url } = await startApp(t);
  t.is((await ask(`${url}/metrics`)).status, 200);
  t.is((await ask(`${url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.7" } })).status, 404);
});

test("with a port of its own, metrics are there and nowhere else", async (t) => {
  const { url, metricsUrl } = await startApp(t, { METRICS_PORT: "9100" });
  t.is((await ask(`${url}/metrics`)).status, 404);
  t.is((await ask(`${metricsUrl}/metrics`)).status, 200);
  t.is((await ask(`${metricsUrl}/hello`)).status, 404);
});

test("a request keeps its id, if the id is harmless", async (t) => {
  const { url, lines } = await startApp(t);
  const kept = await ask(`${url}/hello`, { headers: { "x-request-id": "trace-1:2.3" } });
  t.is(kept.headers.get("x-request-id"), "trace-1:2.3");
  const made = await ask(`${url}/hello`, { headers: { "x-request-id": "a b{}" } });
  t.regex(made.headers.get("x-request-id")!, /^[0-9a-f-]{36}$/);
  t.deepEqual(
    lines.filter(({ msg }) => msg === "request").map(({ requestId }) => requestId),
    ["trace-1:2.3", made.headers.get("x-request-id")],
  );
});

test("the log tells of requests, but of health checks only when debugging", async (t) => {
  const { url, lines } = await startApp(t, { APP_VERSION: "1.2.3", APP_DIGEST: "sha256:feed" });
  await ask(`${url}/healthz`);
  await ask(`${url}/hello?token=hidden`);
  const [health, hello] = lines.filter(({ msg }) => msg === "request");
  t.like(health!, { level: "debug", path: "/healthz" });
  t.like(hello!, { level: "info", path: "/hello", status: 200, version: "1.2.3", digest: "sha256:feed" });
  t.false(JSON.stringify(lines).includes("hidden"));
});

test("a fault of ours is logged with its cause and told without it", async (t) => {
  const { url, store, lines } = await startApp(t);
  store.read = () => Promise.reject(new Error("inner detail"));
  const { status, text } = await ask(`${url}/hello`);
  t.deepEqual([status, text], [500, "something went wrong"]);
  t.true(lines.some(({ level, err }) => level === "error" && JSON.stringify(err).includes("inner detail")));
});

test("what does not exist is 404 in plain text", async (t) => {
  const { url } = await startApp(t);
  const { status, text, headers } = await ask(`${url}/<script>`);
  t.deepEqual([status, text], [404, "there is nothing here"]);
  t.is(headers.get("content-type"), "text/plain; charset=utf-8");
});
