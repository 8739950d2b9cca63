import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { parseIni } from "../../../src/cli/options/ini_file.js";
import { readSettings } from "../../../src/cli/options/settings.js";
import { Fault } from "../../../src/model/errors.js";
import { scratchFolder } from "../../helpers/scratch.js";

function folder(text?: string): string {
  const path = scratchFolder("settings");
  if (text !== undefined) writeFileSync(join(path, "ansible.cfg"), text);
  return path;
}

const env = { HOME: "/nonexistent" };

test("ansible.cfg beside the user is read, paths are relative to it", (t) => {
  const cwd = folder(`[defaults]
inventory = hosts/prod, /etc/hosts.ini
roles_path = roles:/opt/roles
forks=12   ; a comment
host_key_checking = False
# remote_user = nobody
[privilege_escalation]
become = yes
`);
  const settings = readSettings(env, cwd);
  t.is(settings.configFile, join(cwd, "ansible.cfg"));
  t.deepEqual(settings.inventory, [join(cwd, "hosts/prod"), "/etc/hosts.ini"]);
  t.deepEqual(settings.rolesPath, [join(cwd, "roles"), "/opt/roles"]);
  t.is(settings.forks, 12);
  t.is(settings.checkHostKeys, false);
  t.is(settings.user, undefined);
  t.true(settings.become);
});

test("the environment wins over ansible.cfg", (t) => {
  const cwd = folder("[defaults]\nforks = 12\n");
  t.is(readSettings({ ...env, ANSIBLE_FORKS: "3" }, cwd).forks, 3);
});

test("$ANSIBLE_CONFIG wins over the file beside the user", (t) => {
  const cwd = folder("[defaults]\nforks = 12\n");
  const other = folder("[defaults]\nforks = 99\n");
  t.is(readSettings({ ...env, ANSIBLE_CONFIG: other }, cwd).forks, 99);
  t.is(readSettings({ ...env, ANSIBLE_CONFIG: join(other, "ansible.cfg") }, cwd).forks, 99);
});

test("an ansible.cfg in a folder that everybody may write to is not read", (t) => {
  const cwd = folder("[defaults]\nforks = 12\n");
  chmodSync(cwd, 0o777);
  const settings = readSettings(env, cwd);
  t.is(settings.forks, 200);
  t.regex(settings.warnings[0]!, /world writable/);
});

test("a value that cannot be read is a fault that names where it stands", (t) => {
  const fault = t.throws(() => readSettings({ ...env, ANSIBLE_FORKS: "many" }, folder()), {
    instanceOf: Fault,
  });
  t.is(
    fault.message,
    "Invalid type for configuration option setting: DEFAULT_FORKS (from env: ANSIBLE_FORKS): many",
  );
  t.is(fault.hint, "it takes a whole number");
  const cwd = folder("[defaults]\ngathering = never\n");
  t.throws(() => readSettings(env, cwd), {
    message:
      'Invalid value "never" for configuration option "setting: DEFAULT_GATHERING ", valid values are: implicit, explicit, smart',
  });
});

test("home is what HOME says", (t) => {
  const home = folder();
  mkdirSync(join(home, "x"));
  writeFileSync(join(home, ".ansible.cfg"), "[defaults]\nremote_user = deploy\n");
  t.is(readSettings({ HOME: home }, join(home, "x")).user, "deploy");
});

test("ini text: sections, comments, continuation lines, values with = in them", (t) => {
  const sections = parseIni("[a]\nx = 1 = 2\ny: z\n  more\n; no\n\n[b]\nx=\nLATE = l ; c\n", "t.cfg");
  const plain = [...sections].map(([name, keys]) => [name, [...keys].map(([key, { text }]) => [key, text])]);
  t.deepEqual(plain, [
    [
      "a",
      [
        ["x", "1 = 2"],
        ["y", "z\nmore"],
      ],
    ],
    [
      "b",
      [
        ["x", ""],
        ["late", "l"],
      ],
    ],
  ]);
  t.deepEqual(sections.get("a")!.get("x")!.at, { path: "t.cfg", line: 2, column: 5 });
});

const BROKEN: readonly (readonly [text: string, line: number, message: RegExp, hint: RegExp])[] = [
  ["[defaults\nforks = 5\n", 1, /neither a section nor/, /close the bracket: `\[defaults\]`/],
  ["[defaults]\nforks\n", 2, /neither a section nor/, /key = value/],
  ["[defaults]\n= 5\n", 2, /neither a section nor/, /key = value/],
  ["forks = 5\n", 1, /before the first section/, /\[defaults\]/],
  ["[defaults]\nforks = 5\nforks = 6\n", 3, /`forks` stands twice/, /keep one/],
  ["[a]\n[b]\n[a]\n", 3, /\[a\] stands twice/, /put both together/],
];

test("what is wrong with an ansible.cfg is told with its line, as Python's reader would refuse it", (t) => {
  for (const [text, line, message, hint] of BROKEN) {
    const fault = t.throws(() => readSettings(env, folder(text)), { instanceOf: Fault }, text);
    t.regex(fault.message, message);
    t.regex(fault.hint ?? "", hint);
    t.is(fault.at?.line, line, text);
    t.regex(fault.format(), /\^/, "the line is shown");
  }
});

const WITHOUT_EFFECT: readonly (readonly [env: string, text: string, warning: RegExp | undefined])[] = [
  ["", "[defaults]\nforks = 5\n", undefined],
  [
    "",
    "[defaults]\npipelining = True\ninterpreter_python = auto\nnocows = 1\n[galaxy]\nserver = x\n",
    undefined,
  ],
  [
    "",
    "[defaults]\ntarget_log_info = x\n",
    /not followed by tera: `\[defaults\] target_log_info` \(.*ansible\.cfg:2:1\)/,
  ],
  ["", "[defaults]\nfroks = 5\n", /no setting .*`\[defaults\] froks` \(.*:2:1\), did you mean `forks`\?/],
  ["", "[defaults]\nbecome = yes\n", /it belongs into \[privilege_escalation\]/],
  ["", "[nothing]\nwhat = 1\n", /no setting .*`\[nothing\] what`/],
  ["ANSIBLE_FROKS", "", /no setting .*`\$ANSIBLE_FROKS`, did you mean `ANSIBLE_FORKS`\?/],
  ["ANSIBLE_TARGET_LOG_INFO", "", /not followed by tera: `\$ANSIBLE_TARGET_LOG_INFO`/],
  ["ANSIBLE_TARGET_LOG_INFO", "[defaults]\nx = 1\n", /ANSIBLE_TARGET_LOG_INFO`; no setting .*\[defaults\] x/],
  ["ANSIBLE_PIPELINING", "", undefined],
  [
    "",
    "[defaults]\nfacts_modules = smart\nrun_vars_plugins = start\nvars_plugins_enabled = host_group_vars\n",
    undefined,
  ],
  [
    "",
    "[defaults]\njinja2_extensions = jinja2.ext.do, jinja2.ext.loopcontrols\nenable_task_debugger = no\n",
    undefined,
  ],
  ["", "[defaults]\nfilter_plugins = /nonexistent/a:/nonexistent/b\n", undefined],
  ["", "[defaults]\nfilter_plugins = /nonexistent:/tmp\n", /not followed.*filter_plugins/],
  ["", "[defaults]\njinja2_extensions = jinja2.ext.do,jinja2.ext.i18n\n", /not followed.*jinja2_extensions/],
  ["", "[defaults]\nenable_task_debugger = yes\n", /not followed.*enable_task_debugger/],
  ["", "[defaults]\nfacts_modules = cisco.ios.ios_facts\n", /not followed.*facts_modules/],
  ["", "[defaults]\nstring_conversion_action = error\n", /not followed.*string_conversion_action/],
  ["", "[defaults]\nvars_plugins_enabled = community.sops.sops\n", /not followed.*vars_plugins_enabled/],
];

test("settings without effect are named in one warning, with what was meant", (t) => {
  for (const [name, text, warning] of WITHOUT_EFFECT) {
    const { warnings } = readSettings({ ...env, ...(name === "" ? {} : { [name]: "x" }) }, folder(text));
    if (warning === undefined) t.deepEqual(warnings, [], text);
    else {
      t.is(warnings.length, 1);
      t.regex(warnings[0]!, warning);
    }
  }
});
