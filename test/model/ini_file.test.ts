import { readFileSync } from "node:fs";
import test from "ava";
import { IniFault, IniFile } from "../../src/model/ini_file.js";

/** A file, the style (case counts, keys without a value, interpolation), and what Python's configparser makes of it. */
interface Recorded {
  text: string;
  style: [caseSensitive: boolean, allowNoValue: boolean, interpolation: boolean];
  sections?: Record<string, [string, string | null][] | { fails: string }>;
  get?: (string | null)[];
  fails?: string;
}

const ASKED = [
  ["a", "x"],
  ["a", "X"],
  ["a", "nope"],
  ["nope", "x"],
  ["b", "d"],
  ["DEFAULT", "d"],
  ["a", "r"],
] as const;

const recorded = JSON.parse(readFileSync("test/model/ini_file.json", "utf8")) as Recorded[];

function opened({ text, style: [caseSensitive, allowNoValue, interpolation] }: Recorded): IniFile {
  const file = new IniFile({ caseSensitive, allowNoValue, interpolation });
  file.read(text);
  return file;
}

const KINDS: Readonly<Record<string, string>> = {
  NoSectionError: "section",
  InterpolationSyntaxError: "value",
  InterpolationMissingOptionError: "value",
  InterpolationDepthError: "value",
};

/** The answer, or the kind of the fault. */
function orKind(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof IniFault) return { kind: error.kind };
    throw error;
  }
}

const expected = (answer: unknown): unknown => {
  const name = typeof answer === "string" ? answer : (answer as { fails?: string } | null)?.fails;
  return name !== undefined && name in KINDS ? { kind: KINDS[name] } : answer;
};

for (const row of recorded)
  test(`an INI file is read as configparser does: ${JSON.stringify([row.text.slice(0, 60), row.style])}`, (t) => {
    if (row.fails !== undefined) {
      const fault = t.throws(() => opened(row), { instanceOf: IniFault });
      return t.is(fault?.message.replaceAll("<???>", "<string>"), row.fails);
    }
    const file = opened(row);
    const { DEFAULT: defaults, ...sections } = row.sections!;
    t.deepEqual(file.sections(), Object.keys(sections));
    for (const [name, entries] of Object.entries(row.sections!)) {
      const found = orKind(() => file.entries(name));
      const byKey = (list: unknown) => (Array.isArray(list) ? new Map(list as [string, unknown][]) : list);
      t.deepEqual(byKey(found), byKey(expected(entries)), name);
    }
    t.deepEqual(
      ASKED.map(([section, key]) => orKind(() => file.get(section, key) ?? null)),
      row.get!.map((answer) => expected(answer === "no option" ? null : answer)),
    );
    return t.pass();
  });
