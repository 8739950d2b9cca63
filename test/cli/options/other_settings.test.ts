import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { settingByName } from "../../../src/cli/options/setting_lookup.js";
import { scratchFolder } from "../../helpers/scratch.js";

const home = scratchFolder("other-settings");

/** The name, its variable ("-": it has none), its places in ansible.cfg, the default; a text, and what is made of it. */
type Row = readonly [
  name: string,
  variable: string,
  places: string[],
  usual: unknown,
  text: string,
  value: unknown,
];

const ROWS: readonly Row[] = [
  [
    "ANSIBLE_PIPELINING",
    "ANSIBLE_PIPELINING",
    ["defaults.pipelining", "connection.pipelining"],
    false,
    "yes",
    true,
  ],
  ["ANSIBLE_NOCOWS", "ANSIBLE_NOCOWS", ["defaults.nocows"], false, "on", true],
  ["ANSIBLE_COW_PATH", "ANSIBLE_COW_PATH", ["defaults.cowpath"], null, "a:b", "a:b"],
  ["COLOR_OK", "ANSIBLE_COLOR_OK", ["colors.ok"], "green", "blue", "blue"],
  ["FACTS_MODULES", "ANSIBLE_FACTS_MODULES", ["defaults.facts_modules"], ["smart"], "a, b", ["a", "b"]],
  [
    "BECOME_PLUGIN_PATH",
    "ANSIBLE_BECOME_PLUGINS",
    ["defaults.become_plugins"],
    ["~/.ansible/plugins/become", "/usr/share/ansible/plugins/become"],
    "/a:/b",
    ["/a", "/b"],
  ],
  ["DEFAULT_INTERNAL_POLL_INTERVAL", "-", ["defaults.internal_poll_interval"], 0.001, "0.5", 0.5],
  ["DEFAULT_ALLOW_UNSAFE_LOOKUPS", "-", ["defaults.allow_unsafe_lookups"], false, "true", true],
  ["COVERAGE_REMOTE_PATHS", "_ANSIBLE_COVERAGE_REMOTE_PATH_FILTER", [], "*", "x", "x"],
  [
    "ssh.ssh_executable",
    "ANSIBLE_SSH_EXECUTABLE",
    ["ssh_connection.ssh_executable"],
    "ssh",
    "/bin/ssh",
    "/bin/ssh",
  ],
  ["DEFAULT_DEBUG", "ANSIBLE_DEBUG", ["defaults.debug"], false, "perhaps", "perhaps"],
];

function cfgOf(place: string, text: string): string {
  const folder = join(home, place);
  mkdirSync(folder, { recursive: true });
  const [section, key] = place.split(".");
  writeFileSync(join(folder, "ansible.cfg"), `[${section}]\n${key} = ${text}\n[other]\n${key} = no\n`);
  return folder;
}

for (const [name, variable, places, usual, text, value] of ROWS)
  test(`${name}, which nothing follows, is read from its places`, (t) => {
    const read = (env: Record<string, string>, cwd = home) =>
      settingByName(name, { env: { HOME: home, ...env }, cwd });
    t.deepEqual(read({}), { value: usual as never, origin: "default" });
    if (variable !== "-")
      t.deepEqual(read({ [variable]: text }), { value: value as never, origin: `env: ${variable}` });
    for (const place of places) {
      const cwd = cfgOf(place, text);
      t.deepEqual(read({}, cwd), { value: value as never, origin: join(cwd, "ansible.cfg") }, place);
      if (variable !== "-")
        t.is(read({ [variable]: text }, cwd)?.origin, `env: ${variable}`, "it comes first");
    }
  });

test("a part of a name is no name; the file itself has one", (t) => {
  const where = { env: { HOME: home }, cwd: home };
  for (const name of ["COLOR", "COLOR_O", "COLOR_OK text", "", "ssh"])
    t.is(settingByName(name, where), undefined);
  t.deepEqual(settingByName("CONFIG_FILE", where), { value: null, origin: "default" });
  const cwd = cfgOf("colors.ok", "red");
  t.is(settingByName("CONFIG_FILE", { ...where, cwd })?.value, join(cwd, "ansible.cfg"));
});

/** The first that is there counts. */
const FILES: readonly (readonly [
  what: string,
  env: (folder: string) => string | undefined,
  found: string,
])[] = [
  ["the named one", (folder) => join(folder, "named.cfg"), "named.cfg"],
  ["that in the named folder", (folder) => join(folder, "inner"), "inner/ansible.cfg"],
  ["one that is named from here", () => "named.cfg", "named.cfg"],
  ["that beside the user, where the named one is not there", () => "nowhere.cfg", "ansible.cfg"],
  ["that beside the user, where the name is empty", () => "", "ansible.cfg"],
  ["that beside the user", () => undefined, "ansible.cfg"],
];

for (const [what, named, found] of FILES)
  test(`which ansible.cfg is read: ${what}`, (t) => {
    const folder = join(home, "which");
    for (const name of ["named.cfg", "ansible.cfg", "inner/ansible.cfg", "home/.ansible.cfg"]) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), "");
    }
    const env = { HOME: join(folder, "home"), ANSIBLE_CONFIG: named(folder) };
    t.is(settingByName("CONFIG_FILE", { env, cwd: folder })?.value, join(folder, found));
  });

test("which ansible.cfg is read: that of the user, where none is beside", (t) => {
  const folder = join(home, "elsewhere");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, ".ansible.cfg"), "");
  const where = { env: { HOME: folder }, cwd: folder };
  t.is(settingByName("CONFIG_FILE", where)?.value, join(folder, ".ansible.cfg"));
});
