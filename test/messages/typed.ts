import type { Message } from "./message.js";

const play = (tasks: string, keywords = ""): Record<string, string> => ({
  "play.yml": `- hosts: all\n  gather_facts: false\n${keywords}  tasks:\n${tasks}`,
});
const OK = play("    - ping:\n");

/** What somebody types wrong: in words of the command line, and in files. */
export const TYPED: Readonly<Record<string, Message>> = {
  "a command that is not there": { words: ["plabook", "x.yml"], cause: "plabook", next: "playbook" },
  "an option that is not there": {
    words: ["playbook", "--chekc", "x.yml"],
    cause: "--chekc",
    next: "--check",
  },
  "an option that could be several": {
    words: ["playbook", "--ask", "x.yml"],
    cause: "--ask",
    next: "--ask-vault-pass",
  },
  "an option of a command before it": { words: ["-v", "playbook"], cause: "-v", next: "tera playbook -v" },
  "an option of the program misspelt": { words: ["--vresion"], cause: "--vresion", next: "--version" },
  "a playbook that is not there": {
    files: OK,
    words: ["playbook", "package.jsn"],
    cause: "package.jsn",
    next: "package.json",
  },
  "an inventory that is not there": {
    files: { ...OK, hosts: "a\n" },
    inventory: "hsots",
    cause: "hsots",
    next: "did you mean `hosts`",
  },
  "a --limit that fits nobody": {
    files: OK,
    values: { limit: "locahlost" },
    cause: "locahlost",
    next: "localhost",
  },
  "an extra variable without a value": { files: OK, values: { extraVars: ["a"] }, cause: "a", next: "=" },
  "a file of extra variables that is not there": {
    files: { ...OK, "vars.yml": "a: 1\n" },
    values: { extraVars: ["@vrs.yml"] },
    cause: "vrs.yml",
    next: "did you mean `vars.yml`",
  },
  "extra variables that are no JSON": {
    files: OK,
    values: { extraVars: ["{bad"] },
    cause: "{bad",
    next: "}",
  },
  "--start-at-task with a name that is not there": {
    files: play("    - name: restart web\n      ping:\n"),
    values: { startAtTask: "restart wbe" },
    cause: "restart wbe",
    next: "restart web",
  },
  "a tag that is not there": {
    files: play("    - ping:\n      tags: web\n"),
    values: { tags: ["wbe"] },
    cause: "wbe",
    next: "web",
  },
  "a tabulator": { files: { "play.yml": "- hosts: all\n\ttasks: []\n" }, cause: "tab", next: "spaces" },
  "a colon in a text": {
    files: play("    - debug: {msg: x}\n      name: note: this\n"),
    cause: "play.yml:5:",
    next: "quote",
  },
  "a text that begins with a percent sign": {
    files: play("    - debug:\n        msg: %x\n"),
    cause: "play.yml:5:",
    next: "quote",
  },
  "a text that begins with an at sign": {
    files: play("    - debug:\n        msg: @x\n"),
    cause: "play.yml:5:",
    next: "quote",
  },
  "a backslash in quotes": {
    files: play('    - debug:\n        msg: "C:\\dir"\n'),
    cause: "play.yml:5:",
    next: "single quotes",
  },
  "a star": { files: play("    - debug:\n        msg: *.log\n"), cause: "play.yml:5:", next: "quote" },
  "a key that stands twice": {
    files: play("    - debug: {msg: x}\n      debug: {msg: y}\n"),
    cause: "debug",
    next: "remove",
  },
  "wrong indentation": {
    files: play("    - debug:\n        msg: x\n      name: y\n       when: z\n"),
    cause: "play.yml:6:",
    next: "column 7",
  },
  "a quote that is not closed": {
    files: play('    - debug:\n        msg: "x\n    - ping:\n'),
    cause: "play.yml:5:",
    next: '"',
  },
  "an expression without quotes": {
    files: play("    - debug:\n        msg: {{ foo }}\n"),
    cause: "play.yml:5:",
    next: '"{{ foo }}"',
  },
  "an expression without quotes, and more": {
    files: play("    - debug:\n        msg: {{ foo }}/bar\n"),
    cause: "play.yml:5:",
    next: '"{{ foo }}/bar"',
  },
  "an expression without quotes in braces": {
    files: play("    - debug: {msg: {{ foo }}}\n"),
    cause: "play.yml:4:",
    next: '"{{ foo }}"',
  },
  "a keyword misspelt": { files: play("    - ping:\n      whn: true\n"), cause: "whn", next: "when" },
  "a module misspelt": { files: play("    - copyy: {src: a, dest: b}\n"), cause: "copyy", next: "copy" },
  "an argument misspelt": { files: play("    - copy: {scr: a, dest: /tmp/b}\n"), cause: "scr", next: "src" },
  "an argument of a wrong type": {
    files: play("    - wait_for: {port: http}\n"),
    cause: "http",
    next: "int",
  },
  "an argument that is missing": { files: play("    - copy: {src: a}\n"), cause: "dest", next: "copy" },
  "a module of Ansible that is not there": {
    files: play("    - expect: {command: a, responses: {}}\n"),
    cause: "expect",
    next: "command",
  },
  "Jinja that does not end": {
    files: play("    - debug: {msg: '{{ a '}\n"),
    cause: "play.yml:4:",
    next: "}}",
  },
  "a filter that is not there": {
    files: play("    - debug: {msg: '{{ 1 | defualt(2) }}'}\n"),
    cause: "defualt",
    next: "default",
  },
  "a test that is not there": {
    files: play("    - debug: {msg: x}\n      when: a is defiend\n"),
    cause: "defiend",
    next: "defined",
  },
  "a variable that is not there": {
    files: play("    - debug: {msg: '{{ web_prot }}'}\n", "  vars: {web_port: 1}\n"),
    cause: "web_prot",
    next: "web_port",
  },
  "a key that a variable does not have": {
    files: play("    - debug: {msg: '{{ web.prot }}'}\n", "  vars: {web: {port: 1}}\n"),
    cause: "prot",
    next: "port",
  },
  "a variable that needs itself": {
    files: play("    - debug: {msg: '{{ a }}'}\n", "  vars: {a: '{{ b }}', b: '{{ a }}'}\n"),
    cause: "recursive",
    next: "play.yml:3:",
  },
  "a template that does not end": {
    files: {
      ...play("    - template: {src: t.j2, dest: '{{ playbook_dir }}/t'}\n"),
      "t.j2": "a\n{% if b %}\n",
    },
    cause: "t.j2:2:",
    next: "endif",
  },
  "variables that are no YAML": {
    files: { ...play("    - ping:\n", "  vars_files: [v.yml]\n"), "v.yml": "a: b: c\n" },
    cause: "v.yml:1:",
    next: "quote",
  },
  "variables that are a list": {
    files: { ...play("    - ping:\n", "  vars_files: [v.yml]\n"), "v.yml": "- a\n" },
    cause: "v.yml",
    next: "name: value",
  },
  "a file of variables that is not there": {
    files: { ...play("    - ping:\n", "  vars_files: [vrs.yml]\n"), "vars.yml": "a: 1\n" },
    cause: "vrs.yml",
    next: "did you mean `vars.yml`",
  },
  "a role that is not there": {
    files: { "play.yml": "- {hosts: all, roles: [wbe]}\n", "roles/web/tasks/main.yml": "- ping:\n" },
    cause: "wbe",
    next: "web",
  },
  "a file that is encrypted with another password": {
    files: {
      ...play("    - ping:\n", "  vars_files: [v.yml]\n"),
      "v.yml":
        "$ANSIBLE_VAULT;1.1;AES256\n30633466386166393865633332346566343634666666653538323362343039663663613861323465\n6139373930643936626138323738626439636236643233330a613364633531353735376437643235\n33623835343732383630646462663333353431303361373436363536633864303638653663333061\n3937323964613836300a353233636565663237613463333538663835616635623533636661393566\n3239\n",
      pass: "wrong\n",
    },
    values: { vaultPasswordFiles: ["pass"] },
    cause: "v.yml",
    next: "--vault-password-file",
  },
  "a line of an inventory that is no host": {
    files: { ...OK, hosts: "[web]\na b c\n" },
    inventory: "hosts",
    cause: "hosts:2",
    next: "=",
  },
  "a group of an inventory that is not closed": {
    files: { ...OK, hosts: "[web\na\n" },
    inventory: "hosts",
    cause: "hosts:1",
    next: "]",
  },
  "a child that is no group": {
    files: { ...OK, hosts: "[web:children]\nnowhere\n" },
    inventory: "hosts",
    cause: "nowhere",
    next: "[nowhere]",
  },
  "a section of ansible.cfg that is not closed": {
    files: { ...OK, "ansible.cfg": "[defaults\nforks=1\n" },
    cause: "ansible.cfg:1",
    next: "]",
  },
  "a value of ansible.cfg that is none": {
    files: { ...OK, "ansible.cfg": "[defaults]\nforks=many\n" },
    cause: "many",
    next: "number",
  },
  "a setting of ansible.cfg that is not there": {
    files: { ...OK, "ansible.cfg": "[defaults]\nfroks=5\n" },
    cause: "froks",
    next: "forks",
  },
  "a handler that is not there": {
    files: play("    - ping:\n      notify: restrat\n  handlers:\n    - name: restart\n      ping:\n"),
    cause: "restrat",
    next: "restart",
  },
  "a serial that is no number": {
    files: play("    - ping:\n", "  serial: abc\n"),
    cause: "abc",
    next: "30%",
  },
  "a strategy that is not there": {
    files: play("    - ping:\n", "  strategy: linaer\n"),
    cause: "linaer",
    next: "linear",
  },
  "a connection that is not there": { files: OK, values: { connection: "shh" }, cause: "shh", next: "ssh" },
  "a source that is not there": {
    files: { ...play("    - copy: {src: conf.ini, dest: /tmp/x}\n"), "files/config.ini": "a" },
    cause: "conf.ini",
    next: "files/conf.ini",
  },
};
