import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { notePlaces } from "../../src/model/source.js";
import { DateValue, Float, type Value } from "../../src/model/value.js";
import { checkKeyword, checkVariableNames, isTemplate } from "../../src/playbook/keyword_checks.js";
import * as sets from "../../src/playbook/keyword_sets.js";
import { faultsOf, readFiles } from "./reading.js";

const at = { path: "site.yml", line: 3, column: 5 };

function faultOf(key: string, value: Value, ignoresErrors = false): Fault | undefined {
  try {
    checkKeyword(key, { value, at }, ignoresErrors);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

const TEMPLATE = "{{ x }}";
const date = new DateValue("2026-01-02", new Date(0));

/** Of a kind of keywords: values that are taken, those that are not, and what the message says. */
const KINDS: readonly (readonly [keys: Iterable<string>, taken: Value[], refused: Value[], says: RegExp])[] =
  [
    [
      sets.BOOLEANS,
      [true, false, "yes", "off", 1, 0, new Float(1), TEMPLATE, "{% if x %}", "{# x #}"],
      ["maybe", "", 2, [], {}, null, [true]],
      /^the field '\w+' has an invalid value( \(.*\))?, and could not be converted to a bool$/,
    ],
    [
      sets.INTEGERS,
      [1, 0, "7", " 7 ", true, new Float(3), TEMPLATE],
      ["x", "", " ", 1.5, "1.5", [], {}, null, [1]],
      /could not be converted to a whole number$/,
    ],
    [
      sets.DECIMALS,
      [1, 1.5, "1.5", new Float(2), TEMPLATE],
      ["x", "", [], {}, null],
      /converted to a number$/,
    ],
    [
      [...sets.TEXTS].filter((key) => key !== "name"),
      ["a", "", 7, true, null, TEMPLATE],
      [[], ["a"], { a: 1 }],
      /could not be converted to a string$/,
    ],
    [
      sets.TEXT_LISTS,
      ["a", [], ["a", "b"], TEMPLATE],
      [7, [7], { a: 1 }, [["a"]], null],
      /to a list of strings$/,
    ],
    [
      ["environment"],
      [{ a: 1 }, [{ a: 1 }, TEMPLATE, null], TEMPLATE, null, []],
      ["x", ["x"], 7],
      /^`environment` must be a mapping, or a list of mappings$/,
    ],
    [
      ["module_defaults"],
      [{ a: 1 }, [{ a: 1 }, TEMPLATE], TEMPLATE, []],
      ["x", [{ a: 1 }, "x"], 7, null],
      /^`module_defaults` must be a mapping/,
    ],
    [
      ["loop_control"],
      [
        {},
        {
          loop_var: "x",
          pause: 1,
          label: "l",
          index_var: "i",
          extended: true,
          extended_allitems: true,
          break_when: "x",
        },
        TEMPLATE,
      ],
      ["x", [], null],
      /^`loop_control` must be a mapping$/,
    ],
    [["loop_control"], [], [{ lop_var: 1 }], /^'lop_var' is not a valid attribute for a LoopControl$/],
    [
      ["debugger"],
      ["always", "never", "on_failed", "on_skipped", "on_unreachable", TEMPLATE],
      ["sometimes", "", true],
      /is not a valid value for debugger$/,
    ],
    [
      ["register"],
      ["a", "_a1", "A", "print", "none"],
      ["1a", "a-b", "a b", "", 7, null, TEMPLATE, ["a"], "a\n", "class", "None"],
      /^Invalid variable name in 'register' specified: '/,
    ],
    [
      ["tags"],
      ["a", ["a", "b"], [], TEMPLATE],
      [7, { a: 1 }, true, null],
      /^tags must be specified as a list$/,
    ],
    [
      ["when", "notify", "until", "changed_when", "failed_when"],
      ["a", ["a", true], true, null, [null]],
      [{ a: 1 }],
      /^`\w+` must be text or a list$/,
    ],
    [["when", "tags", "notify"], [], [["a", { b: 1 }]], /^`\w+` must be text or a list of texts$/],
    [["vars", "loop", "args"], ["x", 7, null, {}, []], [], /./],
  ];

test("a keyword's value is judged by its kind, templates aside", (t) => {
  for (const [keys, taken, refused, says] of KINDS)
    for (const key of keys) {
      for (const value of taken)
        t.is(faultOf(key, value)?.message, undefined, `${key}: ${JSON.stringify(value)}`);
      for (const value of refused) {
        const fault = faultOf(key, value);
        t.regex(fault?.message ?? "", says, `${key}: ${JSON.stringify(value)}`);
        t.deepEqual(fault?.at, at);
      }
    }
});

test("what is shown of a wrong value, and the way out", (t) => {
  t.regex(faultOf("become", "maybe")?.message ?? "", /invalid value \(maybe\),/);
  t.regex(faultOf("become", 2)?.message ?? "", /invalid value \(2\),/);
  t.regex(faultOf("become", [])?.message ?? "", /invalid value, and/);
  t.is(faultOf("debugger", "on_fail")?.hint, "did you mean `on_failed`?");
  t.regex(faultOf("debugger", "x")?.hint ?? "", /^use one of always, never/);
  t.is(faultOf("loop_control", { lop_var: 1 })?.hint, "did you mean `loop_var`?");
  t.is(faultOf("loop_control", { lop_var: 1 })?.code, "KEYWORD_UNKNOWN");
  t.is(faultOf("when", date), undefined);
});

test("a task that ignores its errors may have wrong flags and numbers, and nothing else that is wrong", (t) => {
  for (const key of [...sets.BOOLEANS, ...sets.INTEGERS, ...sets.DECIMALS])
    t.is(faultOf(key, "x", true), undefined, key);
  for (const [key, value] of [
    ["register", "1a"],
    ["tags", 7],
    ["connection", []],
    ["loop_control", "x"],
  ] as [string, Value][])
    t.true(faultOf(key, value, true) !== undefined, key);
});

test("what is wrong within a value is told at its own place", (t) => {
  const inner = { path: "site.yml", line: 4, column: 7 };
  const places = { self: at, value: () => inner, key: () => inner };
  const control = { lop_var: 1 };
  const list = ["a", { b: 1 }];
  notePlaces(control, places);
  notePlaces(list, places);
  t.deepEqual(faultOf("loop_control", control)?.at, inner);
  t.deepEqual(faultOf("when", list)?.at, inner);
});

test("names of variables are names", (t) => {
  t.notThrows(() => checkVariableNames({ a: 1, _b2: 2, C: 3 }, "a play"));
  for (const name of ["1a", "a-b", "", "a b", "ä", "async", "True"]) {
    const fault = t.throws(() => checkVariableNames({ [name]: 1 }, "a play"), { instanceOf: Fault });
    t.is(fault.message, `Invalid variable name in vars specified for a play: '${name}'`);
  }
});

test("a template is what begins as one", (t) => {
  for (const text of ["{{ a }}", "a {% b %}", "{#"]) t.true(isTemplate(text), text);
  for (const value of ["{ {", "a", "", 7, null, ["{{ a }}"]])
    t.false(isTemplate(value as Value), String(value));
});

/** What each may have, beside what all have: told when one of them changes. */
test("which keywords an include, a looped block and imported plays may have", (t) => {
  t.deepEqual(
    [...sets.INCLUDE],
    "args collections debugger ignore_errors listen loop loop_control name no_log register run_once tags timeout vars when".split(
      " ",
    ),
  );
  t.deepEqual(
    [...sets.LOOPED_BLOCK].filter((key) => !sets.BLOCK.has(key)),
    ["loop", "loop_control", "register", "until", "retries", "delay"],
  );
  t.false(sets.TASK.has("listen"));
  t.true(sets.HANDLER.has("listen"));
  t.deepEqual(
    [...sets.BLOCK].filter((key) => !sets.TASK.has(key)),
    [],
  );
  t.true(
    sets.IMPORTED_PLAYS.has("when") &&
      sets.IMPORTED_PLAYS.has("tags") &&
      !sets.IMPORTED_PLAYS.has("collections"),
  );
  t.deepEqual(sets.BLOCK_SECTIONS, ["block", "rescue", "always"]);
  t.deepEqual(Object.keys(sets.RENAMED), [
    "sudo",
    "sudo_user",
    "su",
    "su_user",
    "include",
    "always_run",
    "static",
  ]);
  t.deepEqual(
    [...sets.LISTS],
    "changed_when environment failed_when listen notify tags until when".split(" "),
  );
  t.deepEqual(
    [...sets.BOOLEANS],
    "any_errors_fatal become check_mode delegate_facts diff force_handlers gather_facts ignore_errors ignore_unreachable no_log run_once".split(
      " ",
    ),
  );
  t.deepEqual([...sets.INTEGERS], "async gather_timeout poll port retries throttle timeout".split(" "));
  t.deepEqual(
    [...sets.TEXTS],
    "become_exe become_flags become_method become_user connection delegate_to fact_path name order remote_user strategy user".split(
      " ",
    ),
  );
});

/** A task, and what is wrong with it (`-`: nothing); `H`: as a handler. */
const TASKS: readonly (readonly [task: string, says: RegExp | "-", handler?: "H"])[] = [
  ["include: a.yml", /`include` was removed/],
  ["import_playbook: a.yml", /import_playbook stands among plays, not among tasks/],
  ["meta: flush_handlers", "-"],
  ["meta: flush_handlers", /flush_handlers cannot be used as a handler/, "H"],
  ["meta: noop", "-", "H"],
  ["include_role: {}", /'name' is a required field for include_role\./],
  ["import_role: {}", /'name' is a required field for import_role\./],
  ["include_tasks: ", /No file specified for include_tasks/],
  ["include_tasks: ''", /No file specified for include_tasks/],
  ["include_tasks: {file: a.yml}", "-"],
  ["include_tasks: {file: a.yml, aply: {}}", /Invalid options for include_tasks: aply/],
  ["include_role: {name: a, tasks_from: [x]}", /Expected a string for tasks_from but got a list instead/],
  ["include_role: {name: a, vars_from: {x: 1}}", /Expected a string for vars_from but got a mapping instead/],
  [
    "include_role: {name: a, defaults_from: 7}",
    /Expected a string for defaults_from but got a number instead/,
  ],
  [
    "include_role: {name: a, handlers_from: true}",
    /Expected a string for handlers_from but got a boolean instead/,
  ],
  ["include_role: {name: a, tasks_from: null}", "-"],
  ["include_role: {role: a, public: true, allow_duplicates: no, rolespec_validate: no, apply: {}}", "-"],
  ["{include_role: {name: a}, become: true}", /'become' is not a valid attribute for a IncludeRole/],
  ["{include_tasks: a.yml, become: true}", /'become' is not a valid attribute for a TaskInclude/],
  ["{include_tasks: a.yml, become: true}", /'become' is not a valid attribute for a HandlerTaskInclude/, "H"],
  ["{include_tasks: a.yml, loop: [1], register: x, no_log: true, run_once: true}", "-"],
  [
    "{import_tasks: a.yml, loop: [1]}",
    /You cannot use loops on 'import_tasks' statements\. You should use 'include_tasks'/,
  ],
  ["{import_tasks: a.yml, with_items: [1]}", /You cannot use loops on 'import_tasks'/],
  ["{import_tasks: a.yml, become: true}", "-"],
  [
    "{ping: {_ansible_x: 1}}",
    /Invalid parameter specified beginning with keyword '_ansible_' for action 'ping': '_ansible_x'/,
  ],
  ["{ping: [1]}", /the arguments of ping must be a mapping or text/],
  ["{action: [1]}", /`action` must be text or a mapping with `module`/],
  ["{local_action: {x: 1}}", /`local_action` must be text or a mapping with `module`/],
  ["{action: {module: ping}}", "-"],
  ["{action: ping}", "-"],
  ["{command: {_raw_params: ls, chdir: /}}", "-"],
  ["{ping: , register: 1a}", /Invalid variable name in 'register'/],
];

test("what tasks may not be", (t) => {
  for (const [task, says, handler] of TASKS) {
    const section = handler ? "handlers" : "tasks";
    const files = {
      "site.yml": `- hosts: all\n  ${section}:\n    - ${task}\n`,
      "a.yml": "[]\n",
      "roles/a/tasks/main.yml": "[]\n",
    };
    const faults = faultsOf(() => readFiles(files)).map(({ message }) => message);
    if (says === "-") t.deepEqual(faults, [], task);
    else t.regex(faults.join("; "), says, task);
  }
});
