import { Secret } from "../../src/model/secret.js";
import { encryptVault } from "../../src/yaml/vault.js";

/** A play that handles secrets of many kinds, and what must be seen of none of them. */
export interface Planted {
  files: Record<string, string>;
  args: string[];
  /** by kind: the word that stands in the secret, in each of its lines */
  cores: Record<string, string>;
}

const VAULT_PASSWORD = "zz00kern'pass word";

const vaulted = (plain: string): string => encryptVault(plain, new Secret(VAULT_PASSWORD));
const inline = (plain: string, margin: string): string =>
  `!vault |\n${vaulted(plain).trim().replace(/^/gm, `${margin}  `)}`;
const yaml = (value: unknown): string => JSON.stringify(value);

/** Secrets with all that is spelt otherwise in JSON, in shells, in URLs, in Python and in HTML. */
const spiky = (core: string): string => `a'b"c\\d $e${core}ü&f%g<h>/i`;
const lines = (core: string): string => `-----BEGIN ${core}1\n  "${core}2" 'x'\n${core}3-----END`;

const TEXTS: Readonly<Record<string, string>> = {
  plain: "zz01kern",
  spiky: spiky("zz02kern"),
  lines: lines("zz03kern"),
  newline: "zz04kern\n",
  spaces: "  zz05kern \t",
  json: spiky("zz06kern"),
  shell: spiky("zz07kern"),
  url: spiky("zz08kern"),
  html: spiky("zz09kern"),
  python: spiky("zz10kern"),
  key: spiky("zz11kern"),
  item: spiky("zz12kern"),
  label: spiky("zz13kern"),
  name: "zz14kern",
  fault: spiky("zz15kern"),
  environment: spiky("zz16kern"),
  template: spiky("zz17kern"),
  fact: spiky("zz18kern"),
  stats: spiky("zz19kern"),
  warning: "zz20kern",
  condition: spiky("zz21kern"),
  stdin: `${spiky("zz22kern")}\n`,
  job: `${spiky("zz23kern")}\n`,
  job_environment: spiky("zz24kern"),
  job_cron: "zz25kern",
};

const CORES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(TEXTS).map(([name, text]) => [`!vault, ${name}`, /zz\d\dkern/.exec(text)![0]]),
  ),
  "the vault password": "zz00kern",
  "group_vars encrypted as a whole": "zz30kern",
  "a number in an encrypted file": "7731310",
  "a list in an encrypted file": "zz32kern",
  "include_vars of an encrypted file": "zz33kern",
  "-e @ an encrypted file": "zz34kern",
  "the lookup of an encrypted file": "zz35kern",
  "the lookup unvault": "zz36kern",
  "copy of an encrypted file with --diff": "zz37kern",
  "the filter unvault": "zz38kern",
  "ansible_password of the inventory": "zz39kern",
  "ansible_become_password of the inventory": "zz40kern",
  "the connection password file": "zz41kern",
  "the become password file": "zz42kern",
  "a private prompt that -e answers": "zz43kern",
  "the default of a private prompt": "zz44kern",
  "a password as a module's argument": "zz45kern",
  "no_log: what a task gives": "zz46kern",
  "no_log: the items of a loop": "zz47kern",
  "no_log: the items of includes": "zz48kern",
  "no_log: a failure": "zz49kern",
  "no_log: retries": "zz50kern",
  "no_log: a job": "zz52kern",
  "no_log: a job that is polled": "zz53kern",
  "a broken expression in an encrypted file": "zz51kern",
};

const PLAY = `- hosts: all
  gather_facts: false
  vars_prompt:
    - {name: given_prompt, prompt: Given, private: true}
    - {name: usual_prompt, prompt: Usual, private: true, default: zz44kern}
  vars_files: [sealed.yml]
  vars:
VARS
  tasks:
    - debug: {msg: "{{ lookup('vars', 'v_' ~ item) }}"}
      loop: ${yaml(Object.keys(TEXTS))}
    - debug: {var: v_spiky}
    - debug: {msg: "{{ {'a': [v_json]} | to_json }}|{{ {'a': {'b': v_json} | to_json} | to_json }}|{{ {'a': v_json} | to_nice_json }}"}
    - debug: {msg: "echo {{ v_shell | quote }} \\"{{ v_shell | regex_escape | length }}\\""}
    - debug: {msg: "http://h/?{{ {'q': v_url} | urlencode }}&r={{ v_url | urlencode }}"}
    - debug: {msg: "{{ v_html | escape }}"}
    - debug: {msg: "x {{ [v_python] | string }} {{ {'k': v_python} }}"}
    - set_fact: {made: "{{ {v_key: 1} }}", cacheable: true}
    - debug: {var: made}
    - command: cat
      args: {stdin: "{{ v_stdin }}"}
    - command: cat
      args: {stdin: "{{ v_lines }}"}
    - shell: printf '%s\\n' "$GIVEN" >&2; false
      environment: {GIVEN: "{{ v_environment }}"}
      ignore_errors: true
    - debug: {msg: "{{ item }}"}
      loop: ["{{ v_item }}"]
      loop_control: {label: "is {{ v_label }}"}
    - name: named {{ v_name }}
      debug: {msg: x}
    - fail: {msg: "not {{ v_fault }}"}
      ignore_errors: true
    - debug: {msg: "{{ v_condition.nothing }}"}
      ignore_errors: true
    - debug: {msg: "{{ lookup('file', v_warning, errors='warn') }}"}
    - template: {src: secret.j2, dest: DEST/templated}
      diff: true
    - set_fact: {other: "{{ v_fact }}"}
    - set_stats: {data: {stat: "{{ v_stats }}"}}
    - debug: {msg: "{{ whole }} {{ pin }} {{ nested.list[0] }} {{ given_extra }}"}
    - debug: {msg: "{{ pin }}"}
    - debug: {msg: "{{ broken }}"}
      ignore_errors: true
    - include_vars: {file: included.yml, name: got}
    - debug: {var: got}
    - debug: {msg: "{{ lookup('file', 'sealed.txt') }}"}
    - debug: {msg: "{{ lookup('unvault', 'unvaulted.txt') }}"}
    - copy: {src: copied.txt, dest: DEST/copied}
      diff: true
    - debug: {msg: "{{ sealed_text | unvault(vault_pass) }} {{ vault_pass }}"}
    - debug: {msg: "{{ ansible_password }} {{ ansible_become_password }}"}
    - debug: {msg: "{{ lookup('file', 'connect.txt') }} {{ lookup('file', 'become.txt') }}"}
    - debug: {msg: "{{ given_prompt }} {{ usual_prompt }}"}
    - uri: {url: "http://127.0.0.1:1/", url_username: u, url_password: zz45kern, force_basic_auth: true}
      ignore_errors: true
    - debug: {msg: zz46kern}
      no_log: true
    - command: cat
      args: {stdin: "{{ item }}"}
      loop: [zz47kern]
      no_log: true
    - include_tasks: inner.yml
      loop: [zz48kern]
      no_log: true
    - fail: {msg: zz49kern}
      no_log: true
      ignore_errors: true
    - command: cat
      args: {stdin: zz50kern}
      register: tried
      until: tried.stdout == 'never'
      retries: 1
      delay: 0
      no_log: true
      ignore_errors: true
    - shell: cat >/dev/null
      args: {stdin: "{{ v_job }}"}
      environment: {GIVEN: "{{ v_job_environment }}"}
      async: 60
      poll: 0
      register: job
    - cron: {name: a job, job: "is {{ v_job_cron }}", cron_file: DEST/cron, user: root}
      diff: false
      async: 60
      poll: 0
    - shell: cat >/dev/null
      args: {stdin: zz52kern}
      no_log: true
      async: 60
      poll: 0
    - shell: cat >/dev/null
      args: {stdin: zz53kern}
      no_log: true
      async: 60
      poll: 1
    - async_status: {jid: "{{ job.ansible_job_id }}"}
      register: looked
      until: looked.finished
      retries: 100
      delay: 0.1
`;

export function plantedSecrets(dest: string): Planted {
  const vars = Object.entries(TEXTS).map(([name, text]) => `    v_${name}: ${inline(text, "    ")}`);
  const sealedText = yaml(vaulted(spiky("zz38kern")));
  return {
    cores: CORES,
    files: {
      "play.yml": PLAY.replace("VARS", () =>
        [
          ...vars,
          `    sealed_text: ${sealedText}`,
          `    vault_pass: "{{ lookup('file', 'vault.txt') }}"`,
        ].join("\n"),
      ).replaceAll("DEST", dest),
      "inner.yml": "- debug: {msg: in}\n",
      "hosts.ini": "target ansible_connection=local\n",
      "host_vars/target.yml": 'ansible_password: "zz39kern\'q"\nansible_become_password: zz40kern\n',
      "group_vars/all.yml": vaulted(yaml({ whole: spiky("zz30kern") })),
      "sealed.yml": vaulted(
        yaml({ pin: 7731310, nested: { list: [lines("zz32kern")] }, broken: "zz51kern {{ nothing_there }}" }),
      ),
      "included.yml": vaulted(yaml({ deep: { deeper: spiky("zz33kern") } })),
      "extra.yml": vaulted(yaml({ given_extra: spiky("zz34kern") })),
      "sealed.txt": vaulted(lines("zz35kern")),
      "unvaulted.txt": vaulted(spiky("zz36kern")),
      "copied.txt": vaulted(`${lines("zz37kern")}\n${spiky("zz37kern")}\n`),
      "secret.j2": "is {{ v_template }}\n{{ v_lines | indent(4) }}\n",
      "vault.txt": VAULT_PASSWORD,
      "connect.txt": "zz41kern",
      "become.txt": "zz42kern",
    },
    args: [
      ...["-i", "hosts.ini", "--vault-password-file", "vault.txt"],
      ...["--connection-password-file", "connect.txt", "--become-password-file", "become.txt"],
      ...["-e", "given_prompt=zz43kern", "-e", "@extra.yml", "--diff"],
    ],
  };
}
