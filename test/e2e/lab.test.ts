import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { changedTasks, recap, tera } from "./cli.js";

/** A copy of what a user has: the content, without the sources. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "tera-lab-"));
  for (const name of ["playbooks", "roles", "inventory", "ansible.cfg"])
    cpSync(name, join(folder, name), { recursive: true });
  cpSync("webapp/dist", join(folder, "webapp/dist"), { recursive: true });
  return folder;
}

test.serial("a newcomer sees three hosts provisioned, smoke-tested, left alone and removed", async (t) => {
  const cwd = project();
  t.teardown(async () => {
    await tera(["lab", "down"], { cwd });
    rmSync(cwd, { recursive: true, force: true });
  });

  const predicted = await tera(["provision", "--check", "--diff"], { cwd });
  t.is(predicted.code, 0, predicted.stdout + predicted.stderr);
  t.false(existsSync(join(cwd, ".tera/lab/hosts/web1/webapp")), "check mode changes nothing");

  const first = await tera(["provision"], { cwd });
  t.is(first.code, 0, first.stdout + first.stderr);
  t.deepEqual(
    changedTasks(first.stdout),
    changedTasks(predicted.stdout),
    "check mode predicts exactly what changes",
  );
  const urls = first.stdout.match(/http:\/\/127\.0\.0\.1:\d+\/hello/g) ?? [];
  t.is(urls.length, 3);
  for (const url of urls) t.is(await (await fetch(url)).text(), "World");

  const second = await tera(["provision"], { cwd });
  t.deepEqual(
    Object.values(recap(second.stdout)).map((host) => host.changed),
    [0, 0, 0],
  );

  await fetch(urls[0]!, { method: "POST", headers: { "content-type": "text/plain" }, body: "smoke kept me" });
  const smoke = await tera(["smoke", "--inventory", "local"], { cwd });
  t.is(smoke.code, 0, smoke.stdout + smoke.stderr);
  t.is(await (await fetch(urls[0]!)).text(), "smoke kept me", "the word is what it was");

  const home = join(cwd, ".tera/lab/hosts/web2/webapp");
  process.kill(Number(readFileSync(join(home, "supervise.pid"), "utf8")), "SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const broken = await tera(["smoke", "--inventory", "local"], { cwd });
  t.is(broken.code, 2);
  t.regex(broken.stdout, /TASK \[smoke : Check 1: the process is alive/);
  t.regex(broken.stdout, /fatal: \[web2/);

  const down = await tera(["lab", "down"], { cwd });
  t.is(down.code, 0);
  t.false(existsSync(join(cwd, ".tera/lab")));
  t.deepEqual(
    readdirSync(cwd).filter((name) => name === "lab"),
    [],
  );
  await t.throwsAsync(fetch(urls[0]!), undefined, "the apps are gone");
});

test("every fault is listed before the first connection", async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), "tera-faults-"));
  t.teardown(() => rmSync(cwd, { recursive: true, force: true }));
  const { writeFileSync } = await import("node:fs");
  writeFileSync(
    join(cwd, "site.yml"),
    '- hosts: all\n  tasks:\n    - copi: {src: a, dest: /b}\n    - file: {path: /x, stat: absent}\n    - file: {path: /x, mode: hello}\n    - debug: {msg: "{{ 1 | uper }}"}\n      whenn: true\n',
  );
  const run = await tera(["playbook", "-i", "localhost,", "site.yml"], { cwd });
  t.is(run.code, 4);
  t.notRegex(run.stdout, /PLAY \[/);
  const told = [
    [/copi/, /site\.yml:3:7/, /did you mean `copy`/],
    [/\bstat\b/, /site\.yml:4:24/, /did you mean `state`/],
    [/argument `mode` of file must be octal/, /site\.yml:5:30/],
    [/No filter named 'uper'/, /site\.yml:6:28/, /did you mean `upper`/],
    [/'whenn' is not a valid attribute/, /site\.yml:7:7/, /did you mean `when`/],
  ];
  for (const pattern of told.flat()) t.regex(run.stderr, pattern);
});
