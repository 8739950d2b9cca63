import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";

const REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const IMAGE = `${REGISTRY}/tera/webapp@sha256:${"ab".repeat(32)}`;
const VALUES: Readonly<Record<string, string>> = {
  region: "eu-west-1",
  parameter: "/tera/dev/webapp/current-release",
  password_parameter: "/tera/dev/redis-password",
  port: "8080",
  redis_url: "rediss://cache.example:6379/0",
};

/** The script of user data as Terraform makes it, with a password. */
function userData(): string {
  return readFileSync("terraform/deploy/scaled.sh.tftpl", "utf8")
    .replace(/%\{ if .* ~\}\n([\s\S]*?)%\{ else ~\}\n[\s\S]*?%\{ endif ~\}\n/, "$1")
    .replace(/(?<!\$)\$\{(\w+)\}/g, (_, name: string) => VALUES[name]!)
    .replaceAll("$${", "${");
}

/** Runs the part that brings the release, with programs that note what they are asked. */
async function born(t: { teardown(end: () => void): void }, release: string) {
  const folder = mkdtempSync(join(tmpdir(), "tera-born-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "bin"));
  const program = (name: string, does: string) => {
    writeFileSync(join(folder, "bin", name), `#!/bin/bash\necho "${name} $*" >>${folder}/calls\n${does}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  };
  program(
    "aws",
    `case "$*" in *current-release*) echo '${release}' ;; *redis-password*) echo secret ;; *) echo token ;; esac`,
  );
  program("docker", "case $1 in login) cat >/dev/null ;; esac");
  const inner = /current-release <<'END'\n([\s\S]*?)\nEND\n/.exec(userData())![1]!;
  const script = inner.replaceAll("/etc/tera/webapp", `${folder}/webapp`);
  const ran = await execa("bash", ["-c", script], {
    env: { PATH: `${folder}/bin:${process.env.PATH}` },
    reject: false,
  });
  return { folder, ran, calls: readFileSync(join(folder, "calls"), "utf8").trim().split("\n") };
}

test("a host that is born pulls the release that was noted, by digest, with its own role, and keeps no login", async (t) => {
  const { ran, calls, folder } = await born(t, IMAGE);
  t.is(ran.exitCode, 0, ran.stderr);
  const start = calls.findIndex((call) => call.startsWith("docker run "));
  t.deepEqual(
    calls.filter((call) => call.startsWith("docker")).map((call) => call.split(" ").slice(0, 2).join(" ")),
    ["docker login", "docker pull", "docker rm", "docker run", "docker logout"],
  );
  t.true(calls.includes(`docker pull --quiet ${IMAGE}`));
  t.true(calls.includes(`docker logout ${REGISTRY}`));
  t.regex(calls[start]!, / --publish 8080:8080 .* --env REDIS_URL=rediss:\/\/cache\.example:6379\/0 /);
  t.true(calls[start]!.endsWith(` --env APP_DIGEST=sha256:${"ab".repeat(32)} ${IMAGE}`));
  t.is(readFileSync(join(folder, "webapp/redis_password"), "utf8"), "secret");
  for (const call of calls) t.notRegex(call, /secret\b|token/);
});

test("before the first release a host that is born starts nothing, and says why", async (t) => {
  const { ran, calls } = await born(t, "none");
  t.is(ran.exitCode, 1);
  t.is(ran.stderr, "no release yet: none");
  t.false(calls.some((call) => call.startsWith("docker")));
});

test("the whole script is one that bash reads", async (t) => {
  t.is((await execa("bash", ["-n"], { input: userData(), reject: false })).exitCode, 0);
});
