import test from "ava";
import { Secret } from "../../../src/model/secret.js";
import { encryptVault } from "../../../src/yaml/vault.js";
import { typedBeside, typedFiles } from "../../helpers/typed.js";

const secrets = new Map([["default", new Secret("opensesame")]]);
const vaulted = (plain: string) => encryptVault(plain, secrets.get("default")!);
const unlocked = ["--vault-password-file", "password"];
const indented = (text: string) => text.trim().replace(/^/gm, "            ");

const inventory = `
all:
  hosts:
    web:
      ansible_connection: local
      word: !vault |
${indented(vaulted("extraordinary"))}
`;
const play = `
- hosts: web
  gather_facts: false
  tasks:
    - name: said
      debug: msg="{{ word }} {{ word | length }}"
`;

test("vaulted values of an inventory are read, and masked wherever they would be shown", async (t) => {
  const files = { "play.yml": play, "hosts.yml": inventory, password: "opensesame\n" };
  const { code, results, stdout } = await typedFiles(files, ["-i", "hosts.yml", ...unlocked]);
  t.is(code, 0);
  t.is(results("said")[0]?.msg, "******** 13");
  t.false(stdout.includes("extraordinary"));
});

test("an inventory that is encrypted as a whole is read", async (t) => {
  const files = {
    "play.yml": play,
    hosts: vaulted("web ansible_connection=local word=plain\n"),
    password: "opensesame\n",
  };
  const { code, results } = await typedFiles(files, ["-i", "hosts", ...unlocked]);
  t.is(code, 0);
  t.is(results("said")[0]?.msg, "******** 5");
});

test("an inventory that cannot be decrypted is named", async (t) => {
  const files = { "play.yml": play, hosts: vaulted("web\n") };
  const { code, stderr, stdout } = await typedFiles(files, ["-i", "hosts"]);
  t.not(code, 0);
  t.regex(stdout + stderr, /no vault secrets[\s\S]*hosts:1:1/);
});

const doubled = `
- hosts: localhost
  gather_facts: false
  tasks:
    - name: said
      debug:
        msg: first
        msg: second
`;

test("a key that stands twice is what $ANSIBLE_DUPLICATE_YAML_DICT_KEY says, by default a fault", async (t) => {
  const run = (env: Record<string, string>) => typedFiles({ "play.yml": doubled }, undefined, env);
  const [fault, warning, ignored] = await Promise.all([
    run({}),
    run({ ANSIBLE_DUPLICATE_YAML_DICT_KEY: "warn" }),
    run({ ANSIBLE_DUPLICATE_YAML_DICT_KEY: "ignore" }),
  ]);
  t.not(fault.code, 0);
  t.is(warning.results("said")[0]?.msg, "second");
  t.true(warning.events.some((event) => event.type === "message" && /msg/.test(event.text)));
  t.is(ignored.results("said")[0]?.msg, "second");
  t.false(ignored.events.some((event) => event.type === "message"));
});

test("--list-tasks shows templated tags with what is known before the run", async (t) => {
  const text = `
- hosts: localhost
  vars: { mine: [red, blue] }
  tasks:
    - name: tagged
      tags: ["{{ mine }}", "{{ unknown_yet }}", green]
      debug:
`;
  const { stdout } = await typedBeside({ "play.yml": text }, ["playbook", "--list-tasks", "play.yml"]);
  t.regex(stdout, /tagged\tTAGS: \[blue, green, red, \{\{ unknown_yet \}\}\]/);
});

test("the live view writes no control sequence where there is no terminal", async (t) => {
  const args = ["playbook", "-i", "localhost,", "-c", "local", "--output", "listr2", "play.yml"];
  const text =
    "- hosts: localhost\n  gather_facts: false\n  tasks:\n    - name: greet\n      debug: msg=hi\n";
  const { code, stdout } = await typedBeside({ "play.yml": text }, args, {
    env: { FORCE_COLOR: "" },
  });
  t.is(code, 0);
  t.true(stdout.includes("greet"));
  t.false(stdout.includes("\u001b"));
});
