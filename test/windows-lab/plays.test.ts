import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { Event } from "../../src/model/event.js";
import type { TaskResult } from "../../src/model/result.js";
import { played } from "../helpers/in_process.js";
import { scratchFolder } from "../helpers/scratch.js";
import { ACCOUNT, type LabHost, labHost } from "./host.js";
import { EVIL, ZIP } from "./zips.js";

let host: LabHost | undefined;
test.before(async (t) => {
  host = await labHost((text) => t.log(text));
});
test.after.always(() => host?.stop());

const folder = scratchFolder("windows-plays");

/** Runs tasks on the lab's host; gives each task's result by its name. */
async function run(tasks: string, { check = false } = {}): Promise<Map<string, TaskResult>> {
  const play = `- hosts: win1\n  gather_facts: false\n  check_mode: ${check}\n  tasks:\n${tasks.replace(/^/gm, "    ")}`;
  writeFileSync(join(folder, "play.yml"), play);
  writeFileSync(
    join(folder, "hosts.yml"),
    `all: {hosts: {win1: {ansible_connection: winrm, ansible_host: 127.0.0.1, ansible_port: ${host!.target.port}, ansible_winrm_scheme: http, ansible_user: ${ACCOUNT.user}, ansible_password: "${ACCOUNT.password}"}}}`,
  );
  const events: Event[] = await played(join(folder, "play.yml"), {
    cwd: folder,
    inventory: join(folder, "hosts.yml"),
  });
  const results = new Map<string, TaskResult>();
  for (const event of events) if (event.type === "task-result") results.set(event.task.name, event.result);
  return results;
}

const status = (results: Map<string, TaskResult>) =>
  Object.fromEntries([...results].map(([name, { status }]) => [name, status]));

const TASKS = `
- {name: folder, win_file: {path: 'C:\\t\\ä b', state: directory}}
- {name: file, win_copy: {src: a.txt, dest: 'C:\\t\\ä b\\'}}
- {name: folder of files, win_copy: {src: tree, dest: 'C:\\t'}}
- {name: text, win_copy: {content: "one\\n", dest: 'C:\\t\\text.txt'}}
- {name: template, win_template: {src: t.j2, dest: 'C:\\t\\made.conf'}}
- {name: inside the host, win_copy: {src: 'C:\\t\\tree', dest: 'C:\\t\\again', remote_src: true}}
`;

test.serial("files and folders: checked, applied and applied again", async (t) => {
  if (!host) return t.pass("no lab");
  mkdirSync(join(folder, "files/tree/sub"), { recursive: true });
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "files/a.txt"), "wörld");
  writeFileSync(join(folder, "files/tree/one.txt"), "1");
  writeFileSync(join(folder, "files/tree/sub/z w.bin"), Buffer.alloc(70_000, 7));
  writeFileSync(join(folder, "templates/t.j2"), "{% for i in [1, 2] %}\nline {{ i }}\n{% endfor %}\n");
  const names = ["folder", "file", "folder of files", "text", "template"];
  const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
  const checked = await run(TASKS.replace(/.*inside the host.*\n/, ""), { check: true });
  t.deepEqual(status(checked), all("changed"));
  const applied = await run(TASKS);
  t.deepEqual(status(applied), { ...all("changed"), "inside the host": "changed" });
  t.is(applied.get("file")!.values.dest, "C:\\t\\ä b\\a.txt");
  t.is(applied.get("file")!.values.size, 6);
  const again = await run(TASKS);
  t.deepEqual(status(again), { ...all("ok"), "inside the host": "ok" });
  const read = (path: string) => readFileSync(join(host!.lab.drive, "t", path));
  t.is(read("ä b/a.txt").toString(), "wörld");
  t.is(read("text.txt").toString(), "one\n");
  t.is(read("made.conf").toString(), "line 1\r\nline 2\r\n");
  t.deepEqual(read("tree/sub/z w.bin"), Buffer.alloc(70_000, 7));
  t.is(read("again/tree/one.txt").toString(), "1");
});

test.serial("programs, shells, facts, and what fails", async (t) => {
  if (!host) return t.pass("no lab");
  const results = await run(`
- {name: ping, win_ping: }
- {name: both, ping: {data: x}}
- {name: program, win_command: 'cmd.exe /c "echo ü%GIVEN%& exit 300"', environment: {GIVEN: "wörld"}, failed_when: false}
- {name: set, win_environment: {name: tera_set, value: "später", level: machine}}
- {name: as it was set, win_command: 'cmd.exe /c "echo %tera_set%"'}
- {name: words, win_command: {argv: [cmd.exe, /c, echo, 'a "b" c']}}
- {name: shell, win_shell: 'Write-Output "$(1 + 1) ü"; exit 3', ignore_errors: true}
- {name: guard, win_command: {cmd: cmd.exe /c echo no, creates: 'C:\\windows'}}
- {name: nothing, win_command: no-such-program.exe, ignore_errors: true}
- {name: facts, setup: {filter: ansible_os_family}}
- {name: stat, win_stat: {path: 'C:\\none'}}
- {name: refused, apt: {name: x}, ignore_errors: true}
- {name: become, win_ping: , become: true, ignore_errors: true}
- {name: missing, win_copy: {content: x, dest: 'C:\\no\\such\\file'}, ignore_errors: true}
`);
  const values = (name: string) => results.get(name)!.values;
  t.is(values("ping").ping, "pong");
  t.is(values("both").ping, "x");
  t.is(values("program").rc, 300);
  t.is(values("program").stdout, "üwörld\r\n");
  t.is(values("as it was set").stdout, "später\r\n");
  t.is(values("words").cmd, `${String(values("words").cmd).split(" ")[0]} /c echo "a \\"b\\" c"`);
  t.is(values("shell").rc, 3);
  t.is(values("shell").stdout, "2 ü\r\n");
  t.is(values("shell").changed, true);
  t.deepEqual(
    [results.get("guard")!.status, values("guard").msg],
    ["skipped", "skipped, since C:\\windows exists"],
  );
  t.deepEqual([results.get("nothing")!.status, values("nothing").rc], ["failed", 2]);
  t.deepEqual(values("facts").ansible_facts, { ansible_os_family: "Windows" });
  t.deepEqual(values("stat").stat, { exists: false });
  t.regex(String(values("refused").msg), /apt does not work on Windows hosts, and win1 is one/);
  t.regex(String(values("become").msg), /become_method sudo is not supported on Windows hosts/);
  t.regex(String(values("missing").msg), /Destination directory 'C:\\no\\such' does not exist/);
});

test.serial("archives are unpacked, and none leaves its folder; temporary files", async (t) => {
  if (!host) return t.pass("no lab");
  mkdirSync(join(folder, "files"), { recursive: true });
  writeFileSync(join(folder, "files/a.zip"), ZIP);
  writeFileSync(join(folder, "files/evil.zip"), EVIL);
  const results = await run(`
- {name: folder, win_file: {path: 'C:\\zips', state: directory}}
- {name: first, win_copy: {src: a.zip, dest: 'C:\\zips\\'}}
- {name: second, win_copy: {src: evil.zip, dest: 'C:\\zips\\'}}
- {name: unpacked, win_unzip: {src: 'C:\\zips\\a.zip', dest: 'C:\\zips\\out', delete_archive: true}}
- {name: guarded, win_unzip: {src: 'C:\\zips\\a.zip', dest: 'C:\\zips\\out', creates: 'C:\\zips\\out'}}
- {name: evil, win_unzip: {src: 'C:\\zips\\evil.zip', dest: 'C:\\zips\\evil'}, ignore_errors: true}
- {name: temporary, win_tempfile: {path: 'C:\\zips', suffix: .x}}
`);
  t.deepEqual(
    ["unpacked", "guarded", "evil", "temporary"].map((name) => results.get(name)!.status),
    ["changed", "skipped", "failed", "changed"],
  );
  t.is(results.get("unpacked")!.values.removed, true);
  t.regex(String(results.get("evil")!.values.msg), /would extract outside the destination/);
  t.is(readFileSync(join(host.lab.drive, "zips/out/d/ü.txt"), "utf8"), "hi");
  t.false(existsSync(join(host.lab.drive, "zips/evil.txt")));
  t.false(existsSync(join(host.lab.drive, "zips/evil")));
});

test.serial("services and accounts by the modules that every system has", async (t) => {
  if (!host) return t.pass("no lab");
  const results = await run(`
- {name: service of a program, win_service: {name: tera_by_hand, path: 'C:\\windows\\system32\\svchost.exe -k tera', start_mode: manual}}
- {name: with the host, service: {name: tera_by_hand, enabled: true}}
- {name: with the host again, service: {name: tera_by_hand, enabled: true}}
- {name: by hand, service: {name: tera_by_hand, enabled: false}}
- {name: started, service: {name: Spooler, state: started}}
- {name: started again, service: {name: Spooler, state: started}}
- {name: restarted, service: {name: Spooler, state: restarted, sleep: 1}}
- {name: stopped, service: {name: Spooler, state: stopped}}
- {name: stopped again, service: {name: Spooler, state: stopped}}
- {name: asked, win_service_info: {name: tera_by_hand}}
- {name: reloaded, service: {name: Spooler, state: reloaded}, ignore_errors: true}
- {name: group, group: {name: deploy}}
- {name: user, user: {name: app, password: "Geheim 1", comment: Die App, groups: [deploy]}}
- {name: user again, user: {name: app, comment: Die App, groups: [deploy], append: true}}
- {name: hashed, user: {name: app, password: "*"}, ignore_errors: true}
- {name: user away, user: {name: app, state: absent}}
- {name: host's name, hostname: {name: web-9}}
- {name: host's name again, hostname: {name: web-9}}
`);
  const ok = ["with the host again", "started again", "stopped again", "asked", "user again"];
  const failed = ["reloaded", "hashed"];
  t.deepEqual(
    status(results),
    Object.fromEntries(
      [...results.keys()].map((name) => [
        name,
        failed.includes(name)
          ? "failed"
          : ok.includes(name) || name.endsWith("name again")
            ? "ok"
            : "changed",
      ]),
    ),
  );
  const { services } = results.get("asked")!.values as { services: { start_mode: string }[] };
  t.is(services[0]!.start_mode, "manual");
  t.deepEqual(results.get("user again")!.values.groups, "deploy");
  t.is(results.get("host's name")!.values.reboot_required, true);
});

const LOOK = "until: look.finished == 1, retries: 120, delay: 0.5, register: look";
const JOBS = `
- {name: begin, win_shell: 'Start-Sleep 1; "dönè"; Write-Error "no"; exit 3', args: {chdir: 'C:\\windows'}, async: 60, poll: 0, register: job}
- {name: look, async_status: {jid: "{{ job.ansible_job_id }}"}, ${LOOK}, failed_when: false}
- {name: clean, async_status: {jid: "{{ job.ansible_job_id }}", mode: cleanup}}
- {name: gone, async_status: {jid: "{{ job.ansible_job_id }}"}, ignore_errors: true}
- {name: waited for, win_copy: {content: "{{ 'x' * 40000 }}", dest: 'C:\\job.txt'}, async: 60, poll: 1}
- {name: again, win_copy: {content: "{{ 'x' * 40000 }}", dest: 'C:\\job.txt'}, async: 60, poll: 1}
- {name: too long, win_command: 'ping.exe -n 300 127.0.0.1', async: 15, poll: 0, register: job}
- {name: runs, win_powershell: {script: '@(Get-Process ping -ErrorAction SilentlyContinue).Count'}, retries: 150, delay: 0.1, register: running, until: "running.output == [1]"}
- {name: ended, async_status: {jid: "{{ job.ansible_job_id }}"}, ${LOOK}, ignore_errors: true}
- {name: left, win_powershell: {script: '@(Get-Process ping -ErrorAction SilentlyContinue).Count'}}
- {name: edited, lineinfile: {path: 'C:\\job.txt', line: x}, async: 5, poll: 0, ignore_errors: true}
`;

test.serial("jobs outlive their session, are looked after, and end with all they started", async (t) => {
  if (!host) return t.pass("no lab");
  const results = await run(JOBS);
  const values = (name: string) => results.get(name)!.values;
  t.is(values("begin").finished, 0);
  const look = values("look");
  t.deepEqual([look.rc, look.stdout, look.finished], [3, "dönè\r\n", 1]);
  t.regex(String(look.stderr), /no/);
  t.regex(String(values("clean").erased), /\\\.ansible_async\\j\d+\.\d+$/);
  t.regex(String(values("gone").msg), /could not find job/);
  t.deepEqual([values("waited for").changed, values("again").changed], [true, false]);
  t.is(values("waited for").size, 40_000);
  t.is(values("ended").msg, "timed out waiting for module completion");
  t.is(results.get("ended")!.status, "failed");
  t.deepEqual(values("left").output, [0], "what it had started lives on");
  t.regex(String(values("edited").msg), /does not support async on Windows hosts/);
});

test.serial("who the session is", async (t) => {
  if (!host) return t.pass("no lab");
  const results = await run("- {name: who, win_whoami: }\n- {name: own, win_shell: whoami.exe /user}");
  const who = results.get("who")!.values as unknown as {
    account: { sid: string; type: string };
    groups: { sid: string; attributes: string[] }[];
    privileges: Record<string, string>;
    label: { sid: string };
    token_type: string;
  };
  const { account, groups, privileges, label, token_type } = who;
  t.regex(String(results.get("own")!.values.stdout), new RegExp(account.sid));
  t.is(account.type, "User");
  t.true(groups.some((one) => one.sid === "S-1-5-32-544" && one.attributes.includes("Enabled")));
  t.regex(privileges.SeChangeNotifyPrivilege!, /^enabled/);
  t.regex(label.sid, /^S-1-16-/);
  t.is(token_type, "TokenPrimary");
});

test.serial("a restart that the host refuses is told: this lab has no shutdown", async (t) => {
  if (!host) return t.pass("no lab");
  const results = await run(`
- {name: restarted, win_reboot: {reboot_timeout: 1, test_command: whoami}, ignore_errors: true}
- {name: refused, win_reboot: {boot_time_command: exit 3}, ignore_errors: true}
`);
  const { msg, rebooted } = results.get("restarted")!.values;
  t.regex(String(msg), /^Reboot command failed/);
  t.is(rebooted, false);
  t.regex(String(results.get("refused")!.values.msg), /failed to get host boot time info, rc: 3/);
});
