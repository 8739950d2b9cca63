import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { recap, runProgram } from "../../e2e/cli.js";
import { scratchFolder } from "../../helpers/scratch.js";

const missing =
  process.platform !== "linux" || process.getuid?.() !== 0
    ? "needs Linux and root"
    : ["/usr/bin/unshare", `${process.cwd()}/dist/cli.js`].find((path) => !existsSync(path));
if (missing) test(`a full disk: ${missing}`, (t) => t.pass());
const run = missing ? test.skip : test;

/** Everything that a run writes here, on a disk of 256 KiB; `fill` is when it becomes full. */
const SETTINGS = `
export XDG_STATE_HOME=DISK/state ANSIBLE_LOG_PATH=DISK/log ANSIBLE_RETRY_FILES_ENABLED=1
export ANSIBLE_CACHE_PLUGIN=jsonfile ANSIBLE_CACHE_PLUGIN_CONNECTION=DISK/cache
`;
const FILL = "head -c 1000000 /dev/zero >DISK/fill";

const play = (fill: string, last: string) => `- hosts: all
  gather_facts: false
  tasks:
    - command: echo begun
    - shell: ${fill}; true
      run_once: true
    - set_fact: {kept: "{{ 'x' * 9000 }}", cacheable: true}
    - command: echo {{ item }}
      loop: "{{ range(9) }}"
    - command: "${last}"
      when: inventory_hostname == 'b'
    - debug: {msg: "{{ 'x' * 9000 }}"}
`;

/** What cannot be kept, and the words it is told by, once. */
const TOLD = {
  journal: /this run cannot be gone on with|the journal/g,
  retry: /Could not create retry file/g,
  log: /the log \S+ is not whole/g,
  cache: /facts cannot be kept in/g,
  report: /\S+\.jsonl is not whole/g,
};

for (const [when, before, fill] of [
  ["full from the beginning", FILL, "true"],
  ["full from the middle of the run", "true", FILL],
] as const)
  for (const [outcome, last, code, ok] of [
    ["that goes well", "true", 1, 4],
    ["in which a host fails", "false", 2, 4],
  ] as const)
    run(`on a disk that is ${when}, a run ${outcome} goes on, and tells once what is not kept`, async (t) => {
      const folder = scratchFolder("full");
      const disk = join(folder, "disk");
      const text = (one: string) => one.replaceAll("DISK", disk);
      const script = `set -e
mkdir ${disk}; mount -t tmpfs -o size=256k tmpfs ${disk}; cd ${disk}; mkdir cache
${text(SETTINGS)}
cat >site.yml <<'END'
${text(play(fill, last))}END
${text(before)} 2>/dev/null || true
set +e
${process.execPath} ${process.cwd()}/dist/cli.js playbook -i a,b, -c local site.yml --output default --output jsonl:report.jsonl
code=$?
echo "left: $(find . -name '*.half' -o -name '.tera-*')"
exit $code
`;
      const ran = await runProgram("unshare", ["--mount", "sh", "-c", script]);
      const all = ran.stdout.replace(/x{99,}/g, "x") + ran.stderr.replace(/\n(?=\S)/g, " ");
      t.is(ran.code, code, all);
      t.true(recap(ran.stdout).a!.ok! >= ok, all);
      t.regex(ran.stdout, /"?a"?/);
      t.notRegex(all, /defect| {4}at /);
      t.regex(ran.stdout, /left: \n/);
      for (const [kind, words] of Object.entries(TOLD)) {
        const times = all.match(words)?.length ?? 0;
        const due = kind === "retry" ? (outcome.includes("fails") ? 1 : 0) : 1;
        t.is(times, due, `${kind}: ${all}`);
      }
    });
