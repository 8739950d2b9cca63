import { flag, integer, list, oneOf, options, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { writeServices } from "../../../shell/powershell/libraries.js";
import script from "./win_service.ps1";

const ACTION = options(
  {
    type: oneOf(["none", "reboot", "restart", "run_command"])({ about: "what is done", required: true }),
    delay_ms: integer({ about: "after how many milliseconds", aliases: ["delay"], default: 0 }),
  },
  { about: "one failure's action" },
);

export default defineModule({
  name: "win_service",
  collection: "ansible.windows",
  about: "Makes, changes, starts, stops and removes services of a Windows host",
  notes: [
    "Verified: executed in the Windows lab (make, change, start, stop, remove). Failure actions, SID, privileges, pause and other accounts: parsed.",
    "In check mode a service that is not there yet is foreseen as Windows makes it.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the service, or the name that is shown", required: true }),
    path: text({ about: "the program and its arguments; needed for a service that is not there yet" }),
    state: oneOf(["started", "stopped", "restarted", "absent", "paused"])({ about: "what it should do" }),
    start_mode: oneOf(["auto", "manual", "disabled", "delayed"])({ about: "when it starts" }),
    display_name: text({ about: "the name that is shown" }),
    description: text({ about: "what it does; empty: none" }),
    dependencies: list(text({ about: "a service" }), { about: "services that have to run before it" }),
    dependency_action: oneOf(["add", "remove", "set"])({
      about: "what is done with dependencies",
      default: "set",
    }),
    username: text({ about: "the account that it runs as" }),
    password: text({ about: "its password", secret: true }),
    update_password: oneOf(["always", "on_create"])({
      about: "give the password each time? Else only with the account",
    }),
    desktop_interact: flag({ about: "may it show windows? Only for LocalSystem", default: false }),
    service_type: oneOf([
      "win32_own_process",
      "win32_share_process",
      "user_own_process",
      "user_share_process",
    ])({ about: "kind of the service" }),
    error_control: oneOf(["critical", "ignore", "normal", "severe"])({
      about: "what the system does when it cannot start",
    }),
    load_order_group: text({ about: "group that it is loaded with" }),
    sid_info: oneOf(["none", "restricted", "unrestricted"])({ about: "has it a SID of its own?" }),
    required_privileges: list(text({ about: "SeXPrivilege" }), { about: "the privileges that it needs" }),
    pre_shutdown_timeout_ms: integer({
      about: "how long a shutdown waits for it",
      aliases: ["pre_shutdown_timeout"],
    }),
    failure_actions: list(ACTION, { about: "what is done at the first failure, the second, …" }),
    failure_actions_on_non_crash_failure: flag({ about: "also where it ends by itself with an error" }),
    failure_command: text({ about: "the command of run_command" }),
    failure_reboot_msg: text({ about: "what is told before a reboot" }),
    failure_reset_period_sec: integer({
      about: "seconds without failure after which counting begins anew",
      aliases: ["failure_reset_period"],
    }),
    force_dependent_services: flag({ about: "stop those that need it too", default: false }),
  },
  examples: [
    { name: "W32Time", state: "started", start_mode: "auto" },
    { name: "app", path: "C:\\app\\app.exe --serve", display_name: "App", dependencies: ["Tcpip"] },
  ],
  returns: {
    exists: "is it there?",
    state: "running, stopped, paused, …",
    start_mode: "auto, manual, disabled, delayed",
    path: "the program",
    username: "the account",
    dependencies: "what it needs",
    depended_by: "what needs it",
    can_pause_and_continue: "can it be paused?",
  },
  validate: ({ password, username }) =>
    password !== undefined && username === undefined
      ? ["missing parameter(s) required by 'password': username"]
      : [],
  powershell: {
    text: script,
    uses: [writeServices],
    vars: ({ failure_actions, name: _, ...args }) => ({
      failure_actions: null,
      actions: failure_actions?.flatMap(({ type, delay_ms }) => [type, String(delay_ms)]) ?? null,
      // a name alone only asks what there is
      asked:
        failure_actions !== undefined ||
        Object.entries(args).some(([one, value]) => value !== undefined && UNASKED[one] !== value),
    }),
  },
});

/** What options say where nobody has said anything. */
const UNASKED: Readonly<Record<string, unknown>> = {
  dependency_action: "set",
  desktop_interact: false,
  force_dependent_services: false,
};
