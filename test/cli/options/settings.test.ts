import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { parseIni } from "../../../src/cli/options/configuration.js";
import { readSettings } from "../../../src/cli/options/settings.js";
import { Fault } from "../../../src/model/errors.js";
import { scratchFolder } from "../../helpers/scratch.js";

function folder(text?: string): string {
  const path = scratchFolder("settings");
  if (text !== undefined) writeFileSync(join(path, "ansible.cfg"), text);
  return path;
}

const env = { HOME: "/nonexistent" };

test("ansible.cfg beside the user is read, paths are relative to it", (t) => {
  const cwd = folder(`[defaults]
inventory = hosts/prod, /etc/hosts.ini
roles_path = roles:/opt/roles
forks=12   ; a comment
host_key_checking = False
# remote_user = nobody
[privilege_escalation]
become = yes
`);
  const settings = readSettings(env, cwd);
  t.is(settings.configFile, join(cwd, "ansible.cfg"));
  t.deepEqual(settings.inventory, [join(cwd, "hosts/prod"), "/etc/hosts.ini"]);
  t.deepEqual(settings.rolesPath, [join(cwd, "roles"), "/opt/roles"]);
  t.is(settings.forks, 12);
  t.is(settings.checkHostKeys, false);
  t.is(settings.user, undefined);
  t.true(settings.become);
});

test("the environment wins over ansible.cfg", (t) => {
  const cwd = folder("[defaults]\nforks = 12\n");
  t.is(readSettings({ ...env, ANSIBLE_FORKS: "3" }, cwd).forks, 3);
});

test("$ANSIBLE_CONFIG wins over the file beside the user", (t) => {
  const cwd = folder("[defaults]\nforks = 12\n");
  const other = folder("[defaults]\nforks = 99\n");
  t.is(readSettings({ ...env, ANSIBLE_CONFIG: other }, cwd).forks, 99);
  t.is(readSettings({ ...env, ANSIBLE_CONFIG: join(other, "ansible.cfg") }, cwd).forks, 99);
});

test("an ansible.cfg in a folder that everybody may write to is not read", (t) => {
  const cwd = folder("[defaults]\nforks = 12\n");
  chmodSync(cwd, 0o777);
  const settings = readSettings(env, cwd);
  t.is(settings.forks, 200);
  t.regex(settings.warnings[0]!, /world writable/);
});

test("a value that cannot be read is a fault that names where it stands", (t) => {
  const fault = t.throws(() => readSettings({ ...env, ANSIBLE_FORKS: "many" }, folder()), {
    instanceOf: Fault,
  });
  t.is(fault.message, "$ANSIBLE_FORKS is `many`");
  t.is(fault.hint, "it takes a whole number");
  const cwd = folder("[defaults]\ngathering = never\n");
  t.throws(() => readSettings(env, cwd), {
    message: `[defaults] gathering in ${join(cwd, "ansible.cfg")} is \`never\``,
  });
});

test("home is what HOME says", (t) => {
  const home = folder();
  mkdirSync(join(home, "x"));
  writeFileSync(join(home, ".ansible.cfg"), "[defaults]\nremote_user = deploy\n");
  t.is(readSettings({ HOME: home }, join(home, "x")).user, "deploy");
});

test("ini text: sections, comments, continuation lines, values with = in them", (t) => {
  const sections = parseIni("top = ignored\n[a]\nx = 1 = 2\ny: z\n  more\n; no\n\n[b]\nx=\n[a]\nLATE = l\n");
  t.deepEqual(
    [...sections.get("a")!],
    [
      ["x", "1 = 2"],
      ["y", "z\nmore"],
      ["late", "l"],
    ],
  );
  t.deepEqual([...sections.get("b")!], [["x", ""]]);
});
