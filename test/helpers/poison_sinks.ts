/**
 * Places where a text goes in and none comes back, or another one: what a host printed is in `said.stdout`, and each is
 * a task (or several) that may fail. `then` reads what was made of it.
 */
export const SINKS: Readonly<Record<string, string>> = {
  "a group's name": `
- group_by: {key: "{{ said.stdout }}", parents: ["{{ said.stdout }}"]}
- debug: {msg: "{{ group_names }} {{ groups }} {{ groups.keys() | list | last }}"}
`,
  "a host's name and groups": `
- add_host: {name: "{{ said.stdout }}", groups: ["{{ said.stdout }}"]}
- debug: {msg: "{{ groups.all | last }} {{ hostvars[groups.all | last].inventory_hostname | default('') }}"}
`,
  "the name of a variable": `
- set_fact: {"{{ said.stdout }}": 1}
- set_fact: {v: {"{{ said.stdout }}": "{{ said.stdout }}"}}
- debug: {var: v}
`,
  statistics: `
- set_stats: {data: {stat: "{{ said.stdout }}", "{{ said.stdout }}": ["{{ said.stdout }}"]}}
`,
  "the name of an included file": '- include_tasks: "{{ said.stdout }}"\n',
  "the name of an included role":
    '- include_role: {name: "{{ said.stdout }}", tasks_from: "{{ said.stdout }}"}\n',
  "the name of a file of variables":
    '- include_vars: {file: "{{ said.stdout }}", name: "{{ said.stdout }}"}\n- include_vars: "{{ said.stdout }}"\n',
  "a first file found": "- debug: {msg: \"{{ lookup('first_found', [said.stdout], errors='ignore') }}\"}\n",
  "the name of a template": '- template: {src: "{{ said.stdout }}", dest: "{{ playbook_dir }}/x"}\n',
  "the name of a file that is copied": '- copy: {src: "{{ said.stdout }}", dest: "{{ playbook_dir }}/x"}\n',
  "a path on the host":
    '- copy: {content: "{{ said.stdout }}", dest: "{{ playbook_dir }}/x{{ said.stdout }}"}\n',
  "a script and its words": '- script: "{{ said.stdout }}"\n',
  "a job": '- async_status: {jid: "{{ said.stdout }}"}\n',
  "a wait": '- pause: {seconds: "{{ said.stdout }}", prompt: "{{ said.stdout }}"}\n',
  "a specification of arguments": `
- validate_argument_spec:
    argument_spec: {a: {type: str, choices: ["{{ said.stdout }}"]}, "{{ said.stdout }}": {required: true}}
    provided_arguments: {a: "{{ said.stdout }}x"}
`,
  "messages of an assertion":
    '- assert: {that: [false], fail_msg: ["{{ said.stdout }}"], success_msg: "{{ said.stdout }}"}\n',
  "an assertion over a text": '- assert: {that: ["said.stdout == 1", "said.stdout is match(said.stdout)"]}\n',
  "a loop's label, index and control": `
- debug: {msg: x}
  loop: ["{{ said.stdout }}"]
  loop_control: {label: "{{ said.stdout }} {{ item }}", index_var: "{{ said.stdout }}", pause: "{{ said.stdout }}"}
`,
  "the name of a loop's variable":
    '- debug: {msg: x}\n  loop: [1]\n  loop_control: {loop_var: "{{ said.stdout }}"}\n',
  "the module's name": '- action: "{{ said.stdout }}"\n',
  "the module's words": '- local_action: "command {{ said.stdout }}"\n',
  "a dict of module_defaults": "- debug: {}\n  module_defaults: \"{{ {'debug': {'msg': said.stdout}} }}\"\n",
  "the environment's names": '- command: env\n  environment: "{{ {said.stdout: said.stdout} }}"\n',
  "delegation and its variables": `
- debug: {msg: "{{ ansible_delegated_vars | default(said.stdout) }}"}
  delegate_to: "{{ said.stdout }}"
`,
  "what is undefined": '- debug: {msg: "{{ (said.stdout | from_json).a }} {{ vars[said.stdout] }}"}\n',
  "a handler's name": `
- command: "true"
  notify: ["{{ said.stdout }}"]
- meta: flush_handlers
`,
  "a result, shown": "- debug: {var: said}\n- debug: {msg: ['{{ said }}', '{{ said | to_nice_yaml }}']}\n",
  "a failed task": `
- block: [{fail: {msg: "{{ said.stdout }}"}}]
  rescue:
    - debug: {msg: "{{ ansible_failed_result }} {{ ansible_failed_task }}"}
    - debug: {var: ansible_failed_result}
`,
};

/** Modules that run on the controller: the row that shows them, of the paths or of the sinks, or why there is none. */
export const HERE_MODULES: Readonly<Record<string, string>> = {
  add_host: "add_host",
  assert: "messages of an assertion",
  debug: "debug",
  ecs_container_instance_info: "its texts go to a server and come back as JSON",
  ecs_service: "its texts go to a server and come back as JSON",
  ecs_service_info: "its texts go to a server and come back as JSON",
  ecs_taskdefinition: "its texts go to a server and come back as JSON",
  elb_target: "its texts go to a server and come back as words of its own",
  fail: "a failed task",
  group_by: "a group's name",
  include_vars: "include_vars",
  pause: "a wait",
  reboot: "as of any module: its texts go to the host",
  release_choose: "our own",
  release_report: "our own",
  set_fact: "set_fact",
  set_stats: "statistics",
  validate_argument_spec: "a specification of arguments",
  wait_for_connection: "it takes no text that comes back",
  win_reboot: "as of any module: its texts go to the host",
};

/** Keywords that hold other tasks, or expressions: shown elsewhere. All others are tried with the text as it is. */
export const OTHER_KEYWORDS: ReadonlySet<string> = new Set([
  "args",
  "loop",
  "loop_control",
  "vars",
  "environment",
]);
