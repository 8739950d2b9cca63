import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import type { Controller } from "../../../src/model/module.js";
import ecr_login from "../../../src/modules/containers/ecr_login.js";
import { type AwsStub, authorizationToken, startAwsStub } from "../../helpers/aws_stub.js";
import { runFiles } from "../../helpers/play.js";

/** Docker's client in the place of the real one: what it is called with can be read here, on any machine. */
const TOKEN = "token-of-the-registry";
const AUTH = Buffer.from(`AWS:${TOKEN}`).toString("base64");
const REGISTRY = "registry.example:5000";
const folder = mkdtempSync(join(tmpdir(), "tera-ecr-secrets-"));
const called = join(folder, "called");
const refuses = join(folder, "refuses");
let aws: AwsStub;

test.before(async () => {
  aws = await startAwsStub({ GetAuthorizationToken: () => authorizationToken(TOKEN, REGISTRY) });
  const client = `#!/bin/sh
# its arguments, and the environment that it was given
{ echo "$*"; env; } >>${called}
case $* in
*--password-stdin*) printf '{"auths":{"${REGISTRY}":{"auth":"%s"}}}' "$(printf 'AWS:%s' "$(cat)" | base64)" >"$2/config.json" ;;
*) [ ! -e ${refuses} ] ;;
esac
`;
  writeFileSync(join(folder, "docker"), client, { mode: 0o755 });
});
test.after.always(async () => {
  await aws?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const loggedIn = (name: string, ...more: object[]) => {
  const login = { config_path: join(folder, name), region: "us-east-1", secret_key: "secret-of-the-key" };
  const tasks = [
    { name: "Login", "tera.aws.ecr_login": { ...login, access_key: "AKIDEXAMPLE" } },
    { name: "Again", "tera.aws.ecr_login": { ...login, access_key: "AKIDEXAMPLE" } },
    ...more,
  ];
  const text = JSON.stringify([{ hosts: "all", gather_facts: false, tasks }]);
  const args = ["-i", "localhost,", "-c", "local", "-vvv"];
  return runFiles({ "play.yml": text }, args, { ...aws.env, PATH: `${folder}:${process.env.PATH}` });
};

test.serial("a token is in no argument and no environment of a program, and in no report", async (t) => {
  const show = {
    name: "Show",
    "ansible.builtin.shell": `cat ${folder}/shown/config.json; echo; echo ${TOKEN}`,
  };
  const run = await loggedIn("shown", show);
  t.is(run.code, 0, run.stdout + run.stderr);
  const log = readFileSync(called, "utf8");
  t.regex(log, /^--config \S+ login --username AWS --password-stdin registry\.example:5000$/m);
  for (const secret of [TOKEN, AUTH, "secret-of-the-key"]) t.false(log.includes(secret), log);
  // a later task prints what Docker keeps, and the token itself
  t.true(readFileSync(join(folder, "shown/config.json"), "utf8").includes(AUTH));
  t.is(run.results("Show")[0]?.stdout, `{"auths":{"${REGISTRY}":{"auth":"********"}}}\n********`);
  for (const secret of [TOKEN, AUTH, "secret-of-the-key"])
    t.false((run.stdout + run.stderr).includes(secret), run.stdout);
});

test.serial("a login is kept only while it is the noted one, and the registry accepts it", async (t) => {
  const [again] = (await loggedIn("kept")).results("Again");
  t.false(again?.changed, JSON.stringify(again));

  const config = join(folder, "kept/config.json");
  writeFileSync(
    config,
    readFileSync(config, "utf8").replace(AUTH, Buffer.from("AWS:old").toString("base64")),
  );
  t.true((await loggedIn("kept")).results("Login")[0]?.changed, "the note speaks of another one");
  t.true(readFileSync(config, "utf8").includes(AUTH));

  writeFileSync(refuses, "");
  t.true((await loggedIn("kept")).results("Login")[0]?.changed, "the registry does not accept it");
  rmSync(refuses);
  t.false((await loggedIn("kept")).results("Login")[0]?.changed);
});

test("the keys of AWS stay on the controller", async (t) => {
  const args = {
    region: "us-east-1",
    endpoint_url: aws.endpoint,
    access_key: "AKID",
    secret_key: "of-the-key",
  };
  const controller = { hide: () => {} } as unknown as Controller;
  for (const state of ["present", "absent"]) {
    const { vars } =
      (await ecr_login.bring!({ ...args, state, session_token: "x" } as never, controller)) ?? {};
    t.like(vars, { access_key: "", secret_key: "", session_token: "" }, state);
  }
});
