import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { listen, portOf } from "../src/listen.js";
import { ask, post } from "./helpers/app.js";
import { bundle, runBundle, runToEnd } from "./helpers/bundle.js";
import { freePort } from "./helpers/ports.js";
import { lacks, REDIS } from "./helpers/programs.js";
import { startRedis } from "./helpers/redis.js";
import { until } from "./helpers/until.js";

/** What a deployment asks every host. */
async function smoke(t: ExecutionContext, url: string, digest: string): Promise<void> {
  t.is((await ask(`${url}/healthz`)).status, 200);
  await until(async () => (await ask(`${url}/readyz`)).status === 200);
  t.is(JSON.parse((await ask(`${url}/version`)).text).digest, digest);
  const remembered = await ask(`${url}/hello`);
  t.is(remembered.status, 200);
  t.is(remembered.headers.get("content-type"), "text/plain; charset=utf-8");
  const token = `smoke-${process.pid}<b>&"'`;
  t.is((await post(`${url}/hello`, token)).text, token);
  t.is((await ask(`${url}/hello`)).text, token);
  t.true((await ask(`${url}/`)).text.includes(`smoke-${process.pid}&lt;b&gt;&amp;&quot;&#39;!</h1>`));
  t.is((await post(`${url}/hello`, "")).status, 400);
  t.is((await post(`${url}/hello`, remembered.text)).text, remembered.text);
}

test("the bundle alone passes the smoke checks, with its word in memory", async (t) => {
  const { url, lines } = await runBundle(t, { APP_DIGEST: "sha256:feed" });
  await smoke(t, url, "sha256:feed");
  t.true(lines.some(({ msg }) => msg.startsWith("REDIS_URL is not set: the word is kept in memory")));
});

test("the bundle alone passes the smoke checks, with a password and a database in Redis", async (t) => {
  if (lacks(t, REDIS)) return;
  const redis = await startRedis("--requirepass", "s3cret");
  t.teardown(() => redis.remove());
  const { url } = await runBundle(t, {
    APP_DIGEST: "sha256:feed",
    REDIS_URL: redis.url(3),
    REDIS_PASSWORD: "s3cret",
  });
  await smoke(t, url, "sha256:feed");
  t.is((await ask(`${url}/readyz`)).text, '{"status":"ok","store":"redis"}');
});

test("the bundle has a second port for its metrics, where one is wanted", async (t) => {
  const { ports } = await runBundle(t, { METRICS_PORT: "0" });
  const { text } = await ask(`http://127.0.0.1:${ports[1]}/metrics`);
  t.true(text.includes("nodejs_eventloop_lag_seconds"));
});

test("the bundle stays small enough to be copied to many hosts", (t) => {
  t.true(statSync(`${bundle()}/app.mjs`).size < 700 * 1024);
});

test("a wrong setting is one clear line, before anything listens", (t) => {
  const { status, stdout, stderr } = runToEnd(["app.mjs"], { PORT: "http" });
  t.is(status, 78);
  t.is(stdout, "");
  t.is(stderr, 'webapp: PORT must be a whole number from 0 to 65535, not "http"\n');
});

test("a port that is taken is one clear line as well", async (t) => {
  const server = await listen(() => {}, "127.0.0.1", 0);
  t.teardown(() => void server.close());
  const { status, stderr } = runToEnd(["app.mjs"], { PORT: `${portOf(server)}` });
  t.is(status, 1);
  t.regex(stderr, /^webapp: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+\n$/);
});

test("the container's health check tells a living process from a missing one", async (t) => {
  const { ports } = await runBundle(t, { HOST: "0.0.0.0" });
  t.is(runToEnd(["healthcheck.mjs"], { HOST: "0.0.0.0", PORT: `${ports[0]}` }).status, 0);
  const missing = runToEnd(["healthcheck.mjs"], { PORT: `${await freePort()}` });
  t.is(missing.status, 1);
  t.regex(missing.stderr, /^healthcheck: /);
});

test("the bill of the bundle names the app's packages, and what they bring along", (t) => {
  const { components } = JSON.parse(readFileSync(join(bundle(), "sbom.cdx.json"), "utf8")) as {
    components: { name: string; purl: string }[];
  };
  const { dependencies } = JSON.parse(readFileSync("webapp/package.json", "utf8")) as {
    dependencies: Record<string, string>;
  };
  const purls = components.map(({ purl }) => purl);
  // of `redis` the client alone is in the bundle (scripts/slim.mjs)
  const own = Object.entries(dependencies).filter(([name]) => name !== "redis");
  t.deepEqual(
    own.filter(([name, version]) => !purls.includes(`pkg:npm/${name}@${version}`)),
    [],
  );
  t.true(purls.some((purl) => purl.startsWith("pkg:npm/%40redis/client@")));
  t.true(
    purls.some((purl) => purl.startsWith("pkg:npm/body-parser@")),
    "what packages bring along",
  );
  t.false(
    purls.some((purl) => /esbuild|playwright|%40types/.test(purl)),
    "what only builds is not in it",
  );
});

test("the same sources are the same bundle, to the byte", (t) => {
  const again = mkdtempSync(join(tmpdir(), "webapp-again-"));
  t.teardown(() => rmSync(again, { recursive: true, force: true }));
  t.is(spawnSync(process.execPath, ["webapp/scripts/build.mjs", again]).status, 0);
  for (const file of ["app.mjs", "healthcheck.mjs", "sbom.cdx.json"])
    t.deepEqual(readFileSync(join(again, file)), readFileSync(join(bundle(), file)), file);
});
