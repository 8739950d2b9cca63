import { readFileSync } from "node:fs";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { PythonRegex, type RegexMatch } from "../../src/model/python_regex.js";

/**
 * What Python 3.11 makes of patterns `p` on texts `t`, with the replacement `r`: the matches with
 * their groups, what `sub` gives, or the messages of errors. A part of them was made at random.
 */
interface Recorded {
  p: string;
  t: string;
  r?: string;
  err?: string;
  search?: Groups;
  match?: Groups;
  full?: Groups;
  all?: Groups[];
  sub?: string;
  suberr?: string;
}
type Groups = (string | null)[] | null;

const recorded = JSON.parse(readFileSync("test/model/python_regex.json", "utf8")) as Recorded[];

const groupsOf = (match: RegexMatch | undefined): Groups =>
  match ? match.groups.map((group) => group ?? null) : null;

function messageOf<T>(work: () => T): { value?: T; message?: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof Fault) return { message: error.message };
    throw error;
  }
}

function answers({ p, t, r }: Recorded): Omit<Recorded, "p" | "t" | "r"> {
  const { value: regex, message } = messageOf(() => PythonRegex.of(p));
  if (!regex) return { err: message! };
  const said = {
    search: groupsOf(regex.search(t)),
    match: groupsOf(regex.match(t)),
    full: groupsOf(regex.fullMatch(t)),
    all: regex.all(t).map(groupsOf),
  };
  if (r === undefined) return said;
  const replaced = messageOf(() => regex.replace(t, r).text);
  return replaced.message === undefined
    ? { ...said, sub: replaced.value! }
    : { ...said, suberr: replaced.message };
}

test("every recorded pattern does what Python does", (t) => {
  t.true(recorded.length > 1000);
  for (const one of recorded) {
    const { p, t: text, r, ...expected } = one;
    t.deepEqual(answers(one), expected, JSON.stringify({ p, text, r }));
  }
});

const ENDLESS: [pattern: string, text: string][] = [
  ["^(a+)+$", `${"a".repeat(40)}!`],
  ["^(a|a)*$", `${"a".repeat(35)}!`],
  ["(x+x+)+y", "x".repeat(40_000)],
  ["\\s+$", `${" ".repeat(200_000)}x`],
  [".*.*.*.*=", "x".repeat(5000)],
  [`${"a?".repeat(40)}${"a".repeat(40)}`, "a".repeat(39)],
  ["(?s)(.*)*x", "a".repeat(1000)],
  ["((a?){8}){8}x", "a".repeat(1000)],
  ["^(\\w+\\s?)*$", `${"word ".repeat(20)}!`],
];

for (const [pattern, text] of ENDLESS)
  test(`${pattern} ends with a fault on a text where it would never end`, (t) => {
    const fault = t.throws(() => PythonRegex.of(pattern).search(text), { instanceOf: Fault });
    t.is(fault?.code, "REGEX_INVALID");
    t.regex(fault?.message ?? "", /takes too long on this text/);
  });

test("long texts are no obstacle to patterns that are plain", (t) => {
  const lines = `${"foo bar = baz\n".repeat(100_000)}PermitRootLogin yes\n`;
  t.is(PythonRegex.of("(?m)^#?PermitRootLogin.*$").search(lines)?.groups[0], "PermitRootLogin yes");
  t.is(PythonRegex.of("(?:a|b)*c").search(`${"ab".repeat(300_000)}c`)?.end, 600_001);
  t.is(PythonRegex.of("\\s+").replace("a  b\n".repeat(50_000), " ").count, 100_000);
});

test("the place of a named group is known", (t) => {
  t.deepEqual(PythonRegex.of("a(?P<in>.*)c").searchGroup("xabbc", "in"), [2, 4]);
  t.is(PythonRegex.of("a(?P<in>.*)c").searchGroup("x", "in"), undefined);
});

test("a pattern nested too deeply is a fault", (t) => {
  t.throws(() => PythonRegex.of("(".repeat(5000) + ")".repeat(5000)), {
    instanceOf: Fault,
    message: /nested too deeply/,
  });
});
