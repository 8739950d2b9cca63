import { readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";

interface Service {
  ports?: string[];
  healthcheck?: { test: string[] };
  init?: boolean;
  networks: string[];
}

const compose = parse(readFileSync("webapp/compose.yaml", "utf8")) as {
  version?: string;
  services: Record<"web" | "redis", Service>;
  networks: Record<string, { internal?: boolean } | null>;
};
const dockerfile = readFileSync("webapp/Dockerfile", "utf8");

test("only the app can reach Redis: no port of it is published, and its network has no way out", (t) => {
  const { web, redis } = compose.services;
  t.is(redis.ports, undefined);
  t.deepEqual(redis.networks, ["back"]);
  t.deepEqual(web.networks, ["front", "back"]);
  t.true(compose.networks.back?.internal);
});

test("compose watches the health of both services, reaps their orphans and needs no version", (t) => {
  for (const { healthcheck, init } of Object.values(compose.services)) {
    t.true(init);
    t.true((healthcheck?.test.length ?? 0) > 1);
  }
  t.is(compose.version, undefined);
});

test("the image takes its bases as arguments, runs as nobody and starts node without a shell", (t) => {
  t.regex(dockerfile, /^ARG BUILD_IMAGE=/m);
  t.regex(dockerfile, /^ARG RUNTIME_IMAGE=/m);
  t.regex(dockerfile, /^USER \d+:\d+$/m);
  t.regex(dockerfile, /^ENTRYPOINT \["node"\]$/m);
  t.regex(dockerfile, /^HEALTHCHECK .* CMD \["node", "healthcheck\.mjs"\]$/m);
});
