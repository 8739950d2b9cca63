import { flag, integer, list, oneOf, options, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import type { Value } from "../../../model/value.js";
import { tasks } from "../../../shell/powershell/libraries.js";
import { markedJson } from "../../../shell/powershell/marked.js";
import script from "./win_scheduled_task.ps1";

const DURATION = "as in ISO 8601 (PT5M)";

const ACTION = options(
  {
    path: text({ about: "the program", required: true }),
    arguments: text({ about: "what it is given, a text" }),
    working_directory: text({ about: "folder that it starts in" }),
  },
  { about: "a program to start" },
);

const REPETITION = options(
  {
    duration: text({ about: `how long, ${DURATION}; not given: without end` }),
    interval: text({ about: `how often, ${DURATION}` }),
    stop_at_duration_end: flag({ about: "is one that still runs ended then?" }),
  },
  { about: "is it done again and again?" },
);

const TRIGGER = options(
  {
    type: oneOf([
      "boot",
      "daily",
      "event",
      "idle",
      "logon",
      "monthlydow",
      "monthly",
      "registration",
      "time",
      "weekly",
      "session_state_change",
    ])({ about: "what starts it", required: true }),
    enabled: flag({ about: "does it count?" }),
    start_boundary: text({ about: "from when on, YYYY-MM-DDThh:mm:ss" }),
    end_boundary: text({ about: "until when" }),
    execution_time_limit: text({ about: `how long it may run, ${DURATION}` }),
    delay: text({ about: `how long after the event, ${DURATION}` }),
    random_delay: text({ about: `up to so much later, ${DURATION}` }),
    subscription: text({ about: "of event: the query, XML" }),
    user_id: text({ about: "of logon and session_state_change: whose" }),
    days_interval: integer({ about: "of daily: every so many days" }),
    days_of_week: text({ about: "monday,friday, …" }),
    days_of_month: text({ about: "1,15, …" }),
    weeks_of_month: text({ about: "1 to 4" }),
    months_of_year: text({ about: "january,june, …" }),
    run_on_last_week_of_month: flag({ about: "of monthlydow: in its last week" }),
    run_on_last_day_of_month: flag({ about: "of monthly: on its last day" }),
    weeks_interval: integer({ about: "of weekly: every so many weeks" }),
    repetition: REPETITION,
    state_change: oneOf([
      "console_connect",
      "console_disconnect",
      "remote_connect",
      "remote_disconnect",
      "session_lock",
      "session_unlock",
    ])({ about: "of session_state_change: which" }),
  },
  { about: "one trigger" },
);

/** Lists are as good as texts with commas. */
const listed = (value: Value): Value =>
  Array.isArray(value) && value.every((one) => typeof one !== "object") ? value.map(String).join(",") : value;

const TRIGGERS: ReturnType<typeof triggerField> = triggerField();
function triggerField() {
  const convert = TRIGGER.convert;
  const lists = ["days_of_week", "days_of_month", "weeks_of_month", "months_of_year"];
  const read: typeof convert = (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return convert(value);
    const flat = Object.entries(value as Record<string, Value>).map(([key, one]) => [
      key,
      lists.includes(key) ? listed(one) : one,
    ]);
    return convert(Object.fromEntries(flat) as Value);
  };
  return list({ ...TRIGGER, convert: read }, { about: "what starts the task; their order counts" });
}

export default defineModule({
  name: "win_scheduled_task",
  collection: "community.windows",
  about: "Makes, changes and removes scheduled tasks of a Windows host",
  notes: [
    "Verified: by doubles of the commands of ScheduledTasks; what is written is the XML of a task, which no scheduler has read. Removing the folder that has become empty: parsed.",
    "A password is set each time, unless `update_password` is off.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the task, without its folder", required: true }),
    path: text({ about: "its folder; made where it is missing, removed with its last task", default: "\\" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    actions: list(ACTION, { about: "what it does, in this order; a new task needs one" }),
    triggers: TRIGGERS,
    display_name: text({ about: "name of the user or group that is shown" }),
    group: text({ about: "the group that it runs as" }),
    logon_type: oneOf([
      "none",
      "password",
      "s4u",
      "interactive_token",
      "group",
      "service_account",
      "token_or_password",
    ])({ about: "how it logs on" }),
    run_level: oneOf(["limited", "highest"])({ about: "with which rights", aliases: ["runlevel"] }),
    username: text({ about: "the user that it runs as", aliases: ["user"] }),
    password: text({ about: "the user's password", secret: true }),
    update_password: flag({ about: "set the password also where nothing else changes", default: true }),
    author: text({ about: "who has written it" }),
    date: text({ about: "when it was registered" }),
    description: text({ about: "what it is for" }),
    source: text({ about: "where it comes from" }),
    version: text({ about: "its version" }),
    allow_demand_start: flag({ about: "may it be started by hand?" }),
    allow_hard_terminate: flag({ about: "may it be ended hard?" }),
    compatibility: integer({ about: "0 (AT) to 4 (Windows 10)" }),
    delete_expired_task_after: text({ about: `after its end it is removed, ${DURATION}` }),
    disallow_start_if_on_batteries: flag({ about: "not on batteries" }),
    enabled: flag({ about: "may it run?" }),
    execution_time_limit: text({ about: `how long it may run, ${DURATION}; PT0S: without end` }),
    hidden: flag({ about: "is it not shown?" }),
    multiple_instances: integer({ about: "while it runs: 0 beside it, 1 after it, 2 not, 3 instead of it" }),
    priority: integer({ about: "0 to 10" }),
    restart_count: integer({ about: "how often it is tried again" }),
    restart_interval: text({ about: `after how long, ${DURATION}` }),
    run_only_if_idle: flag({ about: "only where nobody works" }),
    run_only_if_network_available: flag({ about: "only with a network" }),
    start_when_available: flag({ about: "make up for one that was missed" }),
    stop_if_going_on_batteries: flag({ about: "end it on batteries" }),
    wake_to_run: flag({ about: "wake the host for it" }),
  },
  examples: [
    {
      name: "backup",
      path: "\\app",
      actions: [{ path: "C:\\app\\backup.exe", arguments: "--all" }],
      triggers: [{ type: "daily", start_boundary: "2027-01-01T03:00:00" }],
      username: "SYSTEM",
      run_level: "highest",
    },
    { name: "backup", path: "\\app", state: "absent" },
  ],
  validate: ({ group, username, compatibility = 2, multiple_instances: many = 2, priority = 7 }) => [
    ...(group !== undefined && username !== undefined
      ? ["username and group can not be set at the same time"]
      : []),
    ...(compatibility < 0 || compatibility > 4
      ? ["value of compatibility must be one of: 0, 1, 2, 3, 4"]
      : []),
    ...(many < 0 || many > 3 ? ["value of multiple_instances must be one of: 0, 1, 2, 3"] : []),
    ...(priority < 0 || priority > 10 ? ["value of priority must be 0 to 10"] : []),
  ],
  powershell: {
    text: script,
    uses: [tasks],
    vars: ({ actions, triggers }) => ({
      actions: null,
      triggers: null,
      wished: markedJson({ actions: actions ?? null, triggers: triggers ?? null } as unknown as Value),
    }),
  },
});
