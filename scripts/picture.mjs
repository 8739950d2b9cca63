// Records docs/images/run.cast from real runs, and draws docs/images/run.svg from it:
//   node scripts/picture.mjs          records (wants `script` of util-linux, and dist/) and draws
//   node scripts/picture.mjs --draw   draws what was recorded
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { svgOf } from "./picture/svg.mjs";

const CAST = "docs/images/run.cast";
const EVENTS = "test/fixtures/picture";
const SIZE = { width: 80, height: 30 };
const TERA = "node dist/cli.js";
const RESTART = "playbook -i inventory/local scripts/picture/app.yml";

/** What is typed, what is run for it, and what is done before unseen. */
const SCENES = [
  { typed: "npx tera provision -i local", words: "provision -i local", name: "provision" },
  {
    typed: `npx tera ${RESTART}`,
    words: RESTART,
    name: "failure",
    before: (folder) => writeFileSync(join(folder, "full"), ""),
  },
  {
    typed: `npx tera ${RESTART} --limit @failed`,
    words: `${RESTART} --limit @failed`,
    name: "retry",
    before: (folder) => rmSync(join(folder, "full")),
  },
];

const state = mkdtempSync(join(tmpdir(), "tera-picture-"));
const env = { ...process.env, XDG_STATE_HOME: state, TERM: "xterm-256color", LANG: "C.UTF-8" };

/** Where the lab keeps web2: its own inventory says so. */
function folderOfWeb2() {
  const { stdout } = spawnSync("node", ["dist/cli.js", "lab", "status"], { env, encoding: "utf8" });
  const found = /^ *web2 .* (\/\S+)$/m.exec(stdout);
  if (!found) throw new Error(`the lab does not say where web2 is:\n${stdout}`);
  return found[1];
}

/** Runs it on a terminal, and gives what it wrote when. */
function onTerminal(words, name) {
  const command = `stty cols ${SIZE.width} rows ${SIZE.height}; ${TERA} ${words} --output listr2 --output jsonl:${EVENTS}/${name}.jsonl`;
  return new Promise((resolve) => {
    const begun = performance.now();
    const written = [];
    const child = spawn("script", ["-qfec", command, "/dev/null"], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => written.push([(performance.now() - begun) / 1000, "o", text]));
    child.on("close", () => resolve(written));
  });
}

/** What the test shows again: without what was live only, and without the facts of this machine. */
function keepEvents(path) {
  const events = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const kept = events.filter(({ type }) => type !== "host-busy");
  for (const { result } of kept) if (result?.values.ansible_facts) result.values.ansible_facts = {};
  writeFileSync(path, withoutFolder(kept.map((event) => `${JSON.stringify(event)}\n`).join("")));
}

/** Nobody needs to know where it was recorded. */
const withoutFolder = (text) =>
  text
    .replaceAll(`${process.cwd()}/`, "")
    .replaceAll(state, "/tmp/lab")
    .replace(/ --output listr2 --output \S+/g, "");

async function record() {
  mkdirSync(EVENTS, { recursive: true });
  spawnSync("node", ["dist/cli.js", "lab", "down"], { env });
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const header = {
    version: 2,
    ...SIZE,
    title: `tera ${version}: provision, a failure and the retry`,
    tera: version,
  };
  const all = [];
  let at = 0;
  for (const { typed, words, name, before } of SCENES) {
    before?.(folderOfWeb2());
    all.push([at, "o", `\u001b[0;32m$\u001b[0m ${typed}\r\n`]);
    at += 1.2;
    const written = await onTerminal(words, name);
    for (const [seconds, kind, text] of written) all.push([at + seconds, kind, withoutFolder(text)]);
    keepEvents(`${EVENTS}/${name}.jsonl`);
    at = all.at(-1)[0] + 2;
  }
  spawnSync("node", ["dist/cli.js", "lab", "down"], { env });
  writeFileSync(CAST, `${[header, ...all].map((line) => JSON.stringify(line)).join("\n")}\n`);
}

try {
  if (!process.argv.includes("--draw")) await record();
  if (!existsSync(CAST)) throw new Error(`there is no ${CAST}: record it first`);
  writeFileSync("docs/images/run.svg", svgOf(readFileSync(CAST, "utf8")));
} finally {
  rmSync(state, { recursive: true, force: true });
}
