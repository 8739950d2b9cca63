import type { Option, OptionGroup } from "./option.js";
import { OUTPUTS } from "./output_names.js";

const inventory: Option = {
  name: "inventory",
  flags: "-i, --inventory",
  also: ["--inventory-file"],
  value: "SOURCE",
  kind: "list",
  completes: "inventory",
  about: "inventory file, folder or `host,host`; may be given several times",
};

const flushCache: Option = {
  name: "flushCache",
  flags: "--flush-cache",
  about: "ask the sources of hosts anew, whatever they kept, and forget cached facts",
};

export const inventoryGroup: OptionGroup = { title: "Hosts", options: [inventory, flushCache] };

/** For the commands that run this folder's own playbooks: names in ./inventory/ are understood. */
const namedInventory: Option = {
  ...inventory,
  value: "NAME",
  about: "name in ./inventory/, or a path; `local` unless said",
};

export const limit: Option = {
  name: "limit",
  flags: "-l, --limit",
  value: "PATTERN",
  about:
    "only hosts that also match PATTERN; @FILE: those in the file, @failed: those that failed in the last run",
};

export const extraVars: Option = {
  name: "extraVars",
  flags: "-e, --extra-vars",
  value: "VARS",
  kind: "list",
  about: "variables above all others: name=value, JSON, YAML or @FILE; may be given several times",
};

export const selection: OptionGroup = {
  title: "What runs",
  options: [
    {
      name: "tags",
      flags: "-t, --tags",
      value: "TAGS",
      kind: "list",
      about: "only plays and tasks with one of these tags",
    },
    {
      name: "skipTags",
      flags: "--skip-tags",
      value: "TAGS",
      kind: "list",
      about: "leave out plays and tasks with one of these tags",
    },
    { name: "startAtTask", flags: "--start-at-task", value: "NAME", about: "start at the task of that name" },
    { name: "step", flags: "--step", about: "ask before each task: no, yes, or yes to all that follow" },
    { name: "forceHandlers", flags: "--force-handlers", about: "run notified handlers even if a task fails" },
    {
      name: "resume",
      flags: "--resume",
      about: "go on with the last run: each host after the last task that it has done",
    },
    {
      name: "flushPending",
      flags: "--flush-pending",
      about: "run handlers too that were notified in runs that failed or were killed",
    },
  ],
};

export const preview: OptionGroup = {
  title: "Looking before acting",
  options: [
    { name: "check", flags: "-C, --check", about: "change nothing; say what would be changed" },
    { name: "diff", flags: "-D, --diff", about: "show the differences of files and settings" },
    { name: "syntaxCheck", flags: "--syntax-check", about: "read and check the playbooks, run nothing" },
    { name: "listHosts", flags: "--list-hosts", about: "print the matching hosts, run nothing" },
    { name: "listTasks", flags: "--list-tasks", about: "print the tasks, run nothing" },
    { name: "listTags", flags: "--list-tags", about: "print the tags, run nothing" },
    { name: "explainPlan", flags: "--explain-plan", about: "say where a host waits for an answer, and why" },
    { name: "timings", flags: "--timings", about: "at the end, the slowest tasks and hosts" },
  ],
};

export const connecting: OptionGroup = {
  title: "Connecting",
  options: [
    { name: "user", flags: "-u, --user", value: "NAME", about: "connect as this user" },
    {
      name: "privateKey",
      flags: "--private-key",
      also: ["--key-file"],
      value: "FILE",
      completes: "file",
      about: "use this key",
    },
    {
      name: "connection",
      flags: "-c, --connection",
      value: "TYPE",
      about: "type of connection (default: ssh)",
    },
    {
      name: "timeout",
      flags: "-T, --timeout",
      value: "SECONDS",
      kind: "number",
      about: "time to connect (default: 10)",
    },
    {
      name: "forks",
      flags: "-f, --forks",
      value: "NUMBER",
      kind: "number",
      about: "hosts at the same time (default: 200)",
    },
    { name: "askPass", flags: "-k, --ask-pass", about: "ask for the password of the connection" },
    {
      name: "connectionPasswordFile",
      flags: "--connection-password-file",
      also: ["--conn-pass-file"],
      value: "FILE",
      completes: "file",
      about: "file with that password",
    },
    {
      name: "hostKeyChecking",
      flags: "--host-key-checking",
      value: "MODE",
      choices: ["accept-new", "strict", "off"],
      about: "what an unknown host key means (default: accept-new); a changed one is refused unless `off`",
    },
    {
      name: "sshCommonArgs",
      flags: "--ssh-common-args",
      value: "ARGS",
      about: "ssh arguments: -o, -J, -i, -F are understood",
    },
    { name: "sshExtraArgs", flags: "--ssh-extra-args", value: "ARGS", about: "more of them" },
    {
      name: "sftpExtraArgs",
      flags: "--sftp-extra-args",
      value: "ARGS",
      about: "accepted, without effect: there is no sftp",
    },
    {
      name: "scpExtraArgs",
      flags: "--scp-extra-args",
      value: "ARGS",
      about: "accepted, without effect: there is no scp",
    },
  ],
};

export const becoming: OptionGroup = {
  title: "Becoming another user",
  options: [
    { name: "become", flags: "-b, --become", about: "run as another user (see --become-user)" },
    {
      name: "becomeMethod",
      flags: "--become-method",
      value: "METHOD",
      choices: ["sudo", "su", "doas", "runas"],
      about: "how (default: sudo)",
    },
    { name: "becomeUser", flags: "--become-user", value: "NAME", about: "which user (default: root)" },
    { name: "askBecomePass", flags: "-K, --ask-become-pass", about: "ask for the password of becoming" },
    {
      name: "becomePasswordFile",
      flags: "--become-password-file",
      also: ["--become-pass-file"],
      value: "FILE",
      completes: "file",
      about: "file with that password",
    },
  ],
};

export const vaultGroup: OptionGroup = {
  title: "Vault",
  options: [
    {
      name: "vaultIds",
      flags: "--vault-id",
      value: "LABEL@SOURCE",
      kind: "list",
      about: "vault password by label; SOURCE is `prompt`, a file or a program",
    },
    {
      name: "vaultPasswordFiles",
      flags: "--vault-password-file",
      also: ["--vault-pass-file"],
      value: "FILE",
      kind: "list",
      completes: "file",
      about: "file with the vault password, or a program that prints it",
    },
    {
      name: "askVaultPass",
      flags: "-J, --ask-vault-pass",
      also: ["--ask-vault-password"],
      about: "ask for the vault password",
    },
  ],
};

export const general: OptionGroup = {
  title: "General",
  options: [
    { name: "verbosity", flags: "-v, --verbose", kind: "count", about: "say more; up to -vvvv" },
    { name: "noColour", flags: "--no-color", about: "no colours" },
    { name: "help", flags: "-h, --help", about: "this text" },
    { name: "version", flags: "--version", about: "the version" },
  ],
};

export const output: OptionGroup = {
  title: "Output",
  options: [
    {
      name: "outputs",
      flags: "--output",
      value: "KIND[:FILE]",
      kind: "list",
      choices: OUTPUTS,
      about:
        "listr2 (live view), default (Ansible's text), minimal and oneline (results only), jsonl (events); several, each to its own file; `auto` is listr2 on a terminal, else default, and minimal for adhoc",
    },
  ],
};

const modules: OptionGroup = {
  title: "Modules",
  options: [
    {
      name: "modulePath",
      flags: "-M, --module-path",
      value: "FOLDERS",
      kind: "list",
      completes: "folder",
      about: "folders with modules of your own: a task that needs one is refused with its file, none is run",
    },
  ],
};

export const playbookDir: Option = {
  name: "playbookDir",
  flags: "--playbook-dir",
  value: "FOLDER",
  completes: "folder",
  about: "look for group_vars, host_vars and roles there, as if a playbook stood in it",
};

const hosts: OptionGroup = {
  title: "Hosts and variables",
  options: [inventory, flushCache, limit, extraVars],
};
const namedHosts: OptionGroup = {
  title: "Hosts and variables",
  options: [namedInventory, flushCache, limit, extraVars],
};
const tail = [connecting, becoming, vaultGroup, modules, output, general];

export const playbookGroups: readonly OptionGroup[] = [hosts, selection, preview, ...tail];
/** Nobody checked is no success, unless it is said. */
const proving: OptionGroup = {
  ...selection,
  options: [
    ...selection.options,
    {
      name: "allowEmpty",
      flags: "--allow-empty",
      about: "a run that reaches no host is a success too",
    },
  ],
};

export const provisionGroups: readonly OptionGroup[] = [namedHosts, proving, preview, ...tail];

const resultOptions: readonly Option[] = [
  { name: "oneLine", flags: "-o, --one-line", about: "each host's result in one line" },
  {
    name: "tree",
    flags: "-t, --tree",
    value: "FOLDER",
    completes: "folder",
    about: "write each host's result, as JSON, into a file of that folder",
  },
];

export const adhocGroups: readonly OptionGroup[] = [
  {
    title: "The task",
    options: [
      {
        name: "module",
        flags: "-m, --module-name",
        value: "NAME",
        completes: "module",
        about: "module (default: command)",
      },
      {
        name: "moduleArgs",
        flags: "-a, --args",
        value: "ARGS",
        about: "its arguments: key=value, free text or JSON",
      },
      {
        name: "taskTimeout",
        flags: "--task-timeout",
        value: "SECONDS",
        kind: "number",
        about: "stop the task after that long",
      },
      {
        name: "background",
        flags: "-B, --background",
        value: "SECONDS",
        kind: "number",
        about: "run in the background, for so long at most",
      },
      {
        name: "poll",
        flags: "-P, --poll",
        value: "SECONDS",
        kind: "number",
        about: "with -B, look after it that often (default: 15; 0: never)",
      },
    ],
  },
  { ...hosts, options: [...hosts.options, playbookDir] },
  {
    title: "Looking before acting",
    options: preview.options.filter((option) => !/^(listT|explain)/.test(option.name)),
  },
  ...tail.map((group) =>
    group === output ? { ...output, options: [...resultOptions, ...output.options] } : group,
  ),
];
