import test from "ava";
import { bashScript, fishScript, zshScript } from "../../../src/cli/help/completion_scripts.js";
import { moduleText } from "../../../src/cli/help/doc_text.js";
import type { Command, Option } from "../../../src/cli/options/option.js";
import { list, text } from "../../../src/model/args.js";
import { defineModule, type Module } from "../../../src/model/module.js";
import { typed } from "../../helpers/typed.js";

const OPTIONS: readonly Option[] = [
  { name: "dry", flags: "--dry", about: "it's [dry]: really" },
  { name: "verbose", flags: "-v, --verbose", kind: "count", about: "more" },
  { name: "kind", flags: "-k, --kind", value: "KIND", choices: ["a", "b"], about: "one of two" },
  { name: "free", flags: "--free", value: "LABEL@SOURCE:X", about: "anything" },
  { name: "files", flags: "--file", value: "FILE", kind: "list", completes: "file", about: "a file" },
  { name: "in", flags: "--in", value: "FOLDER", completes: "folder", about: "a folder" },
  { name: "inventory", flags: "-i, --inventory", value: "SOURCE", completes: "inventory", about: "hosts" },
  { name: "module", flags: "-m, --module", value: "NAME", completes: "module", about: "a module" },
  { name: "book", flags: "--book", value: "FILE", completes: "playbook", about: "a playbook" },
  { name: "other", flags: "--other", value: "KIND", choices: ["a", "b"], about: "the same two" },
];

const command = (name: string, operands: Command["operands"], options: readonly Option[] = []): Command => ({
  name,
  about: `what ${name} does`,
  operands,
  groups: [{ title: "All", options }],
  examples: [],
  load: async () => ({ run: async () => 0 }),
});

const COMMANDS = [
  command("all", [{ name: "ACTION", about: "which", choices: ["up", "down"] }], OPTIONS),
  command("some", [
    { name: "HOST", about: "a host" },
    { name: "FILE", about: "files", completes: "file", repeated: true },
  ]),
  command("none", []),
  command("book", [{ name: "FILE", about: "a playbook", completes: "playbook" }]),
  command("where", [{ name: "SOURCE", about: "hosts", completes: "inventory" }]),
];

/** Lines of a script from the first that holds this, as many as are expected. */
function linesFrom(script: string, start: string, count: number): string[] {
  const lines = script.split("\n");
  const at = lines.findIndex((line) => line.includes(start));
  return lines.slice(at, at + count).map((line) => line.trim());
}

const INVENTORIES = "ls inventory 2>/dev/null | sed -E '/^(group|host)_vars$/d; s/\\.(ya?ml|ini|json)$//'";
const MODULES = "tera doc -l 2>/dev/null | sed 's/ .*//; s/^ansible\\.builtin\\.//'";
const offered = (words: string) => `COMPREPLY=($(compgen -W "${words}" -- "$word"))`;

test("bash: what may follow each option and command", (t) => {
  const script = bashScript(COMMANDS);
  t.deepEqual(linesFrom(script, "    all)", 13), [
    "all)",
    "case $before in",
    `-k|--kind|--other) ${offered("a b")}; return ;;`,
    "--free) :; return ;;",
    '--file) COMPREPLY=($(compgen -f -- "$word")); return ;;',
    '--in) COMPREPLY=($(compgen -d -- "$word")); return ;;',
    `-i|--inventory) COMPREPLY=($(compgen -W "$(${INVENTORIES})" -- "$word") $(compgen -f -- "$word")); return ;;`,
    `-m|--module) COMPREPLY=($(compgen -W "$(${MODULES})" -- "$word")); return ;;`,
    '--book) COMPREPLY=($(compgen -f -- "$word")); return ;;',
    "esac",
    "case $word in",
    `-*) ${offered(
      "--dry -v --verbose -k --kind --free --file --in -i --inventory -m --module --book --other",
    )} ;;`,
    `*) ${offered("up down")} ;;`,
  ]);
  for (const [name, rest] of [
    ["some", ":"],
    ["none", ":"],
    ["book", 'COMPREPLY=($(compgen -f -- "$word"))'],
    ["where", `COMPREPLY=($(compgen -W "$(${INVENTORIES})" -- "$word") $(compgen -f -- "$word"))`],
  ] as const)
    t.is(linesFrom(script, `    ${name})`, 7)[6], `*) ${rest} ;;`, name);
  t.is(linesFrom(script, 'COMP_CWORD" -eq 1', 2)[1], offered("all some none book where --help --version"));
});

test("zsh: what may follow each option and command", (t) => {
  const script = zshScript(COMMANDS);
  t.deepEqual(linesFrom(script, "    all)", 13), [
    "all)",
    "_arguments -s \\",
    "'--dry[it'\\''s  dry   really]' \\",
    "'*-v[more]' '*--verbose[more]' \\",
    "'-k[one of two]:KIND:(a b)' '--kind[one of two]:KIND:(a b)' \\",
    "'--free[anything]:LABEL@SOURCE X:' \\",
    "'*--file[a file]:FILE:_files' \\",
    "'--in[a folder]:FOLDER:_files -/' \\",
    ...["-i", "--inventory"]
      .map(
        (flag) =>
          `'${flag}[hosts]:SOURCE:{compadd -- $(ls inventory 2>/dev/null | sed -E "/^(group|host)_vars\\$/d; s/\\.(ya?ml|ini|json)\\$//"); _files}'`,
      )
      .join(" ")
      .concat(" \\")
      .split("\n"),
    ...["-m", "--module"]
      .map(
        (flag) =>
          `'${flag}[a module]:NAME:{compadd -- $(tera doc -l 2>/dev/null | sed "s/ .*//; s/^ansible\\.builtin\\.//"); :}'`,
      )
      .join(" ")
      .concat(" \\")
      .split("\n"),
    "'--book[a playbook]:FILE:_files' \\",
    "'--other[the same two]:KIND:(a b)' \\",
    "'1:ACTION:(up down)' ;;",
  ]);
  t.deepEqual(linesFrom(script, "    some)", 4), [
    "some)",
    "_arguments -s \\",
    "'1:HOST:' \\",
    "'*:FILE:_files' ;;",
  ]);
  t.is(linesFrom(script, "'none:", 1)[0], "'none:what none does'");
});

test("fish: what may follow each option and command", (t) => {
  const all = "complete -c tera -n '__fish_seen_subcommand_from all'";
  t.deepEqual(
    fishScript(COMMANDS)
      .split("\n")
      .filter(
        (line) => line.includes("from all'") || line.includes("-a all") || line.startsWith("# commands"),
      ),
    [
      "# commands: all some none book where",
      "complete -c tera -f -n __fish_use_subcommand -a all -d 'what all does'",
      `${all} -l dry -d 'it\\'s [dry]: really'`,
      `${all} -s v -l verbose -d 'more'`,
      `${all} -s k -l kind -x -a 'a b' -d 'one of two'`,
      `${all} -l free -x -d 'anything'`,
      `${all} -l file -r -F -d 'a file'`,
      `${all} -l in -x -a '(__fish_complete_directories)' -d 'a folder'`,
      `${all} -s i -l inventory -r -a '(ls inventory 2>/dev/null | sed -E \\'/^(group|host)_vars\\\\$/d; s/\\\\.(ya?ml|ini|json)\\\\$//\\')' -d 'hosts'`,
      `${all} -s m -l module -r -a '(tera doc -l 2>/dev/null | sed \\'s/ .*//; s/^ansible\\\\.builtin\\\\.//\\')' -d 'a module'`,
      `${all} -l book -r -F -d 'a playbook'`,
      `${all} -l other -x -a 'a b' -d 'the same two'`,
      "complete -c tera -f -n '__fish_seen_subcommand_from all' -a 'up down'",
    ],
  );
});

const plain = defineModule({
  name: "mend",
  about: "Mends things",
  check: "full",
  args: { name: text({ about: "which", required: true }) },
  examples: [],
  sh: ":",
});

const told = (module: unknown): string => moduleText(module as Module);

test("what is told of a module: no more than there is", (t) => {
  t.is(
    told(plain),
    `ansible.builtin.mend

  Mends things.

  In check mode it predicts what it would change.

ARGUMENTS

  = name  (text; required)
      which
`,
  );
});

test("what is told of a module: all that there is", (t) => {
  const inner = { deep: text({ about: "inside", choices: ["x", "y"], default: "x" }) };
  const module = {
    ...plain,
    collection: "a.b",
    aliases: ["repair", "patch"],
    notes: ["First note.", "Second note."],
    check: "skip" as const,
    args: {
      ...plain.args,
      tools: {
        ...list(text({ about: "a tool" }), { about: "with what", default: ["saw"] }),
        aliases: ["t", "u"],
      },
      options: { ...text({ about: "further" }), inner },
    },
    freeForm: "name",
    returns: { mended: "what was mended", cost: "what it cost" },
    examples: [{ name: "lamp" }, "lamp"],
  };
  t.is(
    told(module),
    `a.b.mend

  Mends things.

  Also called: repair, patch

  First note.

  Second note.

  In check mode it is skipped.

ARGUMENTS

  = name  (text; required)
      which
  - tools  (${module.args.tools.kind}; default ["saw"]; also t, u)
      with what
  - options  (text)
      further
      - deep  (text; one of x, y; default "x")
          inside

  Free text (\`mend: ...\`) is \`name\`.

RETURNS

  mended: what was mended
  cost: what it cost

EXAMPLES

  - mend:
      name: lamp

  - mend: lamp
`,
  );
  t.regex(told({ ...plain, check: "run" }), /In check mode it reads only, and runs\./);
});

test("tera doc lists each module once, with its full name in a column", async (t) => {
  const { stdout } = await typed(["doc", "-l"]);
  const lines = stdout.trimEnd().split("\n");
  t.deepEqual(lines, [...new Set(lines)].sort());
  t.true(lines.length > 100);
  t.is((await typed(["doc"])).stdout, stdout);
  const columns = new Set(lines.map((line) => /^\S+ +/.exec(line)?.[0].length));
  t.is(columns.size, 1, "all stand below each other");
  t.regex(stdout, /^ansible\.builtin\.ping +\S/m);
  t.regex(stdout, /^community\.docker\.docker_container +\S/m);
});

test("several modules are told one after the other", async (t) => {
  const [ping, stat] = await Promise.all(["ping", "stat"].map((name) => typed(["doc", name])));
  t.is((await typed(["doc", "ping", "stat"])).stdout, `${ping!.stdout}\n${stat!.stdout}`);
});
