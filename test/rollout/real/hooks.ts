import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changedTasks } from "../../e2e/cli.js";
import { type Ground, type RealTest, said } from "./ground.js";
import { killed, leftOn } from "./kills.js";

/** Hooks, the canary, what check mode predicts, and a deploy that is gone on with. */
export function hookTests(test: RealTest, ground: Ground): void {
  const noted = (): string => join(ground.folder, "noted");
  const notes = (): string[] => {
    const lines = existsSync(noted()) ? readFileSync(noted(), "utf8").trim().split("\n") : [];
    rmSync(noted(), { force: true });
    return lines;
  };
  const note = (what: string): string =>
    `${what}: "echo ${what} $TERA_KIND $TERA_VERSION $TERA_HOSTS >>${noted()}"`;
  const versionsNow = (): Promise<Set<string>> => ground.versions().then((found) => new Set(found));
  /** asks the first host and the last one */
  const canary = (): string => {
    const last = ground.count - 1;
    const asks = [0, last].map(
      (index) => `$(curl -sI ${ground.url(index)} | tr -d '\\r' | sed -n 's/^[Xx]-[Vv]ersion: //p')`,
    );
    return `canary: "echo canary ${asks.join(" ")} >>${noted()}"`;
  };

  test("hooks are run in order: commands and playbooks; the canary's sees one host with the release", async (t) => {
    t.is((await ground.deploy("1.0.0")).code, 0);
    const playbook = join(ground.folder, "hook.yml");
    writeFileSync(
      playbook,
      `- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - shell: echo "pre_deploy of $TERA_SERVICE in $TERA_ENVIRONMENT, {{ groups.all | join(' ') }}" >>${noted()}
`,
    );
    const others = ["pre_connect", "post_deploy", "on_failure"].map(note);
    ground.writeFile(`pause: 1
hooks:
  pre_deploy: ${playbook}
  ${[...others, canary()].join("\n  ")}
`);
    notes();
    const predicted = await ground.deploy("1.1.0", "--check", "--diff");
    t.is(predicted.code, 0, said(predicted));
    t.deepEqual(notes(), [""].slice(1), "check mode runs no hook");
    const done = await ground.deploy("1.1.0");
    t.is(done.code, 0, said(done));
    const hosts = ground.fleet.names.join(",");
    t.deepEqual(notes(), [
      `pre_connect deploy 1.1.0 ${hosts}`,
      `pre_deploy of web in prod, ${ground.fleet.names.join(" ")}`,
      "canary 1.1.0 1.0.0",
      `post_deploy deploy 1.1.0 ${hosts}`,
    ]);
    t.deepEqual(changedTasks(done.stdout), changedTasks(predicted.stdout), "predicted equals done");
  });

  test("a canary's smoke that fails takes the release back before a second host has it", async (t) => {
    ground.writeFile(
      `hooks: {canary: "echo the word is wrong >&2; exit 3", ${note("on_failure")}, ${note("post_deploy")}}`,
    );
    notes();
    const done = await ground.deploy("2.0.0");
    t.is(done.code, 2, said(done));
    t.regex(
      done.stdout,
      /web 2\.0\.0 was not deployed in prod: web1 failed\nweb1: Hook canary\n[\s\S]*the word is wrong/,
    );
    t.regex(done.stdout, /web1 is back on 1\.1\.0\nnot begun, on what they were: web2/);
    t.deepEqual(notes(), [`on_failure deploy 2.0.0 ${ground.fleet.names.join(",")}`]);
    t.deepEqual(await versionsNow(), new Set(["1.1.0"]));
  });

  test("the first host of a role that fails is the only one that was touched", async (t) => {
    const last = ground.fleet.names.at(-1)!;
    ground.writeFile(`roles: [${last}]`);
    const done = await ground.deploy("never");
    t.is(done.code, 2, said(done));
    t.regex(done.stdout, new RegExp(`${last} is back on 1\\.1\\.0\\nnot begun, on what they were: web1`));
    t.deepEqual(await versionsNow(), new Set(["1.1.0"]));
    ground.writeFile();
  });

  test("a hook that fails before anything is changed ends the release", async (t) => {
    ground.writeFile(`hooks: {pre_deploy: "echo not today >&2; exit 1", ${note("on_failure")}}`);
    const done = await ground.deploy("2.0.0");
    t.is(done.code, 2, said(done));
    t.regex(
      done.stdout,
      /the preparation failed\nweb1: Hook pre_deploy\n[\s\S]*every host is on what it was/,
    );
    t.deepEqual(notes(), [`on_failure deploy 2.0.0 ${ground.fleet.names.join(",")}`]);
    t.deepEqual(await versionsNow(), new Set(["1.1.0"]));
    for (const host of ground.fleet.hosts) t.deepEqual(await leftOn(host), []);
    ground.writeFile();
  });

  test("a good release is noted for hosts that are born later; where it cannot be, that is said", async (t) => {
    const bin = join(ground.folder, "bin");
    mkdirSync(bin, { recursive: true });
    const aws = (does: string) =>
      writeFileSync(join(bin, "aws"), `#!/bin/sh\necho "$@" >>${noted()}\n${does}\n`, { mode: 0o755 });
    ground.extra = { PATH: `${bin}:${process.env.PATH}` };
    ground.writeFile("current: /tera/prod/webapp/current-release");
    const image = (version: string) => ground.images[version]!;
    const put = (version: string) =>
      `ssm put-parameter --name /tera/prod/webapp/current-release --type String --overwrite --value ${image(version)}`;
    aws("exit 0");
    notes();
    const done = await ground.deploy("1.1.0");
    t.is(done.code, 0, said(done));
    t.deepEqual(notes(), [put("1.1.0")]);
    const bad = await ground.deploy("never");
    t.is(bad.code, 2);
    t.deepEqual(notes(), [], "what was taken back is noted nowhere");
    aws("echo AccessDenied >&2; exit 254");
    const unknown = await ground.deploy("1.0.0");
    t.is(unknown.code, 2, said(unknown));
    t.regex(unknown.stdout, /AccessDenied[\s\S]*web 1\.0\.0 runs on/);
    t.regex(unknown.stdout, /hosts that are born from now on run the one before/);
    t.deepEqual(await versionsNow(), new Set(["1.0.0"]));
    t.is((await ground.run("releases")).stdout.split("\n")[1]!.split(/ +/)[0], "1.0.0");
    ground.extra = {};
    ground.writeFile();
    t.is((await ground.deploy("1.1.0")).code, 0);
  });

  test("a deploy that was killed in its first batch is gone on with", async (t) => {
    ground.writeFile();
    await killed(ground.words("deploy", ground.wanted("2.0.0")), ground.env, { task: "Watch it" });
    const done = await ground.run("deploy", "--resume");
    t.is(done.code, 0, said(done));
    t.deepEqual(await versionsNow(), new Set(["2.0.0"]));
    const again = await ground.run("deploy", "--resume");
    t.not(again.code, 0);
    t.regex(said(again), /the last run, deploy 2\.0\.0, came to its end: good/);
  });
}
