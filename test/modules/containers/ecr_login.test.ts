import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import ecr_login from "../../../src/modules/containers/ecr_login.js";
import { type AwsStub, authorizationToken, startAwsStub } from "../../helpers/aws_stub.js";
import { type Engine, missingForEngine, startEngine } from "../../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../../helpers/docker_registry.js";
import { applied } from "../../helpers/module.js";

const missing = missingForEngine([["docker-registry", "docker-registry"]]);
const folder = mkdtempSync(join(tmpdir(), "tera-ecr-login-"));
const TOKEN = "token-of-the-registry";
let engine: Engine;
let registry: Registry;
let aws: AwsStub;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  registry = await startRegistry(join(folder, "registry"), { password: TOKEN });
  engine = await startEngine(join(folder, "engine"));
  aws = await startAwsStub({
    GetAuthorizationToken: () => authorizationToken(TOKEN, `127.0.0.1:${registry.port}`),
  });
});

test.after.always(async () => {
  await aws?.stop();
  await engine?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = missing ? test.serial.skip : test.serial;
/** A key of its own has a token of its own. */
const given = (name: string, more = {}) => ({
  config_path: join(folder, name),
  region: "us-east-1",
  endpoint_url: aws.endpoint,
  access_key: name,
  secret_key: "secret-of-the-key",
  docker_host: engine.host,
  ...more,
});
const stored = (path: string) => readFileSync(join(path, "config.json"), "utf8");

real("logging in is predicted, done, and then done already", async (t) => {
  const args = given("login");
  const predicted = await applied(ecr_login, args, { check: true });
  t.true(predicted.changed, JSON.stringify(predicted));
  t.false(existsSync(args.config_path));

  const first = await applied(ecr_login, args);
  t.true(first.changed, JSON.stringify(first));
  t.is(first.registry, `127.0.0.1:${registry.port}`);
  t.is(statSync(args.config_path).mode & 0o777, 0o700);
  for (const file of readdirSync(args.config_path))
    t.is(statSync(join(args.config_path, file)).mode & 0o777, 0o600, file);

  for (const check of [true, false]) {
    const again = await applied(ecr_login, args, { check });
    t.false(again.changed, JSON.stringify(again));
  }
  t.true((await applied(ecr_login, { ...args, reauthorize: true })).changed);
  t.is(aws.calls.length, 1, "the token is asked for once in a process");
});

real("what is beside the login holds no secret", async (t) => {
  const args = given("note");
  await applied(ecr_login, args);
  const note = readFileSync(join(args.config_path, "ecr-token"), "utf8");
  t.regex(note, /^127\.0\.0\.1:\d+\n\d+\n[0-9a-f]{40}\n$/);
  t.false(note.includes(JSON.parse(stored(args.config_path)).auths[`127.0.0.1:${registry.port}`].auth));
});

real("a login is renewed where its token ends soon, is not the noted one, or is not accepted", async (t) => {
  const args = given("renewed");
  await applied(ecr_login, args);
  t.true((await applied(ecr_login, { ...args, renew_before: 12 * 3600 })).changed, "ends soon");

  const good = stored(args.config_path);
  const other = good.replace(/"auth": "[^"]*"/, `"auth": "${Buffer.from("AWS:old").toString("base64")}"`);
  writeFileSync(join(args.config_path, "config.json"), other);
  t.true((await applied(ecr_login, args)).changed, "another token than the noted one");
  t.is(stored(args.config_path), good);
});

real("a token that the registry does not accept fails, and is not in the message", async (t) => {
  const wrong = await startAwsStub({
    GetAuthorizationToken: () => ({
      authorizationData: [
        {
          authorizationToken: Buffer.from("AWS:not-the-token").toString("base64"),
          expiresAt: Date.now() / 1000 + 3600,
        },
      ],
    }),
  });
  const args = given("wrong", {
    endpoint_url: wrong.endpoint,
    registry: `https://127.0.0.1:${registry.port}/`,
  });
  for (const check of [true, false]) {
    const result = await applied(ecr_login, args, { check });
    t.true(result.failed);
    t.regex(String(result.msg), /Logging in to 127\.0\.0\.1:\d+ failed - .*(unauthorized|401)/s);
    t.notRegex(String(result.msg), /level=info/, "what the client logs meanwhile is left out");
    t.notRegex(JSON.stringify(result), /not-the-token/);
  }
  await wrong.stop();
});

real("logging out removes this login, and the folder where nothing else is in it", async (t) => {
  const args = given("logout");
  await applied(ecr_login, args);
  const out = { ...args, state: "absent" };
  t.true((await applied(ecr_login, out, { check: true })).changed);
  t.true(existsSync(args.config_path));
  t.true((await applied(ecr_login, out)).changed);
  t.false(existsSync(args.config_path));
  t.false((await applied(ecr_login, out)).changed);

  await applied(ecr_login, args);
  const config = JSON.parse(stored(args.config_path));
  config.auths["other.example"] = { auth: "b3RoZXI6b3RoZXI=" };
  writeFileSync(join(args.config_path, "config.json"), JSON.stringify(config));
  t.true((await applied(ecr_login, out)).changed);
  t.deepEqual(Object.keys(JSON.parse(stored(args.config_path)).auths), ["other.example"]);
});

test("an account has 12 digits, and a key has its secret", (t) => {
  t.deepEqual(ecr_login.validate?.({ account: "1234" }), ["account must have 12 digits, not 1234"]);
  t.is(ecr_login.validate?.({ access_key: "AKIA" }).length, 1);
  t.deepEqual(ecr_login.validate?.({ account: "123456789012" }), []);
});
