import { resolve } from "node:path";
import test from "ava";
import type { Entry, Task } from "../../src/model/play.js";
import { placeOf } from "../../src/model/source.js";
import type { PlainDict } from "../../src/model/value.js";
import { MODULE_GROUPS, moduleGroupsOf } from "../../src/playbook/module_groups.js";
import { readPlaybook } from "../../src/playbook/playbook.js";
import { allDependencies, exportedDefaults, exportedVars } from "../../src/playbook/role_layers.js";
import { faultsOf, loading, outline, readFiles } from "./reading.js";

const folder = resolve("test/fixtures/playbooks/shop");
const { plays } = readPlaybook(`${folder}/site.yml`, loading);
const [shop, more] = plays as [(typeof plays)[0], (typeof plays)[0]];

function tasksOf(entries: readonly Entry[]): Task[] {
  return entries.flatMap((entry) =>
    entry.kind === "task" ? [entry] : tasksOf([...entry.body, ...entry.rescue, ...entry.always]),
  );
}

function named(name: string): Task {
  const all = [...shop.preTasks, ...shop.roles, ...shop.tasks, ...shop.postTasks, ...shop.handlers];
  return tasksOf(all).find((task) => task.keywords.name?.value === name)!;
}

test("plays of imported playbooks stand in their place", (t) => {
  t.deepEqual(
    plays.map((play) => play.title),
    ["Prepare", "web"],
  );
});

test("dependencies come before the role that wants them, its arguments are checked first", (t) => {
  t.deepEqual(outline(shop.roles), [
    "role common",
    "  Common",
    "block",
    "  role db",
    "    Store",
    "role web",
    "  Validating arguments against arg spec 'main' - the web shop",
    "  Serve",
    "  include_tasks",
  ]);
});

test("imported files stand in their place, blocks keep their sections, includes stay tasks", (t) => {
  t.deepEqual(outline(shop.tasks), [
    "block",
    "  block",
    "    Say",
    "    block",
    "      block",
    "        Beside",
    "      block",
    "        Later",
    "  Guarded",
    "    command",
    "    rescue",
    "      debug",
    "    always",
    "      debug",
    "  include_tasks",
    "  block",
    "    role fruit.stand.apple",
    "      Apple",
  ]);
});

test("a file that an import names is beside the file that names it, or beside those that led there", (t) => {
  t.is(named("Beside").at.path, `${folder}/tasks/deeper/beside.yml`);
  t.is(named("Later").at.path, `${folder}/tasks/later.yml`);
});

test("what stands beside an import bears on its tasks, but is no parameter", (t) => {
  const block = named("Say").parent!;
  t.deepEqual(block.keywords.tags?.value, ["greeting"]);
  t.deepEqual(block.keywords.when?.value, ["word is defined"]);
  t.deepEqual(block.keywords.vars?.value, { word: "hello" });
  t.is(block.isInclude, undefined);
});

test("a role has parameters, defaults, and the files of vars/main/ in order", (t) => {
  const use = named("Serve").role!;
  t.deepEqual(use.params, { size: 12 });
  t.deepEqual(use.role.defaults, { size: 80, colour: "grey" });
  t.deepEqual(use.role.vars, { a: "first", b: "second" });
  t.is(use.role.path, `${folder}/roles/web`);
  const { keywords } = named("Serve").parent!;
  t.deepEqual(keywords.tags?.value, ["front", "edge"]);
  t.is(keywords.vars, undefined);
  t.deepEqual(use.vars, { colour: "red" });
});

test("a dependency inherits what stands beside the role, and names it as its parent", (t) => {
  const store = named("Store");
  t.deepEqual(store.parent?.parent?.keywords.when?.value, ["open_today"]);
  t.deepEqual(
    store.role?.parents.map((use) => use.role.name),
    ["web"],
  );
  t.deepEqual(store.role?.params, { size: "big" });
  t.true(store.role?.role.allowDuplicates);
});

test("a role sees the variables of its dependencies, below its own", (t) => {
  const site = "- hosts: all\n  roles: [top]";
  const [play] = readFiles({
    "site.yml": site,
    "roles/top/meta/main.yml": "dependencies: [low]",
    "roles/top/vars/main.yml": "a: top",
    "roles/low/vars/main.yml": "a: low\nb: low",
    "roles/low/defaults/main.yml": "c: low",
  }).plays;
  const top = play!.usedRoles.at(-1)!;
  t.deepEqual(exportedVars(top), [{ a: "top" }, { a: "low", b: "low" }]);
  t.deepEqual(exportedDefaults(top), [{}, { c: "low" }]);
});

test("a role of a collection knows its collection", (t) => {
  t.is(named("Apple").role?.role.collection, "fruit.stand");
});

test("handlers: those of roles, then the play's, imported files in their place", (t) => {
  const names = shop.handlers.map((task) => [task.keywords.name?.value, task.role?.role.name]);
  t.deepEqual(names, [
    ["restart web", "web"],
    ["restart web", undefined],
    ["Imported handler", undefined],
  ]);
  t.deepEqual(shop.handlers[2]?.keywords.listen?.value, ["tell"]);
});

test("all tasks of the play see its roles, each with the dependencies that come before it", (t) => {
  t.deepEqual(
    shop.usedRoles.map((use) => [use.role.name, allDependencies(use).map((one) => one.role.name)]),
    [
      ["common", []],
      ["web", ["db"]],
      ["fruit.stand.apple", []],
    ],
  );
});

test("key=value text is split, with the place of each value", (t) => {
  const copy = tasksOf(shop.postTasks)[0]!;
  t.deepEqual(copy.args, { src: "a", dest: "/srv/{{ kind }} b" });
  t.is(copy.keywords.delegate_to?.value, "localhost");
  t.like(placeOf(copy.args, "dest"), { line: 32, column: 38 });
  const command = tasksOf(shop.tasks).find((task) => task.module.value === "command")!;
  t.is(command.freeForm?.value, 'echo "one two"');
  t.deepEqual(command.args, { creates: "/tmp/x" });
});

test("keywords that add up are lists, with places", (t) => {
  const { notify } = tasksOf(shop.postTasks)[0]!.keywords;
  t.deepEqual(notify?.value, ["restart web"]);
  t.like(placeOf(notify?.value as object, 0), { line: 33, column: 15 });
});

test("import_playbook: its variables win, tags add up, its condition bears on every task", (t) => {
  t.deepEqual(more.keywords.vars?.value, { origin: "site", own: 1 });
  t.deepEqual(more.keywords.tags?.value, ["more", "base"]);
  t.deepEqual(
    more.importedWhen?.map((one) => one.value),
    [["wanted"]],
  );
  t.deepEqual(tasksOf(more.tasks)[0]!.parent?.parent?.keywords.when?.value, ["wanted"]);
  t.is((more.keywords.hosts?.value ?? null) as unknown as PlainDict, "web" as never);
});

test("a plain name of an imported playbook is what it is, without the blanks around it", (t) => {
  const files = { "site.yml": '- import_playbook: " b.yml "\n', "b.yml": "- hosts: web\n" };
  const resolveName = (text: string) => t.fail(`it was asked for ${text}`) as never;
  t.is(readFiles(files, { resolveName }).plays[0]?.keywords.hosts?.value, "web");
  const asked: string[] = [];
  const resolved = (text: string) => {
    asked.push(text);
    return "b.yml";
  };
  const named = {
    ...files,
    "site.yml": "- import_playbook: '{{ x }}.yml'\n- import_playbook: '{% if x %}b.yml{% endif %}'\n",
  };
  t.is(readFiles(named, { resolveName: resolved }).plays.length, 2);
  t.deepEqual(asked, ["{{ x }}.yml", "{% if x %}b.yml{% endif %}"]);
});

const playOf = (text: string, more: Record<string, string> = {}) =>
  readFiles({ "site.yml": `- hosts: all\n${text}`, ...more }).plays[0]!;

test("an old name of remote_user is taken for it, and both are a fault", (t) => {
  t.is(playOf("  user: ann\n").keywords.remote_user?.value, "ann");
  t.is(playOf("  remote_user: bob\n").keywords.remote_user?.value, "bob");
  t.is(playOf("").keywords.remote_user, undefined);
  const [fault] = faultsOf(() => playOf("  user: ann\n  remote_user: bob\n"));
  t.regex(fault?.message ?? "", /^both 'user' and 'remote_user' are set for this play\.$/);
  t.deepEqual([fault?.at?.line, fault?.at?.column], [2, 9]);
});

/** What names the file of an import, by which variable, and the file that is taken. */
const STATIC: readonly (readonly [vars: string, taken: string])[] = [
  ["  vars_files: v.yml\n", "one"],
  ["  vars_files: [v.yml]\n", "one"],
  ["  vars_files: [v.yml, w.yml]\n", "two"],
  ["  vars_files: [w.yml, v.yml]\n", "one"],
  ["  vars_files: [v.yml, [w.yml], '{{ x }}', nowhere.yml]\n", "one"],
  ["  vars_files: in_vars.yml\n", "two"],
  ["  vars_files: [v.yml, broken.yml]\n", "one"],
  ["  vars_files: v.yml\n  vars: {which: two}\n", "one"],
  ["  vars: {which: two}\n", "two"],
];

test("names of imports know the play's files of variables, the last first, and its variables", (t) => {
  const files = {
    "v.yml": "which: one\n",
    "w.yml": "which: two\n",
    "vars/in_vars.yml": "which: two\n",
    "broken.yml": "- [\n",
    "one.yml": "- ping:\n  name: one\n",
    "two.yml": "- ping:\n  name: two\n",
  };
  for (const [vars, taken] of STATIC) {
    const play = playOf(`${vars}  tasks:\n    - import_tasks: "{{ which }}.yml"\n`, files);
    t.deepEqual(
      outline(play.tasks)
        .map((line) => line.trim())
        .filter((line) => line !== "block"),
      [taken],
      vars,
    );
  }
});

test("tags and variables of an import come on top of those of its plays", (t) => {
  const files = {
    "site.yml": "- import_playbook: b.yml\n  tags: [x, y]\n  vars: {a: 1, b: 1}\n",
    "b.yml": "- hosts: all\n  tags: [y, z]\n  vars: {b: 2, c: 2}\n- hosts: all\n",
  };
  const [first, second] = readFiles(files).plays;
  t.deepEqual(first?.keywords.tags?.value, ["x", "y", "z"]);
  t.deepEqual({ ...(first?.keywords.vars?.value as object) }, { a: 1, b: 1, c: 2 });
  t.deepEqual(second?.keywords.tags?.value, ["x", "y"]);
  t.deepEqual({ ...(second?.keywords.vars?.value as object) }, { a: 1, b: 1 });
});

test("groups of modules are known by their short and full names", (t) => {
  t.deepEqual(moduleGroupsOf("amazon.aws"), ["aws", "amazon.aws.aws"]);
  t.deepEqual(moduleGroupsOf("community.aws"), [
    "aws",
    "community.aws.aws",
    "amazon.aws.aws",
    "community.aws.amazon.aws.aws",
  ]);
  t.deepEqual(moduleGroupsOf("community.docker"), ["docker", "community.docker.docker"]);
  t.deepEqual(moduleGroupsOf("a.b"), []);
  t.deepEqual(
    MODULE_GROUPS.filter((name) => !name.includes(".")),
    "acme aws azure cpm docker gcp k8s os ovirt vmware".split(" "),
  );
  t.true(MODULE_GROUPS.includes("ansible.builtin.k8s") && MODULE_GROUPS.includes("community.docker.docker"));
  t.is(new Set(MODULE_GROUPS).size, MODULE_GROUPS.length);
});
