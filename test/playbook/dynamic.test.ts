import { resolve } from "node:path";
import test from "ava";
import type { Task } from "../../src/model/play.js";
import { readDynamicRole, readIncludedFile } from "../../src/playbook/dynamic.js";
import { readPlaybook } from "../../src/playbook/playbook.js";
import { faultsOf, loading, outline } from "./reading.js";

const folder = resolve("test/fixtures/playbooks/shop");
const [shop] = readPlaybook(`${folder}/site.yml`, loading).plays;
const at = { path: `${folder}/site.yml`, line: 1, column: 1 };
const task: Task = {
  kind: "task",
  keywords: {},
  module: { value: "include_tasks", at },
  args: {},
  at,
  folder,
};
const dynamic = {
  task,
  keywords: { when: { value: ["ripe"], at } },
  loading,
  playbookFolder: folder,
  handlers: false,
};

test("an included file is a block of parameters, beside the file that names it", (t) => {
  const { block, path } = readIncludedFile("tasks/later.yml", dynamic);
  t.is(path, `${folder}/tasks/later.yml`);
  t.true(block.isInclude);
  t.deepEqual(block.keywords.when?.value, ["ripe"]);
  t.deepEqual(outline(block.body), ["Later"]);
});

test("a file that a role's task includes is looked for in the role", (t) => {
  const role = shop!.roles.at(-1)!;
  const inRole = role.body.at(-1) as Task;
  const { path, block } = readIncludedFile("extra.yml", { ...dynamic, task: inRole });
  t.is(path, `${folder}/roles/web/tasks/extra.yml`);
  t.is(block.role?.role.name, "web");
});

test("an included role brings its dependencies, handlers and the files it is told to use", (t) => {
  const read = readDynamicRole("web", dynamic, { tasksFrom: "other", public: false });
  t.deepEqual(outline([...read.dependencies, read.block]), [
    "block",
    "  role db",
    "    Store",
    "role web",
    "  Only this",
  ]);
  t.true(read.block.isInclude);
  t.is(read.handlers.length, 1);
  t.false(read.use.public);
});

test("uses with the same parameters and files are the same use", (t) => {
  const identity = (tasksFrom?: string) =>
    readDynamicRole("web", dynamic, { tasksFrom, public: false }).use.identity;
  t.is(identity(), identity());
  t.not(identity(), identity("other"));
});

test("a missing file lists the places that were searched", (t) => {
  const [fault] = faultsOf(() => readIncludedFile("nowhere.yml", dynamic));
  t.is(fault?.code, "FILE_MISSING");
  t.deepEqual(fault?.hint?.split("\n"), [
    "searched in:",
    `    ${folder}/nowhere.yml`,
    `    ${folder}/tasks/nowhere.yml`,
  ]);
});
