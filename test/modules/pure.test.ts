import { existsSync, readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { convertArgs } from "../../src/model/args.js";
import { type Controller, type Module, wrongTogether } from "../../src/model/module.js";
import type { PlainDict } from "../../src/model/value.js";
import { MODULES } from "../../src/modules/index.js";
import { type AnswerRows, answerOf, withoutUndefined } from "../helpers/module_answers.js";

type Rows = Record<string, [given: PlainDict, expected: unknown][]>;
const rowsOf = (name: string): Rows => parse(readFileSync(`test/modules/${name}.yml`, "utf8"));

/** A module, and arguments as it gets them. */
async function prepared(name: string, given: PlainDict) {
  const module = (await MODULES[name]!()).default as unknown as Module;
  const { args, problems } = convertArgs(module.args, given);
  return { module, args, problems: problems.filter(({ kind }) => kind !== "missing") };
}

const written = (given: unknown) => JSON.stringify(given);

for (const [name, rows] of Object.entries(rowsOf("together")))
  for (const [given, expected] of rows)
    test(`${name} ${written(given)}: ${written(expected)} is told before a host is asked`, async (t) => {
      const { module, args, problems } = await prepared(name, given);
      t.deepEqual(problems, []);
      t.deepEqual(wrongTogether(module, args, given), expected as string[]);
    });

/** Of AWS, of containers and of programs: what is together there has tests of its own. */
const TOGETHER_ELSEWHERE = /^ecs_|^docker_container$|^shell$/;

test("every module that looks at its arguments together has rows", async (t) => {
  const found = new Set<string>();
  for (const name of Object.keys(MODULES).filter((one) => !one.includes("."))) {
    const { validate, ...module } = (await MODULES[name]!()).default as unknown as Module;
    if (validate) found.add(module.name);
    for (const group of module.exclusive ?? [])
      t.true(JSON.stringify(rowsOf("together")[module.name]).includes(`exclusive: ${group}`), group);
  }
  const known = Object.keys(rowsOf("together"));
  t.deepEqual(
    [...found].filter((name) => !known.includes(name) && !TOGETHER_ELSEWHERE.test(name)),
    [],
  );
});

for (const [name, rows] of Object.entries(rowsOf("told_to_hosts")))
  for (const [given, expected] of rows)
    test(`${name} ${written(given)}: the host is told ${written(expected)}`, async (t) => {
      const { module, args, problems } = await prepared(name, given);
      t.deepEqual(problems, []);
      const vars = module.vars?.(args) ?? {};
      const some = Object.keys(expected as object).map((key) => [key, vars[key]]);
      t.deepEqual(Object.fromEntries(some), expected);
    });

/** Modules whose rows stand in tests of their own. */
const ELSEWHERE = ["iptables"];

test("every module that makes something of its arguments before a host is told of them has rows", async (t) => {
  const names = Object.keys(MODULES).filter((name) => !name.includes("."));
  const found = new Set<string>();
  for (const name of names) {
    const { default: module } = await MODULES[name]!();
    // one without arguments makes nothing of them
    if ((module.vars?.length ?? 0) > 0) found.add(module.name);
  }
  t.deepEqual([...found].sort(), [...Object.keys(rowsOf("told_to_hosts")), ...ELSEWHERE].sort());
});

for (const [name, rows] of Object.entries(rowsOf("writes")))
  for (const [given, expected] of rows)
    test(`${name} ${written(given)} writes ${written(expected)}`, async (t) => {
      const { module, args } = await prepared(name, given);
      t.deepEqual(module.writes?.(args), (expected ?? undefined) as string[] | undefined);
    });

test("every module that says where it writes has rows, and those without arguments for it write nowhere", async (t) => {
  const found = new Set<string>();
  for (const name of Object.keys(MODULES).filter((one) => !one.includes("."))) {
    const { writes, ...module } = (await MODULES[name]!()).default as unknown as Module;
    if (writes === undefined) continue;
    if (writes.length > 0) found.add(module.name);
    else t.deepEqual(writes({}), [], name);
  }
  t.deepEqual([...found].sort(), Object.keys(rowsOf("writes")).sort());
});

const ANSWERS = parse(readFileSync("test/modules/results.yml", "utf8")) as AnswerRows;

for (const [name, rows] of Object.entries(ANSWERS))
  for (const [given, answer, expected] of rows)
    test(`of ${name} ${written(given)} and ${written(answer)} a result is made`, async (t) => {
      const { module, args } = await prepared(name, given);
      const made = await module.result!(answerOf(answer), args, {} as Controller);
      t.deepEqual(withoutUndefined(made), expected);
    });

test("every module without recorded cases has rows for what it makes of an answer, where that asks for nothing more", async (t) => {
  const found: string[] = [];
  for (const name of Object.keys(MODULES).filter((one) => !one.includes("."))) {
    const module = (await MODULES[name]!()).default as unknown as Module;
    const isRecorded = existsSync(`test/modules/cases/${module.name}.yml`);
    if (module.name === name && module.result && module.result.length < 3 && !isRecorded) found.push(name);
  }
  t.deepEqual(found.sort(), Object.keys(ANSWERS).sort());
});

/** Other hosts may see what these do, or they see what other hosts have done. */
const NOT_LOCAL = [
  ...["command", "docker_container", "docker_image_pull", "docker_login", "docker_network", "ecr_login"],
  ...[
    "iptables",
    "mount",
    "raw",
    "release_info",
    "release_lock",
    "release_proxy",
    "release_prune",
    "release_ready",
    "release_retire",
  ],
  ...["script", "service", "shell", "systemd", "sysvinit", "uri", "wait_for"],
  ...["win_chocolatey", "win_command", "win_feature", "win_firewall", "win_firewall_rule", "win_hotfix"],
  ...[
    "win_optional_feature",
    "win_package",
    "win_powershell",
    "win_shell",
    "win_uri",
    "win_wait_for",
    "win_wait_for_process",
  ],
];

test("modules that touch nothing but their host are known as such", async (t) => {
  const names = Object.keys(MODULES).filter((name) => !name.includes("."));
  const found = new Set<string>();
  for (const name of names) {
    const { default: module } = await MODULES[name]!();
    if (module.hostLocal !== true && module.here === undefined) found.add(module.name);
  }
  t.deepEqual([...found].sort(), NOT_LOCAL);
});

for (const quiet of [true, false])
  test(`assert ${quiet ? "says nothing" : "tells what it found"} where it is ${quiet ? "" : "not "}to be quiet`, async (t) => {
    const { module, args } = await prepared("assert", { that: ["a"], quiet });
    for (const held of [true, false]) {
      const result = await module.here!(args, { holds: () => held } as unknown as Controller);
      t.is(result._ansible_verbose_always, quiet ? undefined : true);
      t.is(result.failed === true, !held);
    }
  });

test("win_copy sends a folder as one file with a list, its own name in front unless / ends it", async (t) => {
  const files: Record<string, string> = { "/f/a": "one", "/f/d/b": "second" };
  const controller = {
    find: (_folder: string, name: string) => `/${name}`,
    stat: async () => ({ kind: "directory", size: 0, mode: 0o755 }),
    walk: async () => [
      { path: "a", kind: "file", mode: 0o644 },
      { path: "d", kind: "directory", mode: 0o755 },
      { path: "d/b", kind: "file", mode: 0o644 },
    ],
    localFile: async (path: string) => ({
      sha1: `sha1 of ${path}`,
      size: files[path]!.length,
      content: path,
    }),
    joined: async (all: object[]) => all,
  } as unknown as Controller;
  for (const [src, top] of [
    ["f", "f/"],
    ["f/", ""],
  ] as const) {
    const { module, args } = await prepared("win_copy", { src, dest: "C:\\a" });
    const brought = await module.powershell!.bring!(args, controller);
    t.deepEqual(brought.vars, {
      list: [`sha1 of /f/a 0 3 ${top}a`, `sha1 of /f/d/b 3 6 ${top}d/b`],
      folders: [...(top ? ["f"] : []), `${top}d`],
    });
  }
});
