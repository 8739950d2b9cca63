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
  t.regex(dockerfile, /^ARG BUILD_IMAGE=build-base$/m);
  t.regex(dockerfile, /^ARG RUNTIME_IMAGE=runtime-base$/m);
  t.regex(dockerfile, /^USER \d+:\d+$/m);
  t.regex(dockerfile, /^ENTRYPOINT \["node"\]$/m);
  t.regex(dockerfile, /^HEALTHCHECK .* CMD \["node", "healthcheck\.mjs"\]$/m);
});

/** Where a name without a digest is what a registry says today. */
const PINNED: readonly [what: string, text: string][] = [
  ["the Dockerfile", dockerfile],
  ["compose.yaml", readFileSync("webapp/compose.yaml", "utf8")],
  ["the role redis", readFileSync("roles/redis/defaults/main.yml", "utf8")],
];

for (const [what, text] of PINNED)
  test(`every image that ${what} starts from is named by its digest`, (t) => {
    const named = [...text.matchAll(/\b(?:node|redis|gcr\.io\/[\w./-]+):[\w.-]+(@sha256:[0-9a-f]{64})?/g)]
      .filter(([name]) => !/^redis:(6379|\/\/)/.test(name))
      .filter(([name]) => /^(node|redis):\d|^gcr/.test(name));
    t.true(named.length > 0);
    t.deepEqual(
      named.filter(([, digest]) => digest === undefined).map(([name]) => name),
      [],
    );
  });

test("the runtime is slim, has no shell, and keeps the bill of materials", (t) => {
  const runtime = dockerfile.slice(dockerfile.indexOf("AS runtime\n"));
  t.regex(dockerfile, /^FROM gcr\.io\/distroless\/.*:nonroot@sha256:\w+ AS runtime-base$/m);
  t.notRegex(runtime, /^RUN /m);
  t.regex(runtime, /^COPY --from=build .*sbom\.cdx\.json \.\/$/m);
});

test("compose runs the app read-only, without capabilities and without new privileges", (t) => {
  const web = compose.services.web as Service & Record<string, unknown>;
  t.true(web.read_only);
  t.deepEqual(web.cap_drop, ["ALL"]);
  t.deepEqual(web.security_opt, ["no-new-privileges:true"]);
});
