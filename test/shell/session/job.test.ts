import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import type { LocalFile, Script } from "../../../src/model/script.js";
import { type Job, jobScript } from "../../../src/shell/session/job.js";
import { replay } from "../../../src/shell/session/replay.js";
import { inScratch, shells } from "../../helpers/module.js";
import { answered, plain, script, withSession } from "../../helpers/session.js";

/** Starts a job in a session that is closed at once; the path of its result. */
async function started(folder: string, work: Script, given: Partial<Job> = {}): Promise<string> {
  const job: Job = { script: work, options: plain, folder, limit: 60, about: {}, ...given };
  return withSession(async (session) => {
    const { said, failure } = answered(await session.send(await jobScript(job), plain));
    return failure ?? String(said.results_file);
  });
}

/** The result, once it is there. */
async function ended(path: string): Promise<Record<string, unknown>> {
  for (;;) {
    const data = JSON.parse(readFileSync(path, "utf8"));
    if (data.finished !== 0) return data;
    await sleep(20);
  }
}

/** The answer that a result holds. */
function answerIn(data: Record<string, unknown>) {
  const bytes = (name: string) => Buffer.from(String(data[name]), "base64");
  const { mark } = JSON.parse(bytes("about").toString());
  return replay({
    mark,
    stdout: bytes("stdout"),
    stderr: bytes("stderr"),
    code: Number(data.code),
    begun: Number(data.begun),
    ended: Number(data.ended),
  });
}

test("a job outlives its session, and tells what the session would have got", (t) =>
  inScratch(async (folder) => {
    const text = `
      while [ ! -e "$folder/go" ]; do sleep 0.05; done
      user_run sh -c 'printf "out\\000put"; echo error >&2; exit 3'
      differs mode 1 2; say back "$value"; say_json rc $rc; warn careful; fail "no luck"`;
    const path = await started(`${folder}/jobs`, script(text, { folder, value: "a'b\nü" }));
    t.is(JSON.parse(readFileSync(path, "utf8")).finished, 0);
    writeFileSync(`${folder}/go`, "");
    const answer = answerIn(await ended(path));
    t.deepEqual(answer.stdout, Buffer.from("out\0put"));
    t.is(answer.stderr.toString(), "error\n");
    t.deepEqual(answer.said, { back: "a'b\nü", rc: 3 });
    t.true(
      answer.seconds >= 0 && answer.seconds < 60 && Math.abs(Date.now() - Number(answer.ended)) < 60_000,
    );
    t.deepEqual(
      [answer.failure, answer.warnings, answer.changed, answer.code],
      ["no luck", ["careful"], true, 1],
    );
  }));

test("only the user may read what a job leaves, and nothing but its result stays", (t) =>
  inScratch(async (folder) => {
    const path = await started(`${folder}/deep/jobs`, script('umask >"$f"; :', { f: `${folder}/umask` }));
    await ended(path);
    while (readdirSync(`${folder}/deep/jobs`).length > 1) await sleep(20);
    t.is(statSync(path).mode & 0o777, 0o600);
    t.is(statSync(`${folder}/deep/jobs`).mode & 0o777, 0o700);
    t.is(Number.parseInt(readFileSync(`${folder}/umask`, "utf8"), 8), process.umask());
  }));

test("a job that takes too long is killed with all that it has started", (t) =>
  inScratch(async (folder) => {
    const text = `user_run sh -c 'sleep 60 & echo $! >"$0/pid"; wait' "$folder"`;
    const data = await ended(await started(folder, script(text, { folder }), { limit: 1 }));
    t.like(data, { msg: "Timeout exceeded", failed: true });
    const pid = readFileSync(`${folder}/pid`, "utf8").trim();
    while (existsSync(`/proc/${pid}/stat`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8")))
      await sleep(20);
    t.pass();
  }));

test("files that a session would bring when asked go along with a job", (t) =>
  inScratch(async (folder) => {
    const content = Buffer.alloc(100_000, "\x00\xffbinary");
    const file: LocalFile = { sha1: "", size: content.length, onDemand: true, content };
    const text = 'need body; cat "$body" >"$folder/copy"';
    t.is(answerIn(await ended(await started(folder, script(text, { folder }, { body: file })))).code, 0);
    t.deepEqual(readFileSync(`${folder}/copy`), content);
  }));

test("a job that ends by accident has failed", (t) =>
  inScratch(async (folder) => {
    const data = await ended(await started(folder, script("kill -9 $$")));
    t.regex(answerIn(data).failure ?? "", /^the job ended before its time, with status 137$/);
  }));

test("where no folder of results can be made, the task fails", (t) =>
  inScratch(async (folder) => {
    writeFileSync(`${folder}/file`, "");
    t.regex(await started(`${folder}/file`, script(":")), /^could not create directory: .*file - /);
    mkdirSync(`${folder}/jobs`);
  }));

if (shells().includes("busybox"))
  test("busybox runs jobs too", (t) =>
    inScratch(async (folder) => {
      const job: Job = { script: script("say a b"), options: plain, folder, limit: 60, about: {} };
      const wrapped = (command: string) => command.replace("/bin/sh", "busybox sh");
      const path = await withSession(
        async (session) =>
          String(answered(await session.send(await jobScript(job), plain)).said.results_file),
        { wrapped },
      );
      t.deepEqual(answerIn(await ended(path)).said, { a: "b" });
    }));

for (const name of ["out", "err", "tmp"])
  test(`a link of somebody else's is not followed where a job writes its .${name}`, (t) =>
    inScratch(async (folder) => {
      const path = `${folder}/job`;
      const trap = `${folder}/trap`;
      writeFileSync(trap, "theirs");
      symlinkSync(trap, `${path}.${name}`);
      writeFileSync(path, '{"finished": 0}');
      const work = { script: script("say done yes"), options: plain, folder, limit: 60, about: {} };
      const { job_watch, job_input } = (await jobScript(work)).vars as Record<string, string>;
      execFileSync("/bin/sh", ["-c", job_watch!, "job", path, "j1", "60"], { input: job_input! });
      t.is(readFileSync(trap, "utf8"), "theirs");
      const data = await ended(path);
      if (name === "tmp") t.deepEqual(answerIn(data).said, { done: "yes" });
      else t.is(data.failed, true);
    }));
