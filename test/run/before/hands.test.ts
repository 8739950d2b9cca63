import test from "ava";
import { runFiles } from "../../helpers/play.js";

const WINDOWS = "all: {hosts: {win1: {ansible_connection: winrm, ansible_host: 127.0.0.1, ansible_port: 1}}}";
const GROUPS = `all: {vars: {ansible_connection: ssh}, children: {
  windows: {hosts: {win1: {}}, vars: {ansible_connection: winrm}}, linux: {hosts: {web1: {ansible_host: 127.0.0.1, ansible_port: 1}}}}}`;

interface Row {
  what: string;
  play: string;
  hosts?: string;
  /** what is told before the first connection; none: the run begins, and nobody answers */
  told: readonly RegExp[];
  files?: Readonly<Record<string, string>>;
}

const tasks = (text: string, play = "") =>
  `- hosts: all\n  gather_facts: false\n${play}  tasks:\n${text.replace(/^/gm, "    ")}\n`;

const ROWS: readonly Row[] = [
  {
    what: "modules for POSIX hosts, each with what to use instead",
    play: tasks("- apt: {name: x}\n- cron: {name: x, job: y}\n- docker_container: {name: x, image: y}"),
    told: [/apt does not work on Windows hosts, and win1 is one/, /cron does not work/, /docker_container/],
  },
  {
    what: "win_ modules on the Linux host of the same play",
    play: tasks("- win_ping:\n- win_copy: {content: x, dest: 'C:\\x'}"),
    hosts: GROUPS,
    told: [
      /win_ping works on Windows hosts only, and web1 is none[\s\S]*?use ping there/,
      /win_copy works[\s\S]*?use copy there/,
    ],
  },
  {
    what: "the play's keyword, where the inventory says nothing",
    play: tasks("- apt: {name: x}", "  connection: winrm\n"),
    hosts: "all: {hosts: {any1: }}",
    told: [/and any1 is one/],
  },
  {
    what: "group_vars beside the inventory win over those of all hosts",
    play: tasks("- apt: {name: x}"),
    hosts: "all: {vars: {ansible_connection: ssh}, children: {windows: {hosts: {win1: }}}}",
    files: { "group_vars/windows.yml": "ansible_connection: winrm\n" },
    told: [/and win1 is one/],
  },
  {
    what: "the host that it is delegated to",
    play: tasks("- {apt: {name: x}, delegate_to: win1}\n- {win_ping: , delegate_to: localhost}").replace(
      "all",
      "linux",
    ),
    hosts: GROUPS,
    told: [/apt does not work on Windows hosts, and win1 is one/],
  },
  {
    what: "not what a condition may leave out, what is provided for, and what only a variable knows",
    play: tasks(`- {apt: {name: x}, when: no_such | default(false)}
- {apt: {name: x}, ignore_errors: true}
- {apt: {name: x}, loop: []}
- {apt: {name: x}, delegate_to: "{{ inventory_hostname }}"}
- block:
    - apt: {name: x}
  rescue:
    - debug:
- {apt: {name: x}, vars: {ansible_connection: "{{ 'local' }}"}}
- {debug: {msg: x}}
- {assert: {that: true}}
- {wait_for_connection: {timeout: 0}, ignore_errors: true}`),
    told: [],
  },
  {
    what: "not where a file of variables may say another connection",
    play: tasks("- apt: {name: x}", "  vars_files: [more.yml]\n"),
    files: { "more.yml": "ansible_connection: local\n" },
    told: [],
  },
];

for (const { what, play, hosts = WINDOWS, told, files = {} } of ROWS)
  test(what, async (t) => {
    const { code, stdout, stderr } = await runFiles({ "play.yml": play, "hosts.yml": hosts, ...files }, [
      "-i",
      "hosts.yml",
      "--timeout",
      "2",
    ]);
    const all = stdout + stderr;
    for (const one of told) t.regex(all, one);
    // what is known before is told before: no task begins
    t.is(/"type":"task-result"/.test(all), told.length === 0, all.slice(0, 2000));
    if (told.length > 0) t.not(code, 0);
  });
