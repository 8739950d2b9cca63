import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import test from "ava";
import { powershell } from "../../src/shell/powershell/dialect.js";
import { compactPs1 } from "../../src/shell/powershell/encode.js";
import { scratchFolder } from "../helpers/scratch.js";
import { builtLab } from "../windows-lab/lab.js";

interface Finding {
  file: string;
  line: number;
  severity: "error" | "warning" | "info";
  rule: string;
  message: string;
}

/** What Windows PowerShell 5.1 does not have, each in a script of its own, and the rule that finds it. */
const WRONG: Readonly<Record<string, readonly [script: string, rule: string]>> = {
  and: ["Get-Item x && Get-Item y", "seven-syntax"],
  coalesce: ["$a = $b ?? 1", "seven-syntax"],
  ternary: ["$a = $b ? 1 : 2", "seven-syntax"],
  chain: ["$a = ${b}?.Length", "seven-syntax"],
  command: ["Get-Sevice", "unknown-command"],
  parameter: ["Get-Service -NoSuchParameter x", "unknown-parameter"],
  newer: ["Get-Content -LiteralPath x -AsByteStream", "unknown-parameter"],
  type: ["$a = New-Object System.Text.Json.JsonDocument", "unknown-type"],
  literal: ["[System.Text.Json.JsonSerializer]::Serialize(1)", "unknown-type"],
  member: ["[System.IO.Path]::GetRelativePath('a', 'b')", "unknown-member"],
  method: ["[System.IO.File]::Move('a', 'b', $true)", "argument-count"],
  parse: ["function Get-It( { 1 }", "parse"],
};

/** Tables that are gone through though the parser does not see their order: why none of them differs from run to run. */
const SEEN_THROUGH: Readonly<Record<string, string>> = {
  "powershell/session.ps1 $value": "SayJson's own: the names of a hashtable are sorted there",
  "powershell/session.ps1 ConvertTo-Json -InputObject (ConvertTo-Ordered $value 20) -Compress -Depth 20":
    "after that",
  "powershell/session.ps1 $ask.vars": "as it was sent, into a table that is asked by name",
  "powershell/session.ps1 [System.Environment]::GetEnvironmentVariables($level)":
    "into a table that is asked by name",
  "powershell/session.ps1 $now": "each name is set once",
  "powershell/session.ps1 $session.Kept": "each name is set once",
  "powershell/facts.ps1 [System.Environment]::GetEnvironmentVariables()": "into what SayJson tells",
  "powershell/programs.ps1 $session.Environment": "as it was sent",
  "powershell/run.ps1 $session.Environment": "as it was sent",
  "files/edit.ps1 $session.Environment": "as it was sent",
  "commands/win_powershell.ps1 $session.Environment": "as it was sent",
  "commands/win_powershell.ps1 $value": "the names of a hashtable are sorted there",
  "commands/win_powershell.ps1 $given": "an option of that name",
  "software/win_package.ps1 $session.Environment": "as it was sent",
  "system/win_scheduled_task.ps1 $wish": "as it was sent",
  "system/win_scheduled_task.ps1 $wish[$one]": "as it was sent",
  "WebAdministration/model.ps1 $model": "a part of the model of that name",
  "WebAdministration/model.ps1 $model.sites": "the highest of all numbers",
  "WebAdministration/model.ps1 $poolValues[$place.rest]": "each of them is [ordered]",
};

/** Scripts in which what comes of a table differs from run to run. */
const SHUFFLED: Readonly<Record<string, string>> = {
  keys: "$a = @{ b = 1; c = 2 }; foreach ($one in $a.Keys) { $one }",
  "one of two": "$a = [ordered]@{ b = 1 }; $a = @{ b = 1 }; $a.Values",
  given: "function F([hashtable]$a) { foreach ($one in $a.GetEnumerator()) { $one.Key } }",
  "sorted too late": "$a = @{ b = 1 }; $a.Keys | ForEach-Object { $_ } | Sort-Object",
  json: "$a = @{ b = 1 }; ConvertTo-Json -InputObject $a",
};
const IN_ORDER: Readonly<Record<string, string>> = {
  ordered: "$a = [ordered]@{ b = 1; c = 2 }; foreach ($one in $a.Keys) { $one }",
  sorted: "$a = @{ b = 1; c = 2 }; foreach ($one in $a.Keys | Sort-Object) { $one }",
  typed: "function F([System.Collections.Specialized.OrderedDictionary]$a) { $a.Keys }",
  asked: "$a = @{ b = 1 }; $a.Keys -contains 'b'",
};

const folder = scratchFolder("windows-lint");

/** The genuine parser: a pwsh that is new enough. */
function pwsh(): string | undefined {
  const lab = builtLab();
  const ours = lab === undefined ? [] : readdirSync(lab).filter((name) => name.startsWith("tool-"));
  const found = [...ours.map((name) => join(lab!, name, "pwsh")), "pwsh"];
  return found.find((program) => (program === "pwsh" || existsSync(program)) && isNew(program));
}

function isNew(program: string): boolean {
  const { stdout } = spawnSync(program, ["-NoProfile", "-Version"], { encoding: "utf8" });
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  return Number(major) * 100 + Number(minor) >= 704;
}

/** Every script as a host gets it. */
function emitted(): Record<string, string> {
  const below = (top: string): string[] =>
    readdirSync(top, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ps1"))
      .map((path) => join(top, path));
  const texts = [...below("src"), ...below("roles")].map((path) => [
    path.replaceAll("/", "+"),
    compactPs1(readFileSync(path, "utf8")),
  ]);
  const read = / -EncodedCommand (\S+)$/.exec(powershell.read("C:\\it's $(x) ‘`\"\n.txt"))![1]!;
  return { ...Object.fromEntries(texts), "read.ps1": Buffer.from(read, "base64").toString("utf16le") };
}

function written(name: string, texts: Readonly<Record<string, string>>): string {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, name, file), text);
  return join(folder, name);
}

let findings: Finding[] | undefined;
/** what order.ps1 says: "folder/file what is gone through" */
let gone: string[] = [];
test.before(async (t) => {
  const program = pwsh();
  if (program === undefined)
    return t.log(
      "no PowerShell 7.4 or newer on this machine: skipped (test/windows-lab/build.sh brings one)",
    );
  for (const name of ["commands", "features", "types"])
    writeFileSync(
      join(folder, `${name}.json`),
      gunzipSync(readFileSync(`test/windows-lint/tables/${name}.json.gz`)),
    );
  const ours = written("emitted", emitted());
  const wrong = written(
    "wrong",
    Object.fromEntries(Object.entries(WRONG).map(([name, [script]]) => [`${name}.ps1`, script])),
  );
  const ordered = Object.entries({ ...SHUFFLED, ...IN_ORDER }).map(([name, text]) => [`${name}.ps1`, text]);
  const shuffled = written("order", Object.fromEntries(ordered));
  const looked = `'src/modules','src/shell','roles','test/windows-lab/doubles','${shuffled}'`;
  const call = [
    `& test/windows-lint/order.ps1 -Path ${looked}`,
    `& test/windows-lint/lint.ps1 -Path '${ours}','${wrong}' -Reference '${folder}' -KnownFrom '${ours}' -Json`,
  ].join("; ");
  const out = await new Promise<string>((resolve) => {
    execFile(
      program,
      ["-NoProfile", "-NonInteractive", "-Command", call],
      { maxBuffer: 1e8, env: { ...process.env, NO_COLOR: "1" } },
      (_error, stdout) => resolve(stdout),
    );
  });
  const lines = out.trimEnd().split(/\r?\n/);
  findings = JSON.parse(lines.pop()!) as Finding[];
  gone = lines.map((line) => line.replace("\t", " "));
});

/** Features that a module manages: it loads the feature's commands, and says so where they are not there. */
const FEATURES = ["WebAdministration", "PowerShellGet", "PackageManagement"];

const isManaged = ({ rule, message }: Finding): boolean =>
  rule === "feature-command" && FEATURES.some((one) => message.endsWith(` in module ${one}.`));

test("every script that a host can be sent has only what Windows PowerShell 5.1 has", (t) => {
  if (!findings) return t.pass("no pwsh");
  const wrong = new Set(Object.keys(WRONG).map((name) => `${name}.ps1`));
  const found = findings.filter(({ file, severity }) => !wrong.has(basename(file)) && severity !== "info");
  t.deepEqual(
    found
      .filter((one) => !isManaged(one))
      .map((one) => `${basename(one.file)}:${one.line} ${one.rule}: ${one.message}`),
    [],
  );
});

for (const [name, [script, rule]] of Object.entries(WRONG))
  test(`it goes red for ${script}`, (t) => {
    if (!findings) return t.pass("no pwsh");
    const found = findings.filter(
      ({ file, severity }) => basename(file) === `${name}.ps1` && severity !== "info",
    );
    t.true(
      found.some((one) => one.rule === rule),
      `${name}: ${JSON.stringify(found)}`,
    );
  });

test("what is made of a table's entries one after the other is the same in each process", (t) => {
  if (!findings) return t.pass("no pwsh");
  const found = gone.filter((line) => !line.startsWith("order/"));
  t.deepEqual([...new Set(found)].sort(), Object.keys(SEEN_THROUGH).sort());
});

test("a table without an order that is gone through is found, and one that has it is not", (t) => {
  if (!findings) return t.pass("no pwsh");
  const found = gone.filter((line) => line.startsWith("order/"));
  const names = found.map((line) => /^order\/(.*)\.ps1 /.exec(line)![1]!);
  t.deepEqual(names.sort(), Object.keys(SHUFFLED).sort());
});
