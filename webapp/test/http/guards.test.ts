import test from "ava";
import { type Answer, ask, post, startApp } from "../helpers/app.js";

const change = (url: string, headers: Record<string, string>): Promise<Answer> =>
  post(`${url}/hello`, "changed", headers);

test("every answer carries the headers that keep browsers safe", async (t) => {
  const { url } = await startApp(t);
  for (const path of ["/", "/hello", "/version", "/nothing"]) {
    const { headers } = await ask(`${url}${path}`);
    t.regex(headers.get("content-security-policy")!, /^default-src 'none';style-src 'sha256-/);
    t.is(headers.get("x-content-type-options"), "nosniff");
    t.is(headers.get("x-frame-options"), "DENY");
    t.is(headers.get("referrer-policy"), "same-origin");
    t.is(headers.get("cache-control"), "no-store");
    t.is(headers.get("x-powered-by"), null);
    t.is(headers.get("strict-transport-security"), null);
  }
});

test("another site may not change the word", async (t) => {
  const { url } = await startApp(t);
  const attempts: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site", origin: url },
  ];
  for (const headers of attempts) {
    t.is((await change(url, headers)).status, 403, JSON.stringify(headers));
  }
  const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" };
  t.is((await post(`${url}/`, "word=changed", form)).status, 403);
  t.is((await ask(`${url}/hello`)).text, "World");
});

test("our own page may, and so may clients that are no browsers", async (t) => {
  const { url } = await startApp(t);
  for (const headers of [
    {},
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    { origin: url },
  ]) {
    t.is((await change(url, headers as Record<string, string>)).status, 200, JSON.stringify(headers));
  }
});

test("behind a trusted proxy, our page's origin is the proxy's host", async (t) => {
  const headers = { origin: "https://hello.example", "x-forwarded-host": "hello.example" };
  const trusting = await startApp(t, { TRUST_PROXY: "loopback" });
  t.is((await change(trusting.url, headers)).status, 200);
  const alone = await startApp(t);
  t.is((await change(alone.url, headers)).status, 403);
});

test("too many changes are refused, looking is not", async (t) => {
  const { url } = await startApp(t, { RATE_LIMIT: "2" });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await change(url, {})).status);
  t.deepEqual(statuses, [200, 200, 429]);
  t.is(
    (await post(`${url}/`, "word=x", { "content-type": "application/x-www-form-urlencoded" })).status,
    429,
  );
  for (const path of ["/", "/hello", "/healthz", "/readyz", "/up"])
    t.is((await ask(`${url}${path}`)).status, 200);
});

test("a made-up forwarding header does not give anyone a new limit", async (t) => {
  const { url } = await startApp(t, { RATE_LIMIT: "1" });
  t.is((await change(url, { "x-forwarded-for": "203.0.113.1" })).status, 200);
  t.is((await change(url, { "x-forwarded-for": "203.0.113.2" })).status, 429);
});

test("behind a trusted proxy every client has a limit of its own", async (t) => {
  const { url } = await startApp(t, { RATE_LIMIT: "1", TRUST_PROXY: "1" });
  t.is((await change(url, { "x-forwarded-for": "203.0.113.1" })).status, 200);
  t.is((await change(url, { "x-forwarded-for": "203.0.113.2" })).status, 200);
  t.is((await change(url, { "x-forwarded-for": "198.51.100.9, 203.0.113.2" })).status, 429);
});

test("RATE_LIMIT=0 is no limit", async (t) => {
  const { url } = await startApp(t, { RATE_LIMIT: "0" });
  for (let i = 0; i < 100; i += 1) t.is((await change(url, {})).status, 200);
});
