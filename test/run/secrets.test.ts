import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { runProgram, tera } from "../e2e/cli.js";
import { inFolder } from "../helpers/play.js";
import { scratchFolder } from "../helpers/scratch.js";
import { type Planted, plantedSecrets } from "../helpers/secret_kinds.js";

/** All text below a folder. */
function filesBelow(folder: string): string {
  const parts: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    parts.push(entry.name, entry.isDirectory() ? filesBelow(path) : readFileSync(path, "utf8"));
  }
  return parts.join("\n");
}

/** The text, and what stands in it as base64. */
function withDecoded(text: string): string {
  const coded = text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  return [text, ...coded.map((one) => Buffer.from(one, "base64").toString())].join("\n");
}

/** The arguments of all processes, as often as they can be read until `over`. */
async function sampledArguments(over: Promise<unknown>): Promise<string> {
  const seen = new Set<string>();
  let running = true;
  void over.finally(() => {
    running = false;
  });
  while (running && existsSync("/proc/self/cmdline")) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, "latin1"));
      } catch {
        // it has ended
      }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return [...seen].join("\n");
}

const leaked = ({ cores }: Planted, text: string): string[] =>
  Object.entries(cores)
    .filter(([, core]) => text.includes(core))
    .map(
      ([kind, core]) =>
        `${kind}: ${text.slice(Math.max(0, text.indexOf(core) - 60), text.indexOf(core) + 60)}`,
    );

for (const verbosity of ["", "-v", "-vvv", "-vvvvv"])
  test.serial(`secrets of 49 kinds are seen nowhere ${verbosity || "without -v"}`, async (t) => {
    const scratch = scratchFolder("secrets");
    const [dest, temporary, state, jobs] = ["dest", "tmp", "state", "jobs"].map((name) =>
      join(scratch, name),
    ) as [string, string, string, string];
    for (const folder of [dest, temporary, state, jobs]) mkdirSync(folder);
    const planted = plantedSecrets(dest);
    t.true(Object.keys(planted.cores).length === 50);
    await inFolder(planted.files, async (cwd) => {
      const words = ["playbook", "play.yml", ...planted.args, ...(verbosity ? [verbosity] : [])];
      const reports = [
        "jsonl:report.jsonl",
        "tree:report.tree",
        "minimal:report.minimal",
        "default:report.text",
      ];
      const outputs = ["default", ...reports].flatMap((output) => ["--output", output]);
      const env = {
        TMPDIR: temporary,
        XDG_STATE_HOME: state,
        ANSIBLE_LOG_PATH: join(state, "log"),
        ANSIBLE_RETRY_FILES_ENABLED: "1",
        ANSIBLE_SHOW_CUSTOM_STATS: "1",
        ANSIBLE_ASYNC_DIR: jobs,
      };
      const running = tera([...words, ...outputs], { cwd, env });
      const processes = await sampledArguments(running);
      const { code, stdout, stderr } = await running;
      t.is(code, 0, (stdout + stderr).slice(-500));
      t.true(stdout.includes("********"));
      for (const kept of [/\.jsonl/, /\.times\.json/, /n=tera INFO\|/]) t.regex(filesBelow(state), kept);
      // what it was told on its own command line is the user's to keep
      const own = planted.args.find((word) => word.startsWith("given_prompt="))!;
      t.true(readdirSync(jobs).length >= 3);
      const seen = {
        output: stdout + stderr,
        reports: reports.map((one) => readFileSync(join(cwd, one.split(":")[1]!), "utf8")).join("\n"),
        // the journal, the times of the run, the log
        state: filesBelow(state),
        "temporary files": filesBelow(temporary),
        jobs: withDecoded(filesBelow(jobs)),
        arguments: processes.replaceAll(own, ""),
      };
      for (const [where, text] of Object.entries(seen)) t.deepEqual(leaked(planted, text), [], where);
    });
  });

const noTerminal = ["/usr/bin/script", "/bin/stty"].find((path) => !existsSync(path));
if (noTerminal) test("the live view needs a terminal", (t) => t.pass(noTerminal));

/** In the window of a terminal: what moves is drawn again and again, as wide as texts are. */
(noTerminal ? test.serial.skip : test.serial)("they are not seen in the live view either", async (t) => {
  const scratch = scratchFolder("live");
  const planted = plantedSecrets(scratch);
  await inFolder(planted.files, async (cwd) => {
    // a terminal would be asked
    const words = [...planted.args, "-e", "usual_prompt=zz44kern", "--output", "listr2"]
      .map((word) => `'${word}'`)
      .join(" ");
    const command = `stty cols 500 rows 200; exec '${process.execPath}' '${process.cwd()}/dist/cli.js' playbook play.yml ${words}`;
    const env = { XDG_STATE_HOME: scratch, ANSIBLE_ASYNC_DIR: scratch, TERM: "xterm-256color" };
    const { stdout, code } = await runProgram("/usr/bin/script", ["-qefc", command, "/dev/null"], env, cwd);
    t.is(code, 0, stdout.slice(-1000));
    t.regex(stdout, /\u001b\[\d*A/, "it moved");
    t.regex(stdout, /\*{8}/);
    t.deepEqual(leaked(planted, stdout.replace(/\u001b\[[\d;?]*[A-Za-z]/g, "")), []);
  });
});
