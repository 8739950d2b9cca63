import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { typed as tera } from "../../helpers/typed.js";

/** What a setting does to a play on two hosts of this machine: what is then seen, and what is seen without it. */
interface Case {
  env: Record<string, string>;
  tasks?: string;
  args?: readonly string[];
  /** of stdout and stderr together */
  seen: RegExp;
}

const TWO = ["-i", "a,b", "-c", "local"];
const FAIL_ON_A = `- command: "{{ 'false' if inventory_hostname == 'a' else 'true' }}"\n- debug: {msg: went on}`;

const WRITES = (before: string, after: string) =>
  [before, after].map((text) => `- copy: {content: "${text}", dest: "{{ playbook_dir }}/f"}`).join("\n");

const CASES: Readonly<Record<string, Case>> = {
  any_errors_fatal: {
    env: { ANSIBLE_ANY_ERRORS_FATAL: "1" },
    tasks: FAIL_ON_A,
    seen: /b +: ok=2 /,
  },
  "strategy that is none": {
    env: { ANSIBLE_STRATEGY: "linaer" },
    seen: /Invalid play strategy specified: linaer.*did you mean `linear`/s,
  },
  no_log: { env: { ANSIBLE_NO_LOG: "1" }, tasks: "- command: echo secret", args: ["-v"], seen: /censored/ },
  task_timeout: {
    env: { ANSIBLE_TASK_TIMEOUT: "1" },
    tasks: "- command: sleep 2",
    seen: /failed to execute in the expected time frame \(1\)/,
  },
  executable: {
    env: { ANSIBLE_EXECUTABLE: "/nonexistent/shell" },
    tasks: "- raw: echo hi",
    seen: /nonexistent\/shell/,
  },
  become_exe: {
    env: { ANSIBLE_BECOME_EXE: "/nonexistent/sudo" },
    tasks: "- command: echo hi\n  become: true",
    seen: /nonexistent\/sudo/,
  },
  remote_port: {
    env: { ANSIBLE_REMOTE_PORT: "9" },
    tasks: "- ping:",
    args: ["-i", "127.0.0.1,", "-c", "ssh"],
    seen: /127\.0\.0\.1 port 9/,
  },
  gather_subset: {
    env: { ANSIBLE_GATHER_SUBSET: "!all,!min", ANSIBLE_GATHERING: "implicit" },
    tasks: "- debug: {msg: \"{{ 'none' if ansible_facts.distribution is undefined else 'there' }}\"}",
    seen: /"msg": "none"/,
  },
  library: {
    env: { ANSIBLE_LIBRARY: "lib" },
    tasks: "- mymod:",
    seen: /the module 'mymod' is \S*\/lib\/mymod\.py, and modules of your own are not run/,
  },
  "a module of ansible-core that is not there": {
    env: {},
    tasks: "- subversion: {}",
    seen: /the module 'subversion' of ansible-core is not there yet/,
  },
  error_on_missing_handler: {
    env: { ANSIBLE_ERROR_ON_MISSING_HANDLER: "0" },
    tasks: "- command: echo hi\n  notify: nobody\n- debug: {msg: went on}",
    seen: /went on/,
  },
  diff_context: {
    env: { ANSIBLE_DIFF_CONTEXT: "1" },
    tasks: WRITES("a\\nb\\nc\\nd\\n", "a\\nb\\nc\\nX\\n"),
    args: ["--diff", "-l", "a"],
    seen: /@@ -3,2 \+3,2 @@/,
  },
  max_diff_size: {
    env: { ANSIBLE_MAX_DIFF_SIZE: "3" },
    tasks: WRITES("ab", "abcd"),
    args: ["--diff", "-l", "a"],
    seen: /diff skipped: source file size is greater than 3/,
  },
  "groups whose names are no variable's": {
    env: {},
    tasks: "- group_by: {key: a-b}",
    seen: /WARNING\]: Invalid characters were found in group names but not replaced, use -vvvv to see details/,
  },
  "force_valid_group_names = always": {
    env: { ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS: "always" },
    tasks: "- group_by: {key: a-b}",
    seen: /Invalid characters were found in group names and automatically replaced, use -vvvv to see details/,
  },
  "precedence that is none": {
    env: { ANSIBLE_PRECEDENCE: "all_inventory,nothing" },
    seen: /Ignoring unknown variable precedence entry: nothing/,
  },
  debugger: { env: {}, tasks: "- ping:\n  debugger: on_failed", seen: /`debugger` is not supported/ },
  "a debugger that is none": {
    env: {},
    tasks: "- ping:\n  debugger: sometimes",
    seen: /'sometimes' is not a valid value for debugger/,
  },
};

function run(cwd: string, { env, args = [] }: Case): Promise<{ stdout: string; stderr: string }> {
  return tera(["playbook", ...TWO, ...args, "play.yml"], { cwd, env: { HOME: cwd, ...env } });
}

const playOf = ({ tasks = "- ping:" }: Case): string =>
  `- hosts: all\n  tasks:\n${tasks.replace(/^/gm, "    ")}\n`;

for (const [name, one] of Object.entries(CASES))
  test(`the setting acts: ${name}`, (t) =>
    inFolder({ "play.yml": playOf(one), "lib/mymod.py": "" }, async (cwd) => {
      const { stdout, stderr } = await run(cwd, one);
      t.regex(`${stdout}${stderr.replace(/\n(?! )/g, " ")}`, one.seen);
      if (Object.keys(one.env).length === 0) return;
      const without = await run(cwd, {
        ...one,
        env: {},
        args: one.args?.filter((arg) => arg !== "-v") ?? [],
      });
      t.notRegex(`${without.stdout}${without.stderr}`, one.seen, "without the setting it is otherwise");
    }));

test("the setting acts: retry_files_enabled, retry_files_save_path", (t) =>
  inFolder({ "play.yml": playOf({ env: {}, tasks: FAIL_ON_A, seen: /./ }) }, async (cwd) => {
    const env = { ANSIBLE_RETRY_FILES_ENABLED: "1", ANSIBLE_RETRY_FILES_SAVE_PATH: join(cwd, "retry") };
    const { stdout } = await run(cwd, { env, seen: /./ });
    t.true(existsSync(join(cwd, "retry/play.retry")));
    t.regex(stdout, /to retry, use: --limit @\S*\/retry\/play\.retry/);
    const again = await tera(["playbook", ...TWO, "-l", "@retry/play.retry", "--list-hosts", "play.yml"], {
      cwd,
    });
    t.regex(again.stdout, /hosts \(1\):\n {6}a\n/);
  }));

/** What a setting does to a command that runs no playbook; without it that is not seen. */
interface CommandCase {
  words: readonly string[];
  env?: Record<string, string>;
  cfg?: string;
  seen: RegExp;
}

const FILES = {
  "a.pw": "a",
  "b.pw": "b",
  "inv/one.x": "fromx\n",
  "inv/two.ini": "fromini\n",
  "inv/three": "three\n",
};

const COMMANDS: Readonly<Record<string, CommandCase>> = {
  "module_name, module_args": {
    words: ["adhoc", "localhost", "-c", "local"],
    cfg: "[defaults]\nmodule_name = debug\nmodule_args = msg=quite\n",
    seen: /"msg": "quite"/,
  },
  vault_identity: {
    words: ["vault", "encrypt_string", "--vault-password-file", "a.pw", "text"],
    env: { ANSIBLE_VAULT_IDENTITY: "prod" },
    seen: /\$ANSIBLE_VAULT;1\.2;AES256;prod/,
  },
  vault_encrypt_identity: {
    words: ["vault", "encrypt_string", "--vault-id", "a@a.pw", "--vault-id", "b@b.pw", "text"],
    env: { ANSIBLE_VAULT_ENCRYPT_IDENTITY: "b" },
    seen: /\$ANSIBLE_VAULT;1\.2;AES256;b/,
  },
  inventory_ignore_extensions: {
    words: ["inventory", "--graph", "-i", "inv"],
    env: { ANSIBLE_INVENTORY_IGNORE: ".x" },
    seen: /--fromini\n[^x]*$/,
  },
  inventory_ignore_patterns: {
    words: ["inventory", "--graph", "-i", "inv"],
    env: { ANSIBLE_INVENTORY_IGNORE_REGEX: "ree$,^o" },
    seen: /^@all:\n {2}\|--@ungrouped:\n$/,
  },
};

for (const [name, { words, env = {}, cfg, seen }] of Object.entries(COMMANDS))
  test(`the setting acts: ${name}`, (t) =>
    inFolder(FILES, async (cwd) => {
      const without = await tera(words, { cwd, env: { HOME: cwd } });
      t.notRegex(without.stdout, seen, "without the setting it is otherwise");
      if (cfg !== undefined) writeFileSync(join(cwd, "ansible.cfg"), cfg);
      const { stdout, stderr } = await tera(words, { cwd, env: { HOME: cwd, ...env } });
      t.regex(stdout, seen, stderr);
    }));

test("the setting acts: vault_id_match", (t) =>
  inFolder({ ...FILES, f: "hidden" }, async (cwd) => {
    const view = (label: string, match: string) =>
      tera(["vault", "view", "--vault-id", `${label}@a.pw`, "f"], {
        cwd,
        env: { HOME: cwd, ANSIBLE_VAULT_ID_MATCH: match },
      });
    await tera(["vault", "encrypt", "--vault-id", "one@a.pw", "f"], { cwd, env: { HOME: cwd } });
    t.is((await view("two", "0")).stdout, "hidden");
    t.is((await view("one", "1")).stdout, "hidden");
    t.regex((await view("two", "1")).stderr, /no vault secrets were found that could decrypt/);
  }));

test("the setting acts: log_filter", (t) =>
  inFolder({ "play.yml": playOf({ env: {}, seen: /./ }) }, async (cwd) => {
    const env = { ANSIBLE_LOG_PATH: join(cwd, "log") };
    await run(cwd, { env: { ...env, ANSIBLE_LOG_FILTER: "paramiko,ansible" }, seen: /./ });
    t.false(existsSync(join(cwd, "log")));
    await run(cwd, { env: { ...env, ANSIBLE_LOG_FILTER: "paramiko" }, seen: /./ });
    t.true(existsSync(join(cwd, "log")));
  }));
