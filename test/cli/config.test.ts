import test from "ava";
import { CONSTANTS } from "../../src/cli/options/constants.js";
import { SETTINGS } from "../../src/cli/options/settings.js";
import { typedBeside } from "../helpers/typed.js";

const cfg = "[defaults]\nforks = 7\nroles_path = mine:/opt/roles\n[privilege_escalation]\nbecome = yes\n";

const config = (args: readonly string[], env: Record<string, string> = {}) =>
  typedBeside(
    { "ansible.cfg": cfg, "other.cfg": "[defaults]\nremote_user = admin\n", "no-ending": "" },
    ["config", ...args],
    { env: { HOME: "/nonexistent", ...env } },
  );

test("config dump says what holds, and who says so", async (t) => {
  const { stdout } = await config(["dump", "--only-changed"], { ANSIBLE_REMOTE_USER: "deploy" });
  t.deepEqual(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/\/\S*\/tera-play-\w+\//g, "")),
    [
      "CONFIG_FILE() = ansible.cfg",
      "DEFAULT_BECOME(ansible.cfg) = True",
      "DEFAULT_FORKS(ansible.cfg) = 7",
      "DEFAULT_REMOTE_USER(env: ANSIBLE_REMOTE_USER) = deploy",
      "DEFAULT_ROLES_PATH(ansible.cfg) = ['mine', '/opt/roles']",
    ],
  );
  const all = (await config(["dump"])).stdout;
  t.is(all.trimEnd().split("\n").length, Object.keys(SETTINGS).length + 1);
  t.regex(all, /^DEFAULT_TRANSPORT\(default\) = ssh$/m);
});

test("config view prints the file, config list all names, config init a new file", async (t) => {
  t.is((await config(["view"])).stdout, cfg);
  t.regex((await config(["view", "-c", "other.cfg"])).stdout, /remote_user = admin/);
  const list = (await config(["list"])).stdout;
  for (const name of Object.values(CONSTANTS)) t.true(list.includes(`${name}:`), name);
  const init = (await config(["init", "--disabled"])).stdout;
  t.regex(init, /^\[privilege_escalation\]$/m);
  t.deepEqual(init.match(/^[^#;[\n].*$/gm), null, "everything is a comment");
});

test("config init writes what config reads", async (t) => {
  const made = (await config(["init"])).stdout;
  const { code, stderr } = await typedBeside({ "ansible.cfg": made }, ["config", "dump"], {
    env: { HOME: "/nonexistent" },
  });
  t.is(code, 0, stderr);
  t.is(stderr, "");
});

test("a file that is not there, or is none, is refused", async (t) => {
  t.regex(
    (await config(["view", "-c", "no.cfg"])).stderr,
    /The provided configuration file is missing or not accessible: .*no\.cfg/,
  );
  t.regex((await config(["view", "-c", "no-ending"])).stderr, /Unsupported configuration file extension/);
  t.regex(
    (await typedBeside({}, ["config", "view"], { env: { HOME: "/nonexistent" } })).stderr,
    /Invalid or no config file was supplied/,
  );
  t.regex((await config(["dmup"])).stderr, /did you mean `dump`\?/);
});

test("formats for programs", async (t) => {
  const { stdout } = await config(["dump", "--only-changed", "-f", "json"]);
  const held = JSON.parse(stdout) as { name: string; value: unknown; origin: string }[];
  t.is(held.find(({ name }) => name === "DEFAULT_FORKS")?.value, 7);
});

test("-v tells which file is read, before what it says; other formats say nothing else", async (t) => {
  const first = async (...words: string[]) => (await config(["dump", ...words])).stdout.split("\n")[0];
  t.regex((await first("-v")) ?? "", /^Using \S*\/ansible\.cfg as config file$/);
  t.regex((await first()) ?? "", /^CONFIG_FILE\(\) = \S*\/ansible\.cfg$/);
  const none = await typedBeside({}, ["config", "dump", "-v"], { env: { HOME: "/nonexistent" } });
  t.regex(none.stdout, /^No config file found; using defaults\nCONFIG_FILE\(\) = None\n/);
  t.regex((await first("-f", "yaml")) ?? "", /^- name: /);
  const listed = JSON.parse((await config(["list", "-f", "json"])).stdout);
  t.like(listed.DEFAULT_FORKS, { name: "DEFAULT_FORKS", env: [{ name: "ANSIBLE_FORKS" }] });
  t.regex((await config(["list"])).stdout, /^DEFAULT_FORKS:\n {2}default: 200\n/m);
  t.regex((await config(["init"])).stdout, /^forks=200$/m);
});
