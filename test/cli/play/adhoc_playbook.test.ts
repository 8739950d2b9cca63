import test from "ava";
import { adhocPlaybook } from "../../../src/cli/play/adhoc_play.js";
import type { Task } from "../../../src/model/play.js";

function taskOf(module: string, args: string, more: object = {}): Task {
  const options = { pattern: "all", module, args, taskTimeout: 0, ...more };
  const [block] = adhocPlaybook(options as never).plays[0]!.tasks;
  return (block as { body: Task[] }).body[0]!;
}

/** module | what -a says | the options, the free text */
const GIVEN: [string, string, object, string?][] = [
  ["command", "echo a=b", {}, "echo a=b"],
  ["ansible.builtin.command", "ls", {}, "ls"],
  ["raw", "x y", {}, "x y"],
  ["script", "x.sh y", {}, "x.sh y"],
  ["win_shell", "dir", {}, "dir"],
  ["ansible.windows.win_command", "dir", {}, "dir"],
  ["shell", "{ echo; }", {}, "{ echo; }"],
  ["shell", "{{ x }}", {}, "{{ x }}"],
  ["shell", '{"cmd": "ls"}', { cmd: "ls" }],
  ["shell", ' {"cmd": "ls"} ', { cmd: "ls" }],
  ["shell", '{"cmd": "ls"} x', {}, '{"cmd": "ls"} x'],
  ["shell", "[1]", {}, "[1]"],
  ["shell", "7", {}, "7"],
  ["shell", '"x y"', {}, '"x y"'],
  ["include_tasks", "x.yml", {}, "x.yml"],
  ["copy", "src=a dest='b c'", { src: "a", dest: "b c" }],
  ["debug", '{"msg": [1, 2.0]}', { msg: [1, 2] }],
  ["meta", "noop", {}, "noop"],
  ["include_vars", "x.yml", {}, "x.yml"],
  ["include_role", "name=x", { name: "x" }],
  ["ping", "", {}],
];

for (const [module, args, options, free] of GIVEN)
  test(`adhoc -m ${module} -a '${args}' becomes a task`, (t) => {
    const task = taskOf(module, args);
    t.is(JSON.stringify(task.args), JSON.stringify(options));
    t.is(task.freeForm?.value, free);
    t.is(task.module?.value, module);
  });

/** module | what -a says | what is wrong | the way out */
const WRONG: [string, string, string, RegExp, RegExp][] = [
  ["all", "command", "", /^No argument passed to command module$/, /give it by -a/],
  [
    "all",
    "ansible.builtin.shell",
    "  ",
    /^No argument passed to ansible.builtin.shell module$/,
    /give it by -a/,
  ],
  ["all", "raw", "", /No argument/, /-a/],
  ["all", "script", "", /No argument/, /-a/],
  ["all", "win_command", "", /No argument/, /-a/],
  ["all", "win_shell", "", /No argument/, /-a/],
  ["site.yml", "command", "", /did you mean to run tera playbook/, /^tera playbook site.yml$/],
  ["site.yaml", "command", "", /did you mean to run tera playbook/, /^tera playbook site.yaml$/],
  ["yml", "command", "", /^No argument passed to command module$/, /give it by -a/],
  ["all", "import_playbook", "x.yml", /is not a valid action/, /tera playbook FILE/],
  ["all", "ping", "hello", /takes options, not the text `hello`/, /write name=value, or JSON/],
  ["all", "community.general.include_thing", "hello", /takes options, not the text/, /write name=value/],
  ["all", "copy", '{"src": }', /takes options, not the text/, /it looks like JSON/],
  ["all", "copy", "[1]", /takes options, not the text/, /it looks like JSON/],
  ["all", "copy", "src='a", /^-a src='a: /, /./],
];

for (const [pattern, module, args, message, hint] of WRONG)
  test(`adhoc ${pattern} -m ${module} -a '${args}' is refused`, (t) => {
    // an option that is missing, or arguments that cannot be read
    const code =
      /^\^-a/.test(message.source) || /takes options/.test(message.source) ? "ARGUMENT_INVALID" : "OPTIONS";
    const fault = t.throws(() => taskOf(module, args, { pattern }), { code, message });
    t.regex((fault as { hint?: string } | undefined)?.hint ?? "", hint);
  });

test("a timeout, a background task and its polling are keywords, where they are asked for", (t) => {
  const values = (more: object) =>
    Object.fromEntries(
      Object.entries(taskOf("ping", "", more).keywords).map(([name, located]) => [name, located.value]),
    );
  t.deepEqual(values({}), {});
  t.deepEqual(values({ taskTimeout: 5 }), { timeout: 5 });
  t.deepEqual(values({ background: 60, poll: 0 }), { async: 60, poll: 0 });
  t.deepEqual(values({ background: 0, poll: 3 }), { poll: 3 });
});
