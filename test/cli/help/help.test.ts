import test from "ava";
import { commandHelp, programHelp } from "../../../src/cli/help/help.js";
import { type Command, usageOf } from "../../../src/cli/options/option.js";

const command: Command = {
  name: "mend",
  about: "Mends what is broken",
  more: ["It looks first.", "Then it mends."],
  operands: [
    { name: "THING", about: "what to mend", choices: ["lamp", "door"] },
    { name: "MORE", about: "further things", optional: true, repeated: true },
  ],
  groups: [
    { title: "None", options: [] },
    {
      title: "How",
      options: [
        { name: "glue", flags: "--glue", about: "with glue" },
        { name: "tool", flags: "-t, --tool", value: "NAME", about: "with a tool", choices: ["saw", "file"] },
        {
          name: "kind",
          flags: "--kind",
          value: "K",
          about: "slow or quick work",
          choices: ["slow", "quick"],
        },
        {
          name: "long",
          flags: "--an-option-that-has-a-long-name",
          value: "AND-A-LONG-VALUE",
          about: "words that do not fit into one line of a narrow terminal",
        },
      ],
    },
  ],
  examples: [["tera mend lamp", "a lamp"]],
  load: async () => ({ run: async () => 0 }),
};

test("a command's help has its usage, arguments, options in columns and examples, within the terminal's width", (t) => {
  t.is(
    commandHelp(command, 70),
    `Usage: ${usageOf(command)}

Mends what is broken.

It looks first.

Then it mends.

Arguments:
  THING                               what to mend: lamp, door
  MORE                                further things

How:
  --glue                              with glue
  -t, --tool NAME                     with a tool: saw, file
  --kind K                            slow or quick work
  --an-option-that-has-a-long-name AND-A-LONG-VALUE
                                      words that do not fit into one
                                      line of a narrow terminal

Examples:
  tera mend lamp
      a lamp
`,
  );
});

test("help is never narrower than 24 columns of words, nor wider than 100", (t) => {
  const about = Array.from({ length: 40 }, () => "word").join(" ");
  const widest = (columns: number) => {
    const { more: _, ...plain } = { ...command, about, examples: [] };
    const lines = commandHelp(plain, columns).split("\n");
    return Math.max(...lines.filter((line) => line.startsWith("word")).map((line) => line.length));
  };
  t.deepEqual([10, 30, 100, 200].map(widest), [24, 29, 100, 100]);
});

test("a command without options and examples has none of their titles", (t) => {
  const bare = { ...command, operands: [], groups: [], examples: [] };
  t.is(commandHelp(bare, 80).split("\n\n").length, 4);
});

test("the program's help lists the commands that are not hidden", (t) => {
  const commands = [
    command,
    { ...command, name: "go", about: "Goes" },
    { ...command, name: "x", hidden: true },
  ];
  const lines = programHelp(commands, "1.2").split("\n");
  t.regex(lines[0]!, /^tera 1\.2: /);
  t.deepEqual(lines.slice(2), [
    "Usage: tera COMMAND [options]",
    "",
    "Commands:",
    "  mend  Mends what is broken",
    "  go    Goes",
    "",
    "`tera COMMAND --help` explains a command.",
    "",
  ]);
});
