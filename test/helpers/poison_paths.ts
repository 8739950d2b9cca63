/** What a hostile host would print: evaluated anywhere, it leaves a file. */
export const POISON = "{{ lookup('pipe', 'touch pwned; echo EVALUATED') }}";

/** Tasks by which the text in the variable `from` comes into the variable `to`. */
type Way = (from: string, to: string) => string;

const set = (expression: (from: string) => string): Way => {
  return (from, to) => `- set_fact:\n    ${to}: ${JSON.stringify(expression(from))}\n`;
};

/** A task that is given the text, and a variable made of its result. */
const through = (task: (from: string, to: string) => string, expression: (to: string) => string): Way => {
  return (from, to) =>
    `${task(from, `${to}_r`)}- set_fact:\n    ${to}: ${JSON.stringify(expression(`${to}_r`))}\n`;
};

/** A loop of one round; its item is what is kept. */
const looped = (keyword: string, terms: (from: string) => string, item = "item"): Way => {
  return through(
    (from, to) => `- debug: {msg: "{{ ${item} }}"}\n  ${keyword}: ${terms(from)}\n  register: ${to}\n`,
    (to) => `{{ ${to}.results[0].msg }}`,
  );
};

/** Every path by which a value can travel, on the controller. */
export const PATHS: Record<string, Way> = {
  set_fact: set((from) => `{{ ${from} }}`),
  "a text around it": set((from) => `{% if true %}{{ ${from} }}{% endif %}`),
  "{% set %}": set((from) => `{% set x = ${from} %}{{ x }}`),
  macro: set((from) => `{% macro m(x) %}{{ x }}{% endmacro %}{{ m(${from}) }}`),
  "~": set((from) => `{{ ${from} ~ '' }}`),
  "+": set((from) => `{{ '' + ${from} }}`),
  "%": set((from) => `{{ '%s' % ${from} }}`),
  format: set((from) => `{{ '{0}'.format(${from}) }}`),
  join: set((from) => `{{ [${from}] | join }}`),
  split: set((from) => `{{ (${from} ~ '|').split('|')[0] }}`),
  replace: set((from) => `{{ ('~' ~ ${from}) | replace('~', '') }}`),
  regex_replace: set((from) => `{{ ('~' ~ ${from}) | regex_replace('~', '') }}`),
  regex_search: set((from) => `{{ ${from} | regex_search('.+') }}`),
  b64: set((from) => `{{ ${from} | b64encode | b64decode }}`),
  json: set((from) => `{{ ([${from}] | to_json | from_json)[0] }}`),
  yaml: set((from) => `{{ ({'a': ${from}} | to_yaml | from_yaml).a }}`),
  "nice yaml": set((from) => `{{ ([${from}] | to_nice_yaml | from_yaml_all | list)[0][0] }}`),
  combine: set((from) => `{{ ({'a': 1} | combine({'a': ${from}})).a }}`),
  dict2items: set((from) => `{{ ({'a': ${from}} | dict2items)[0].value }}`),
  items2dict: set((from) => `{{ ([{'key': 'a', 'value': ${from}}] | items2dict).a }}`),
  "dict key": set((from) => `{{ dict([[${from}, 1]]) | first }}`),
  zip: set((from) => `{{ (['a'] | zip([${from}]) | list)[0][1] }}`),
  map: set((from) => `{{ [{'a': ${from}}] | map(attribute='a') | first }}`),
  selectattr: set((from) => `{{ ([{'a': ${from}}] | selectattr('a', 'defined') | first).a }}`),
  default: set((from) => `{{ nothing_of_the_kind | default(${from}) }}`),
  ternary: set((from) => `{{ true | ternary(${from}, '') }}`),
  extract: set((from) => `{{ 0 | extract([${from}]) }}`),
  flatten: set((from) => `{{ [[${from}]] | flatten | first }}`),
  "lookup vars": set((from) => `{{ lookup('vars', '${from}') }}`),
  "lookup list": set((from) => `{{ lookup('list', [${from}])[0] }}`),
  "lookup items": set((from) => `{{ query('items', [${from}])[0] }}`),
  "lookup dict": set((from) => `{{ lookup('dict', {'a': ${from}}).value }}`),
  vars: set((from) => `{{ vars['${from}'] }}`),
  hostvars: set((from) => `{{ hostvars[inventory_hostname]['${from}'] }}`),
  "a dict of templates": through(
    (from, to) => `- set_fact:\n    ${to}: {a: ["{{ ${from} }}"]}\n`,
    (to) => `{{ ${to}.a[0] }}`,
  ),
  cacheable: (from, to) => `- set_fact: {${to}: "{{ ${from} }}", cacheable: true}\n`,
  "task vars": (from, to) => `- set_fact: {${to}: "{{ v }}"}\n  vars: {v: "{{ ${from} }}"}\n`,
  "block vars": (from, to) => `- vars: {v: "{{ ${from} }}"}\n  block:\n    - set_fact: {${to}: "{{ v }}"}\n`,
  "vars of vars": (from, to) =>
    `- set_fact: {${to}: "{{ w }}"}\n  vars: {v: ["{{ ${from} }}"], w: "{{ v[0] }}"}\n`,
  args: through(
    (from, to) => `- set_fact: {${to}: {"${to}_x": "{{ ${from} }}"}}\n- set_fact:\n  args: "{{ ${to} }}"\n`,
    (to) => `{{ ${to}_x }}`,
  ),
  debug: through(
    (from, to) => `- debug: {msg: "{{ ${from} }}"}\n  register: ${to}\n`,
    (to) => `{{ ${to}.msg }}`,
  ),
  module_defaults: through(
    (from, to) => `- debug: {}\n  module_defaults: {debug: {msg: "{{ ${from} }}"}}\n  register: ${to}\n`,
    (to) => `{{ ${to}.msg }}`,
  ),
  loop: looped("loop", (from) => `["{{ ${from} }}"]`),
  "loop over a dict": looped("loop", (from) => `"{{ {'a': ${from}} | dict2items }}"`, "item.value"),
  with_items: looped("with_items", (from) => `"{{ [[${from}]] }}"`),
  with_list: looped("with_list", (from) => `["{{ ${from} }}"]`),
  with_dict: looped("with_dict", (from) => `{a: "{{ ${from} }}"}`, "item.value"),
  with_nested: looped("with_nested", (from) => `[[a], ["{{ ${from} }}"]]`, "item[1]"),
  with_together: looped("with_together", (from) => `[["{{ ${from} }}"], [a]]`, "item[0]"),
  with_flattened: looped("with_flattened", (from) => `[[["{{ ${from} }}"]]]`),
  with_indexed_items: looped("with_indexed_items", (from) => `["{{ ${from} }}"]`, "item[1]"),
  "a loop's variable": looped("loop", (from) => `["{{ ${from} }}"]`, "ansible_loop_var and item"),
  "a loop's result": through(
    (from, to) => `- debug: {msg: a}\n  loop: ["{{ ${from} }}"]\n  register: ${to}\n`,
    (to) => `{{ ${to}.results[0].item }}`,
  ),
  "a failed task": through(
    (from, to) =>
      `- block:\n    - fail: {msg: "{{ ${from} }}"}\n  rescue:\n    - set_fact: {${to}: "{{ ansible_failed_result.msg }}"}\n`,
    (to) => `{{ ${to} }}`,
  ),
  "the last of several tries": through(
    (from, to) =>
      `- debug: {msg: "{{ ${from} }}"}\n  register: ${to}\n  until: ${to}.attempts | default(1) > 1 or ${to}.msg is defined\n  retries: 2\n  delay: 0\n`,
    (to) => `{{ ${to}.msg }}`,
  ),
  "a failed assertion": through(
    (from, to) =>
      `- assert: {that: false, fail_msg: "{{ ${from} }}"}\n  ignore_errors: true\n  register: ${to}\n`,
    (to) => `{{ ${to}.msg }}`,
  ),
  include_tasks: (from, to) => `- include_tasks: keep.yml\n  vars: {v: "{{ ${from} }}", to: ${to}}\n`,
  "include_tasks with apply": (from, to) =>
    `- include_tasks:\n    file: keep.yml\n    apply: {vars: {v: "{{ ${from} }}", to: ${to}}}\n`,
  "a loop of include_tasks": (from, to) =>
    `- include_tasks: keep.yml\n  vars: {v: "{{ item }}", to: ${to}}\n  loop: ["{{ ${from} }}"]\n`,
  "a loop of include_tasks, of its variable": (from, to) =>
    `- include_tasks: keep_item.yml\n  vars: {to: ${to}}\n  loop: ["{{ ${from} }}"]\n`,
  import_tasks: (from, to) => `- import_tasks: keep.yml\n  vars: {v: "{{ ${from} }}", to: ${to}}\n`,
  include_role: (from, to) => `- include_role: {name: keep}\n  vars: {v: "{{ ${from} }}", to: ${to}}\n`,
  "a loop of include_role": (from, to) =>
    `- include_role: {name: keep}\n  vars: {v: "{{ item }}", to: ${to}}\n  loop: ["{{ ${from} }}"]\n`,
  import_role: (from, to) => `- import_role: {name: keep}\n  vars: {v: "{{ ${from} }}", to: ${to}}\n`,
  include_vars: (from, to) =>
    `- set_fact: {included_from: "{{ ${from} }}"}\n- include_vars: {file: kept.yml}\n- set_fact: {${to}: "{{ included }}"}\n`,
  "include_vars under a name": (from, to) =>
    `- set_fact: {included_from: "{{ ${from} }}"}\n- include_vars: {file: kept.yml, name: ${to}_n}\n- set_fact: {${to}: "{{ ${to}_n.included }}"}\n`,
  "include_vars over what is there": (from, to) =>
    `- include_vars: {file: merged.yml, hash_behaviour: merge}\n  vars: {merged: {a: "{{ ${from} }}", c: {d: "{{ ${from} }}"}}}\n- set_fact: {${to}: "{{ merged.a if merged.c.e | int == 3 and merged.a == merged.c.d else 'other' }}"}\n`,
  add_host: (from, to) =>
    `- add_host: {name: "host_${to}", hv: "{{ ${from} }}"}\n- set_fact: {${to}: "{{ hostvars['host_${to}'].hv }}"}\n`,
  "add_host with more": (from, to) =>
    `- add_host: {name: "host_${to}", hv: {a: ["{{ ${from} }}"]}}\n- set_fact: {${to}: "{{ hostvars['host_${to}'].hv.a[0] }}"}\n`,
  "delegated facts": (from, to) =>
    `- add_host: {name: "host_${to}", ansible_connection: local}\n- set_fact: {${to}_d: "{{ ${from} }}"}\n  delegate_to: "host_${to}"\n  delegate_facts: true\n- set_fact: {${to}: "{{ hostvars['host_${to}'].${to}_d }}"}\n`,
};

/** Those that go over the host, or over files: slower, so that pairs are made of them only with `set_fact`. */
export const HOST_PATHS: Record<string, Way> = {
  "output of a command": through(
    (from, to) => `- command: {argv: [printf, "%s", "{{ ${from} }}"]}\n  register: ${to}\n`,
    (to) => `{{ ${to}.stdout }}`,
  ),
  "lines of output": through(
    (from, to) => `- command: {argv: [printf, "%s", "{{ ${from} }}"]}\n  register: ${to}\n`,
    (to) => `{{ ${to}.stdout_lines[0] }}`,
  ),
  "the command itself": through(
    (from, to) => `- command: {argv: [echo, "{{ ${from} }}"]}\n  register: ${to}\n`,
    (to) => `{{ ${to}.cmd[1] }}`,
  ),
  environment: through(
    (from, to) => `- shell: printf %s "$P"\n  environment: {P: "{{ ${from} }}"}\n  register: ${to}\n`,
    (to) => `{{ ${to}.stdout }}`,
  ),
  stdin: through(
    (from, to) => `- command: cat\n  args: {stdin: "{{ ${from} }}"}\n  register: ${to}\n`,
    (to) => `{{ ${to}.stdout }}`,
  ),
  slurp: through(
    (from, to) =>
      `- copy: {content: "{{ ${from} }}", dest: "{{ playbook_dir }}/f"}\n- slurp: {src: "{{ playbook_dir }}/f"}\n  register: ${to}\n`,
    (to) => `{{ ${to}.content | b64decode }}`,
  ),
  "lookup file": (from, to) =>
    `- copy: {content: "{{ ${from} }}", dest: "{{ playbook_dir }}/f"}\n- set_fact: {${to}: "{{ lookup('file', playbook_dir ~ '/f') }}"}\n`,
  "lookup pipe": (from, to) =>
    `- copy: {content: "{{ ${from} }}", dest: "{{ playbook_dir }}/f"}\n- set_fact: {${to}: "{{ lookup('pipe', 'cat ' ~ playbook_dir ~ '/f') }}"}\n`,
  "lookup lines": (from, to) =>
    `- copy: {content: "{{ ${from} }}", dest: "{{ playbook_dir }}/f"}\n- set_fact: {${to}: "{{ query('lines', 'cat ' ~ playbook_dir ~ '/f')[0] }}"}\n`,
  "lookup template": (from, to) =>
    `- set_fact: {${to}: "{{ lookup('template', 'keep.j2') }}"}\n  vars: {v: "{{ ${from} }}"}\n`,
  template: (from, to) =>
    `- template: {src: keep.j2, dest: "{{ playbook_dir }}/f"}\n  vars: {v: "{{ ${from} }}"}\n- set_fact: {${to}: "{{ lookup('file', playbook_dir ~ '/f') }}"}\n`,
  fetch: (from, to) =>
    `- copy: {content: "{{ ${from} }}", dest: "{{ playbook_dir }}/g"}\n- fetch: {src: "{{ playbook_dir }}/g", dest: "{{ playbook_dir }}/h", flat: true}\n- set_fact: {${to}: "{{ lookup('file', playbook_dir ~ '/h') }}"}\n`,
  "a file's name": through(
    (from, to) =>
      `- copy: {content: "", dest: "{{ playbook_dir ~ '/names/' ~ ${from} }}"}\n- find: {paths: "{{ playbook_dir }}/names"}\n  register: ${to}\n`,
    (to) => `{{ ${to}.files[0].path | basename }}`,
  ),
  "a file's name by fileglob": (from, to) =>
    `- copy: {content: "", dest: "{{ playbook_dir ~ '/names/' ~ ${from} }}"}\n- set_fact: {${to}: "{{ query('fileglob', playbook_dir ~ '/names/*')[0] | basename }}"}\n`,
  "a fact of the host": (from, to) =>
    `- copy: {content: "{{ {'x': ${from}} | to_json }}", dest: "{{ playbook_dir }}/facts/poison.fact"}\n- setup: {gather_subset: [local], fact_path: "{{ playbook_dir }}/facts"}\n- set_fact: {${to}: "{{ ansible_local.poison.x }}"}\n`,
};

/** Files that the paths read. */
export const FILES: Record<string, string> = {
  "keep.yml": '- set_fact: {"{{ to }}": "{{ v }}"}\n',
  "keep_item.yml": '- set_fact: {"{{ to }}": "{{ item }}"}\n',
  "kept.yml": 'included: "{{ included_from }}"\n',
  "merged.yml": 'merged: {b: "{{ 1 + 1 }}", c: {e: "{{ 1 + 2 }}"}}\n',
  "keep.j2": "{{ v }}",
  "templates/keep.j2": "{{ v }}",
  "roles/keep/tasks/main.yml": '- set_fact: {"{{ to }}": "{{ v }}"}\n',
  "names/.keep": "",
  "facts/.keep": "",
};
