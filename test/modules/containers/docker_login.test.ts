import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import docker_login from "../../../src/modules/containers/docker_login.js";
import { type Engine, missingForEngine, startEngine } from "../../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../../helpers/docker_registry.js";
import { applied } from "../../helpers/module.js";

const missing = missingForEngine([["docker-registry", "docker-registry"]]);
const folder = mkdtempSync(join(tmpdir(), "tera-login-"));
let engine: Engine;
let registry: Registry;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  registry = await startRegistry(join(folder, "registry"), { password: `it's "$HOME" \\1` });
  engine = await startEngine(join(folder, "engine"));
});

test.after.always(async () => {
  await engine?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = missing ? test.skip : test;
const given = (config: string, more = {}) => ({
  registry_url: `127.0.0.1:${registry.port}`,
  username: registry.username,
  password: registry.password,
  config_path: join(folder, config, "config.json"),
  docker_host: engine.host,
  ...more,
});

real("logging in is predicted, done, and then done already", async (t) => {
  const args = given("login");
  const predicted = await applied(docker_login, args, { check: true });
  t.true(predicted.changed, JSON.stringify(predicted));
  t.throws(() => statSync(args.config_path), { code: "ENOENT" });

  const first = await applied(docker_login, args);
  t.true(first.changed, JSON.stringify(first));
  t.deepEqual(first.login_result, { serveraddress: args.registry_url, username: "AWS" });
  t.is(statSync(args.config_path).mode & 0o777, 0o600);

  for (const check of [true, false]) {
    const again = await applied(docker_login, args, { check });
    t.false(again.changed, JSON.stringify(again));
  }
  t.true((await applied(docker_login, { ...args, reauthorize: true })).changed);
});

real("a wrong password fails, in check mode too, and is not in the message", async (t) => {
  for (const check of [true, false]) {
    const result = await applied(docker_login, given("wrong", { password: "not-the-password" }), { check });
    t.true(result.failed);
    t.regex(String(result.msg), /Logging into 127\.0\.0\.1:\d+ for user AWS failed - .*(unauthorized|401)/s);
    t.notRegex(String(result.msg), /not-the-password/);
  }
});

real("what else is in the configuration stays, and other credentials are replaced", async (t) => {
  const args = given("kept");
  await applied(docker_login, args);
  const config = JSON.parse(readFileSync(args.config_path, "utf8"));
  config.auths["other.example"] = { auth: "b3RoZXI6b3RoZXI=" };
  config.auths[args.registry_url] = { auth: "QVdTOm9sZA==" };
  writeFileSync(args.config_path, JSON.stringify(config));

  const result = await applied(docker_login, args, { diff: true });
  t.true(result.changed);
  t.notRegex(JSON.stringify(result), /QVdTOm9sZA/, "the diff shows no credentials");
  const now = JSON.parse(readFileSync(args.config_path, "utf8"));
  t.is(now.auths["other.example"].auth, "b3RoZXI6b3RoZXI=");
  t.not(now.auths[args.registry_url].auth, "QVdTOm9sZA==");
});

real("logging out removes this registry's credentials only", async (t) => {
  const args = given("logout");
  await applied(docker_login, args);
  const { username, password, ...out } = { ...args, state: "absent" };
  const config = JSON.parse(readFileSync(args.config_path, "utf8"));
  config.auths["other.example"] = { auth: "b3RoZXI6b3RoZXI=" };
  writeFileSync(args.config_path, JSON.stringify(config));

  t.true((await applied(docker_login, out, { check: true })).changed);
  t.truthy(JSON.parse(readFileSync(args.config_path, "utf8")).auths[args.registry_url]);
  t.true((await applied(docker_login, out)).changed);
  t.deepEqual(Object.keys(JSON.parse(readFileSync(args.config_path, "utf8")).auths), ["other.example"]);
  t.false((await applied(docker_login, out)).changed);
});

test("user and password are asked for before the first connection", (t) => {
  t.deepEqual(docker_login.validate?.({}), ["username and password are required unless state is absent"]);
  t.deepEqual(docker_login.validate?.({ state: "absent" }), []);
});
