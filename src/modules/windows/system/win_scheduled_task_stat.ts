import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { tasks } from "../../../shell/powershell/libraries.js";
import script from "./win_scheduled_task_stat.ps1";

export default defineModule({
  name: "win_scheduled_task_stat",
  collection: "community.windows",
  about: "Tells about scheduled tasks of a Windows host",
  notes: ["Verified: by doubles of the commands of ScheduledTasks."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    path: text({ about: "folder of the task", default: "\\" }),
    name: text({ about: "the task; not given: only the folder" }),
  },
  examples: [{ path: "\\app" }, { name: "backup" }],
  returns: {
    folder_exists: "is the folder there?",
    folder_task_count: "how many tasks it has",
    folder_task_names: "their names",
    task_exists: "is the task there?",
    actions: "of each: type, path, arguments, working_directory",
    principal: "who runs it: user_id, group_id, logon_type, run_level, …",
    registration_info: "author, date, description, …",
    settings: "enabled, hidden, priority, execution_time_limit, …",
    state: "status, last_run_time, last_task_result, next_run_time, number_of_missed_runs",
    triggers: "of each: type, start_boundary, repetition, …",
  },
  powershell: { text: script, uses: [tasks] },
});
