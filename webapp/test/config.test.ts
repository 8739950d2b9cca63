import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { readConfig } from "../src/config.js";
import { ConfigError, type Env } from "../src/env.js";

const folder = mkdtempSync(join(tmpdir(), "webapp-config-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("nothing set is a service on this machine, with its word in memory", (t) => {
  t.deepEqual(readConfig({}), {
    host: "127.0.0.1",
    port: 8080,
    metricsPort: undefined,
    redis: undefined,
    staleSeconds: 60,
    shutdownDelay: 0,
    shutdownTimeout: 25,
    trustProxy: 0,
    rateLimit: 60,
    logLevel: "info",
    identity: { version: "dev", revision: "unknown", digest: "unknown" },
  });
});

test("an empty variable is a variable that is not set", (t) => {
  const names = ["PORT", "HOST", "REDIS_URL", "REDIS_URL_FILE", "TRUST_PROXY", "LOG_LEVEL", "METRICS_PORT"];
  t.deepEqual(readConfig(Object.fromEntries(names.map((name) => [name, ""]))), readConfig({}));
});

test("secrets may come from files, where a line end is no part of them", (t) => {
  const env = {
    REDIS_URL_FILE: file("url", "redis://cache:6379/2\n"),
    REDIS_PASSWORD_FILE: file("password", "s3cret\n"),
  };
  t.deepEqual(readConfig(env).redis, { url: "redis://cache:6379/2", password: "s3cret", timeoutMs: 500 });
});

test("proxies are trusted by number or by address", (t) => {
  t.is(readConfig({ TRUST_PROXY: "2" }).trustProxy, 2);
  t.deepEqual(readConfig({ TRUST_PROXY: "loopback, 10.0.0.0/8,fd00::/8" }).trustProxy, [
    "loopback",
    "10.0.0.0/8",
    "fd00::/8",
  ]);
});

const WRONG: [Env, RegExp][] = [
  [{ PORT: "http" }, /^PORT must be a whole number from 0 to 65535, not "http"$/],
  [{ PORT: "65536" }, /^PORT must be/],
  [{ PORT: "-1" }, /^PORT must be/],
  [{ PORT: "80.5" }, /^PORT must be/],
  [{ METRICS_PORT: "x" }, /^METRICS_PORT must be/],
  [{ STALE_SECONDS: "soon" }, /^STALE_SECONDS must be/],
  [{ SHUTDOWN_DELAY: "5s" }, /^SHUTDOWN_DELAY must be/],
  [{ SHUTDOWN_DELAY: "30" }, /^SHUTDOWN_DELAY \(30\) must be less than SHUTDOWN_TIMEOUT \(25\)$/],
  [{ RATE_LIMIT: "many" }, /^RATE_LIMIT must be/],
  [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL must be one of trace, .*, not "loud"$/],
  [{ TRUST_PROXY: "true" }, /^TRUST_PROXY must be .*"true" is neither$/],
  [{ TRUST_PROXY: "10.0.0.0/33" }, /^TRUST_PROXY must be/],
  [{ REDIS_URL: "localhost:6379" }, /^REDIS_URL must look like redis:/],
  [{ REDIS_URL: "http://localhost" }, /^REDIS_URL must look like redis:/],
  [{ REDIS_URL: "redis://cache/first" }, /^REDIS_URL must look like redis:/],
  [{ REDIS_URL: "redis://a", REDIS_URL_FILE: "/b" }, /^REDIS_URL and REDIS_URL_FILE are both set; keep one$/],
  [{ REDIS_URL_FILE: "/does/not/exist" }, /^REDIS_URL_FILE cannot be read: ENOENT/],
  [{ REDIS_URL_FILE: file("empty", "\n") }, /^REDIS_URL_FILE names an empty file/],
  [{ REDIS_PASSWORD: "s3cret" }, /^REDIS_PASSWORD is set but REDIS_URL is not$/],
];

for (const [env, message] of WRONG) {
  test(`${JSON.stringify(env).replace(folder, "")} is refused`, (t) => {
    t.throws(() => readConfig(env), { instanceOf: ConfigError, message });
  });
}

test("no message repeats a password", (t) => {
  const error = t.throws(() => readConfig({ REDIS_URL: "http://:s3cret@cache" }));
  t.false(error.message.includes("s3cret"));
});
