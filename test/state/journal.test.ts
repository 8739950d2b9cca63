import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { JournalFile, type JournalOptions } from "../../src/state/journal.js";
import { readJournal } from "../../src/state/journal_read.js";
import { scratchFolder } from "../helpers/scratch.js";

function make(given: Partial<JournalOptions> = {}) {
  const warnings: string[] = [];
  const options: JournalOptions = {
    path: join(scratchFolder("journal"), "runs", "site.jsonl"),
    head: { version: 1, started: 0, asked: "", inventory: "", sources: [] },
    past: undefined,
    flushes: false,
    resumes: false,
    mask: (text) => text.replaceAll("hush", "********"),
    warn: (text) => void warnings.push(text),
    over: () => {},
    ...given,
  };
  return { journal: new JournalFile(options), path: options.path, warnings };
}

const step = (host: string, position: string, more: Record<string, unknown> = {}) => ({
  host,
  position,
  at: "1:1",
  title: "a task",
  status: "changed",
  isHidden: false,
  mayRepeat: false,
  ...more,
});

test("a journal is its user's alone, and whole from its first moment", (t) => {
  const { journal, path } = make();
  t.false(existsSync(path));
  journal.batch("1.0", "all", ["h1"]);
  t.is(statSync(path).mode & 0o777, 0o600);
  t.is(statSync(dirname(path)).mode & 0o777, 0o700);
  t.deepEqual(readdirSync(dirname(path)), [".tidied", "site.jsonl"]);
  t.is(readJournal(path)?.code, undefined);
  journal.end(0);
  t.is(readJournal(path)?.code, 0);
});

test("a run that comes to no host leaves the last one's journal", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "all", ["h1"]);
  journal.lost("h1", "failed", "\u0001");
  journal.end(2);
  const { journal: second } = make({ path });
  second.end(1);
  t.deepEqual([...readJournal(path)!.lost], [["h1", "failed"]]);
});

test("of a killed run the last line may be half: it is left out", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "all", ["h1"]);
  journal.concluded(step("h1", "\u0001"));
  journal.end(2);
  for (const half of ['{"host":"h1","step":"x","pos":"7","at"', "{", "\u0000\u0000"]) {
    appendFileSync(path, half);
    t.is(readJournal(path)!.batches.get("1.0")!.steps.get("h1")!.size, 1);
  }
});

test("what a host does after the step that loses it does not count", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "all", ["h1", "h2"]);
  for (const position of ["\u0001", "\u0002", "\u0003"]) {
    journal.concluded(step("h1", position));
    journal.concluded(step("h2", position));
    if (position === "\u0002") journal.lost("h1", "failed", position);
  }
  journal.end(2);
  const { steps } = readJournal(path)!.batches.get("1.0")!;
  t.deepEqual([...steps.get("h1")!.keys()], ["\u0001"]);
  t.is(steps.get("h2")!.size, 3);
});

test("handlers are left of hosts that were lost, and of a run that was killed", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "all", ["h1", "h2", "h3"]);
  for (const host of ["h1", "h2", "h3"]) journal.notified(host, { name: "restart", position: "\u0001" });
  journal.handled("h3", "restart");
  journal.end(2);
  t.deepEqual(
    readJournal(path)!.left.map(({ host }) => host),
    ["h1", "h2"],
  );
  const { journal: second, path: other } = make();
  second.batch("1.0", "all", ["h1", "h2"]);
  for (const host of ["h1", "h2"]) second.notified(host, { name: "restart", position: "\u0001" });
  second.batchEnd(new Map([["h2", "failed"]]));
  second.end(2);
  t.deepEqual(
    readJournal(other)!.left.map(({ host }) => host),
    ["h2"],
  );
});

test("what is left is left until it has run", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "all", ["h1"]);
  journal.notified("h1", { name: "restart", position: "\u0001" });
  journal.end(2);
  const next = make({ path, past: readJournal(path) });
  next.journal.batch("1.0", "all", ["h1"]);
  next.journal.batchEnd(new Map());
  next.journal.end(0);
  t.is(readJournal(path)!.left.length, 1);
  const last = make({ path, past: readJournal(path), flushes: true });
  t.deepEqual(
    last.journal.left("all", "h1").map(({ name }) => name),
    ["restart"],
  );
  last.journal.batch("1.0", "all", ["h1"]);
  last.journal.handled("h1", "restart");
  last.journal.end(0);
  t.is(readJournal(path)!.left.length, 0);
});

test("what must not be written down is not", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "all", ["h1"]);
  const kept = { values: { stdout: "hush" } };
  journal.concluded(step("h1", "\u0001", { kept }));
  journal.concluded(step("h1", "\u0002", { kept: { values: { stdout: "open" } }, isHidden: true }));
  journal.concluded(step("h1", "\u0003", { kept: { values: { stdout: "x".repeat(2 ** 21) } } }));
  journal.concluded(step("h1", "\u0004", { kept, mayRepeat: true }));
  journal.end(2);
  t.notRegex(readFileSync(path, "utf8"), /hush|open|xxx/);
  const lines = [...readJournal(path)!.batches.get("1.0")!.steps.get("h1")!.values()];
  t.deepEqual(
    lines.map(({ gone }) => gone),
    ["there is a secret in it", "it is hidden by no_log", "it is longer than 1 MiB"],
  );
});

test("a journal that cannot be written ends no run", (t) => {
  const { journal, warnings } = make({ path: "/dev/null/runs/site.jsonl" });
  journal.batch("1.0", "all", ["h1"]);
  journal.concluded(step("h1", "\u0001"));
  journal.end(0);
  t.is(warnings.length, 1);
  t.regex(warnings[0]!, /cannot be gone on with/);
});

test("names of tasks and plays that hold a secret are masked, and handlers of such plays are found again", (t) => {
  const { journal, path } = make();
  journal.batch("1.0", "play hush", ["h1"]);
  journal.concluded(step("h1", "\u0001", { title: "says hush" }));
  journal.notified("h1", { name: "restart", position: "\u0001" });
  journal.end(2);
  t.notRegex(readFileSync(path, "utf8"), /hush/);
  const { journal: next } = make({ path, past: readJournal(path), flushes: true });
  t.deepEqual(
    next.left("play hush", "h1").map(({ name }) => name),
    ["restart"],
  );
});

test("what is older than thirty days is removed, at most once a day", (t) => {
  const folder = join(scratchFolder("journal-old"), "runs");
  const begin = () => make({ path: join(folder, "site.jsonl") }).journal.batch("1.0", "all", ["h1"]);
  const there = (name: string) => existsSync(join(folder, name));
  const put = (name: string, days: number) => {
    writeFileSync(join(folder, name), "");
    const at = Date.now() / 1000 - days * 24 * 3600;
    utimesSync(join(folder, name), at, at);
  };
  begin();
  for (const [name, days] of [
    ["old.jsonl", 31],
    ["new.jsonl", 29],
    ["dead.half", 1],
  ] as const)
    put(name, days);
  begin();
  t.true(there("old.jsonl"), "today it was looked at already");
  put(".tidied", 2);
  begin();
  t.deepEqual(["old.jsonl", "new.jsonl", "dead.half"].map(there), [false, true, false]);
});
