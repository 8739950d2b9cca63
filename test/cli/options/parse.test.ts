import test from "ava";
import { COMMANDS } from "../../../src/cli/commands.js";
import { mergeOptions } from "../../../src/cli/options/merge.js";
import { parseWords } from "../../../src/cli/options/parse.js";
import { sshArguments } from "../../../src/cli/options/run_options.js";
import { readSettings } from "../../../src/cli/options/settings.js";
import { Fault } from "../../../src/model/errors.js";

const command = (name: string) => COMMANDS.find((one) => one.name === name)!;
const parse = (line: string, name = "playbook") => parseWords(command(name), line.split(" ").filter(Boolean));
const settings = (env: Record<string, string> = {}) =>
  readSettings({ HOME: "/nonexistent", ...env }, "/nonexistent");
const options = (line: string, env: Record<string, string> = {}) => {
  const { values, operands } = parse(line);
  return mergeOptions(values, settings(env), { playbooks: [...operands], inventory: [] });
};

function faultOf(make: () => unknown): Fault {
  try {
    make();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("options may be joined, repeated, stand anywhere and be shortened", (t) => {
  const { values, operands } = parse("-vvbK -i a -i b,c one.yml --extra-var x=1 -e @f.yml --fork=7 two.yml");
  t.deepEqual(operands, ["one.yml", "two.yml"]);
  t.like(values, {
    verbosity: 2,
    become: true,
    askBecomePass: true,
    inventory: ["a", "b,c"],
    extraVars: ["x=1", "@f.yml"],
    forks: 7,
  });
});

test("both of Ansible's spellings of an option mean the same", (t) => {
  t.deepEqual(parse("--vault-pass-file p x.yml").values, parse("--vault-password-file p x.yml").values);
  t.deepEqual(parse("--key-file p x.yml").values, parse("--private-key p x.yml").values);
  t.deepEqual(parse("--inventory-file p x.yml").values, parse("-i p x.yml").values);
});

test("a value may begin with a dash", (t) => {
  t.is(parse("web -m shell -a -x", "adhoc").values.moduleArgs, "-x");
  t.is(parse("--ssh-common-args=-oPort=22 x.yml").values.sshCommonArgs, "-oPort=22");
});

test("an unknown option is refused with the nearest one", (t) => {
  const fault = faultOf(() => parse("--inventroy x a.yml"));
  t.is(fault.code, "USAGE");
  t.is(fault.message, "unknown option '--inventroy'");
  t.is(fault.hint, "did you mean `--inventory`?");
});

test("a shortened option that could be several is refused with all of them", (t) => {
  const fault = faultOf(() => parse("--ask a.yml"));
  t.is(fault.message, "ambiguous option: --ask could be --ask-pass, --ask-become-pass, --ask-vault-pass");
  t.is(fault.hint, "write it in full: `--ask-pass`");
});

test("what is missing, too much or impossible is refused", (t) => {
  t.is(faultOf(() => parse("-i a")).message, "FILE is missing");
  t.is(faultOf(() => parse("all more", "adhoc")).message, "`more` is too much");
  t.is(faultOf(() => parse("up2", "lab")).hint, "did you mean `up`?");
  t.is(faultOf(() => parse("--forks many a.yml")).message, "-f, --forks takes a whole number, not `many`");
  t.is(faultOf(() => parse("--output listr a.yml")).hint, "did you mean `listr2`?");
});

/** [the words, the command, what is understood of them: values or operands, or what is refused and why] */
const WORDS: readonly (readonly [
  line: string,
  command: string,
  values: object | string,
  rest: string[] | string,
])[] = [
  ["-- --limit x.yml", "playbook", {}, ["--limit", "x.yml"]],
  ["--lim a x.yml -- --lim", "playbook", { limit: "a" }, ["x.yml", "--lim"]],
  ["--lim=a=b x.yml", "playbook", { limit: "a=b" }, ["x.yml"]],
  ["--check x.yml --diff", "playbook", { check: true, diff: true }, ["x.yml"]],
  ["-v x.yml -vv", "playbook", { verbosity: 3 }, ["x.yml"]],
  ["-l a -l b x.yml", "playbook", { limit: "b" }, ["x.yml"]],
  ["-t a,b -t c x.yml", "playbook", { tags: ["a,b", "c"] }, ["x.yml"]],
  ["--output jsonl:a:b x.yml", "playbook", { outputs: ["jsonl:a:b"] }, ["x.yml"]],
  ["-f 0 x.yml", "playbook", { forks: 0 }, ["x.yml"]],
  ["-f 5x x.yml", "playbook", "-f, --forks takes a whole number, not `5x`", "undefined"],
  ["-f x5 x.yml", "playbook", "-f, --forks takes a whole number, not `x5`", "undefined"],
  ["-f -1 x.yml", "playbook", "-f, --forks takes a whole number, not `-1`", "undefined"],
  [
    "--host-key-checking maybe x.yml",
    "playbook",
    "--host-key-checking cannot be `maybe`",
    "one of accept-new, strict, off",
  ],
  [
    "--host-key-checking strickt x.yml",
    "playbook",
    "--host-key-checking cannot be `strickt`",
    "did you mean `strict`?",
  ],
  ["--zzzzzzzz x.yml", "playbook", "unknown option '--zzzzzzzz'", "see `tera playbook --help`"],
  ["-V x.yml", "playbook", "unknown option '-V'", "did you mean `-v`?"],
  ["-Z x.yml", "playbook", "unknown option '-Z'", "see `tera playbook --help`"],
  [
    "--list x.yml",
    "playbook",
    "ambiguous option: --list could be --list-hosts, --list-tasks, --list-tags",
    "write it in full: `--list-hosts`",
  ],
  [
    "--list=1 x.yml",
    "playbook",
    "ambiguous option: --list=1 could be --list-hosts, --list-tasks, --list-tags",
    "write it in full: `--list-hosts`",
  ],
  ["--limit", "playbook", "option '-l, --limit <PATTERN>' argument missing", "see `tera playbook --help`"],
  ["", "playbook", "FILE is missing", "usage: tera playbook [options] FILE..."],
  ["", "lab", "ACTION is missing", "usage: tera lab [options] ACTION"],
  ["down more", "lab", "`more` is too much", "usage: tera lab [options] ACTION"],
  ["nothing", "lab", "ACTION cannot be `nothing`", "one of up, down, status"],
];

for (const [line, name, values, rest] of WORDS)
  test(`tera ${name} ${line}: ${typeof values === "string" ? `refused, ${values}` : JSON.stringify(values)}`, (t) => {
    if (typeof values === "string") {
      const fault = faultOf(() => parse(line, name));
      t.deepEqual([fault.code, fault.message, String(fault.hint)], ["USAGE", values, rest]);
    } else t.deepEqual(parse(line, name) as unknown, { values, operands: rest });
  });

test("the command line wins over the environment, that over the defaults", (t) => {
  t.is(options("a.yml").forks, 200);
  t.is(options("a.yml", { ANSIBLE_FORKS: "5" }).forks, 5);
  t.is(options("-f 9 a.yml", { ANSIBLE_FORKS: "5" }).forks, 9);
  t.deepEqual(options("-t x,y -t z a.yml", { ANSIBLE_RUN_TAGS: "env" }).tags, ["x", "y", "z"]);
  t.deepEqual(options("a.yml", { ANSIBLE_RUN_TAGS: "env" }).tags, ["env"]);
});

test("host keys: noted unless said otherwise", (t) => {
  t.is(options("a.yml").hostKeyChecking, "accept-new");
  t.is(options("a.yml", { ANSIBLE_HOST_KEY_CHECKING: "True" }).hostKeyChecking, "strict");
  t.is(options("a.yml", { ANSIBLE_HOST_KEY_CHECKING: "False" }).hostKeyChecking, "off");
  t.is(
    options("--host-key-checking strict a.yml", { ANSIBLE_HOST_KEY_CHECKING: "no" }).hostKeyChecking,
    "strict",
  );
});

test("several outputs: one to the terminal, the others to files", (t) => {
  t.deepEqual(options("a.yml").outputs, [{ kind: "auto" }]);
  t.deepEqual(options("--output jsonl:run.jsonl a.yml").outputs, [
    { kind: "auto" },
    { kind: "jsonl", file: "run.jsonl" },
  ]);
  t.is(
    faultOf(() => options("--output jsonl --output default a.yml")).message,
    "only one --output can go to the terminal",
  );
});

test("callbacks of Ansible that are not there are replaced by its default, with a warning", (t) => {
  t.deepEqual(options("a.yml", { ANSIBLE_STDOUT_CALLBACK: "jsonl" }).outputs, [{ kind: "jsonl" }]);
  t.deepEqual(options("a.yml", { ANSIBLE_STDOUT_CALLBACK: "yaml" }).outputs, [{ kind: "default" }]);
  t.deepEqual(options("a.yml", { ANSIBLE_STDOUT_CALLBACK: "ansible.builtin.oneline" }).outputs, [
    { kind: "oneline" },
  ]);
  const { outputs, settings: read } = options("a.yml", { ANSIBLE_STDOUT_CALLBACK: "unixy" });
  t.deepEqual(outputs, [{ kind: "default" }]);
  t.regex(read.warnings[0]!, /no output `unixy`/);
});

test("colours: --no-color and ANSIBLE_NOCOLOR never, ANSIBLE_FORCE_COLOR always, else where the terminal can", (t) => {
  t.is(options("--no-color a.yml", { ANSIBLE_FORCE_COLOR: "1" }).colour, false);
  t.is(options("a.yml", { ANSIBLE_NOCOLOR: "1" }).colour, false);
  t.is(options("a.yml", { ANSIBLE_FORCE_COLOR: "1" }).colour, true);
  t.is(options("a.yml").colour, undefined);
});

test("ssh arguments are known by where they come from", (t) => {
  t.deepEqual(
    sshArguments(
      options("--ssh-extra-args=-6 a.yml", { ANSIBLE_SSH_ARGS: "-C", ANSIBLE_SSH_COMMON_ARGS: "-J jump" }),
    ),
    { args: ["-C"], common: ["-J", "jump"], extra: ["-6"] },
  );
});
