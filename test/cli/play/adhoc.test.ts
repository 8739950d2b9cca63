import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { typed as tera } from "../../helpers/typed.js";

/**
 * What is typed after `-c local -i h1,h2`, the exit code, and what is printed: recorded from `ansible` 2.18. @CWD@ is
 * the folder, @TIME@ and @SPAN@ are times.
 */
const SAME: readonly (readonly [args: string[], code: number, out: string])[] = JSON.parse(
  readFileSync("test/cli/play/adhoc_recorded.json", "utf8"),
);

/** What is there when they are typed. */
const HERE = {
  in: "one\ntwo\n",
  "s.sh": '#!/bin/sh\necho "args: $@"\n',
  "t.yml": "- command: echo included\n- debug: msg=second\n",
  "vars.yml": "v: fromfile\n",
};

const withoutTimes = (text: string, cwd: string): string =>
  text
    .replaceAll(cwd, "@CWD@")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}/g, "@TIME@")
    .replace(/"delta": "[^"]*"/g, '"delta": "@SPAN@"');

const adhoc = (cwd: string, args: readonly string[], env: Record<string, string> = {}) =>
  tera(["adhoc", "-c", "local", "-i", "h1,h2", ...args], { cwd, env: { HOME: cwd, ...env } });

for (const [args, code, out] of SAME)
  test.serial(`tera adhoc ${args.join(" ")} prints what ansible prints`, (t) =>
    inFolder(HERE, async (cwd) => {
      const local = args.some((word) => word.includes("ansible_connection")) ? [] : ["-c", "local"];
      const own = args.map((word) => word.replaceAll("@CWD@", cwd));
      const ran = await tera(["adhoc", ...local, "-i", "h1,h2", ...own], { cwd, env: { HOME: cwd } });
      t.is(withoutTimes(ran.stdout, cwd), out, ran.stderr);
      t.is(ran.code, code);
    }),
  );

test("include_vars takes options and the name of a file", (t) =>
  inFolder({ "dir/inc.yml": "porter: cable\n" }, async (cwd) => {
    for (const given of ["dir/inc.yml", "dir=dir", "file=dir/inc.yml", "dir=dir name=all"]) {
      const { code, stdout } = await adhoc(cwd, ["h1", "-m", "include_vars", "-a", given]);
      t.is(code, 0, stdout);
      t.regex(stdout, /"porter": "cable"/, given);
    }
  }));

test("tera adhoc -B runs the task in the background, and -P says how it is looked after", (t) =>
  inFolder({}, async (cwd) => {
    const env = ["-e", `ansible_async_dir=${cwd}/jobs`];
    const waited = await adhoc(cwd, ["h1", ...env, "-B", "30", "-P", "1", "-a", "echo done"]);
    t.regex(waited.stdout, /^h1 \| CHANGED => {[\s\S]*"finished": 1,[\s\S]*"stdout": "done"/);
    const left = await adhoc(cwd, ["h1", ...env, "-B", "30", "-P", "0", "-a", "echo done"]);
    const [, jid] = /"ansible_job_id": "(j[\d.]+)"/.exec(left.stdout) ?? [];
    for (;;) {
      const { stdout } = await adhoc(cwd, ["h1", ...env, "-m", "async_status", "-a", `jid=${jid}`]);
      if (stdout.includes('"finished": 0')) continue;
      t.regex(stdout, /"stdout": "done"/);
      break;
    }
  }));

/** With the exit codes of `ansible` 2.18. */
const REFUSED: readonly (readonly [args: string[], code: number, message: RegExp])[] = [
  [["h1"], 5, /No argument passed to command module/],
  [["site.yml"], 5, /did you mean to run tera playbook\?/],
  [["h1", "-m", "import_playbook", "-a", "x.yml"], 5, /not a valid action for ad-hoc commands/],
  [["h1", "-m", "file", "-a", "{bad"], 4, /file takes options, not the text `{bad`.*looks like JSON/s],
  [["h1", "-m", "file", "-a", 'path="x'], 4, /-a path="x: /],
  [["h1", "-l", "h2", "-m", "ping"], 1, /leaves us with no hosts to target/],
  [["h1", "-f", "0", "-m", "ping"], 2, /The number of processes \(--forks\) must be >= 1/],
];

for (const [args, expected, message] of REFUSED)
  test(`tera adhoc ${args.join(" ")} is refused`, (t) =>
    inFolder({}, async (cwd) => {
      const { code, stdout, stderr } = await adhoc(cwd, args);
      t.regex(stderr, message);
      t.notRegex(stderr, /defect/);
      t.is(stdout, "");
      t.is(code, expected);
    }));

test("--tree leaves each host's result in a file of its name", (t) =>
  inFolder({}, async (cwd) => {
    const { code } = await adhoc(cwd, ["all", "-t", "results/of/it", "-m", "ping"]);
    t.is(code, 0);
    for (const host of ["h1", "h2"])
      t.deepEqual(JSON.parse(readFileSync(join(cwd, "results/of/it", host), "utf8")), {
        changed: false,
        ping: "pong",
      });
  }));

test("another callback is used where ansible.cfg says that single tasks have it too", (t) =>
  inFolder(
    { "ansible.cfg": "[defaults]\nstdout_callback = oneline\nbin_ansible_callbacks = True\n" },
    async (cwd) => {
      t.regex((await adhoc(cwd, ["h1", "-m", "ping"])).stdout, /^h1 \| SUCCESS => \{"changed": false,/);
      const without = await adhoc(cwd, ["h1", "-m", "ping"], { ANSIBLE_LOAD_CALLBACK_PLUGINS: "0" });
      t.regex(without.stdout, /^h1 \| SUCCESS => \{\n/);
    },
  ));

test("--playbook-dir is where the variables of groups stand", (t) =>
  inFolder({ "there/group_vars/all.yml": "what: there\n" }, async (cwd) => {
    const args = ["h1", "-m", "debug", "-a", "var=what", "--playbook-dir", "there"];
    t.regex((await adhoc(cwd, args)).stdout, /"what": "there"/);
    t.false(existsSync(join(cwd, "there/h1")));
  }));
