import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import test from "ava";
import type { PlainDict } from "../../../src/model/value.js";
import cron from "../../../src/modules/services/cron.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

const JOBS = "PATH=/bin\n#Ansible: one\n0 1 * * * root echo one\n# by hand\n5 5 * * * root echo hand\n";

/** before, arguments, after; undefined: there is no file */
const EDITS: [string | undefined, PlainDict, string | undefined][] = [
  [undefined, { name: "a", job: "echo a" }, "#Ansible: a\n* * * * * root echo a\n"],
  [
    undefined,
    {
      name: "a",
      job: "echo a % b",
      minute: "*/5",
      hour: "3",
      day: "1",
      month: "2",
      weekday: "SUN",
      user: "app",
    },
    "#Ansible: a\n*/5 3 1 2 SUN app echo a % b\n",
  ],
  [undefined, { name: "a", job: "echo a", special_time: "daily" }, "#Ansible: a\n@daily root echo a\n"],
  [undefined, { name: "a", job: "echo a", disabled: true }, "#Ansible: a\n#* * * * * root echo a\n"],
  [JOBS, { name: "one", job: "echo one", minute: "0", hour: "1" }, JOBS],
  [JOBS, { name: "one", job: "echo 1" }, JOBS.replace("0 1 * * * root echo one", "* * * * * root echo 1")],
  [JOBS, { name: "one", state: "absent" }, "PATH=/bin\n# by hand\n5 5 * * * root echo hand\n"],
  [JOBS, { name: "two", state: "absent" }, JOBS],
  [
    JOBS,
    { name: "hand", job: "echo hand", minute: "5", hour: "5" },
    JOBS.replace("5 5 *", "#Ansible: hand\n5 5 *"),
  ],
  [JOBS, { name: 'it\'s "x" \\n', job: "true" }, `${JOBS}#Ansible: it's "x" \\n\n* * * * * root true\n`],
  [JOBS, { name: "PATH", env: true, job: "/usr/bin" }, JOBS.replace("PATH=/bin", 'PATH="/usr/bin"')],
  [JOBS, { name: "MAILTO", env: true, job: "me" }, `MAILTO="me"\n${JOBS}`],
  [
    JOBS,
    { name: "MAILTO", env: true, job: "me", insertafter: "PATH" },
    JOBS.replace("PATH=/bin\n", 'PATH=/bin\nMAILTO="me"\n'),
  ],
  [JOBS, { name: "MAILTO", env: true, job: "me", insertbefore: "PATH" }, `MAILTO="me"\n${JOBS}`],
  [JOBS, { name: "PATH", env: true, state: "absent" }, JOBS.replace("PATH=/bin\n", "")],
  [JOBS, { state: "absent" }, undefined],
  [undefined, { state: "absent" }, undefined],
];

for (const shell of shells())
  for (const [before, args, after] of EDITS)
    test(`${shell}: cron ${JSON.stringify(args)} makes ${JSON.stringify(before)} ${JSON.stringify(after)}`, (t) =>
      inScratch(async (folder) => {
        const cron_file = `${folder}/jobs`;
        const now = () => (existsSync(cron_file) ? readFileSync(cron_file, "utf8") : undefined);
        if (before !== undefined) writeFileSync(cron_file, before);
        const checked = await applied(cron, { cron_file, user: "root", ...args }, { check: true, shell });
        t.is(now(), before, "check mode changes nothing");
        const result = await applied(cron, { cron_file, user: "root", ...args }, { shell });
        t.falsy(result.failed, String(result.msg));
        t.is(now(), after);
        t.is(result.changed, before !== after);
        t.is(checked.changed, result.changed, "check mode predicts");
        t.false(
          (await applied(cron, { cron_file, user: "root", ...args }, { shell })).changed,
          "the second time",
        );
      }));

test("cron tells the jobs and variables, keeps a copy, and makes files that cron reads", (t) =>
  inScratch(async (folder) => {
    const cron_file = `${folder}/jobs`;
    const first = await applied(cron, { cron_file, user: "root", name: "a", job: "true" });
    t.is(statSync(cron_file).mode & 0o777, 0o644);
    const second = await applied(cron, { cron_file, user: "root", name: 'b "c"', job: "true", backup: true });
    t.deepEqual(first.jobs, ["a"]);
    t.deepEqual(second.jobs, ["a", 'b "c"']);
    t.is(readFileSync(String(second.backup_file), "utf8"), "#Ansible: a\n* * * * * root true\n");
    const third = await applied(
      cron,
      { cron_file, user: "root", name: "A", env: true, job: "1" },
      { diff: true },
    );
    t.deepEqual(third.envs, ["A"]);
    t.truthy(third.diff);
  }));

test("cron refuses a place that is not there", (t) =>
  inScratch(async (folder) => {
    const given = {
      cron_file: `${folder}/jobs`,
      user: "root",
      name: "A",
      env: true,
      job: "1",
      insertafter: "B",
    };
    t.is((await applied(cron, given)).msg, "Variable named 'B' not found.");
  }));
