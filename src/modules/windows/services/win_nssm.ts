import { integer, list, map, oneOf, path, raw, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { programs, readServices } from "../../../shell/powershell/libraries.js";
import script from "./win_nssm.ps1";

export default defineModule({
  name: "win_nssm",
  collection: "community.windows",
  about: "Runs a program as a service of a Windows host, by NSSM",
  notes: ["Verified: parsed.", "NSSM 2.24 or newer must be on the host; `win_chocolatey` brings it."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the service", required: true }),
    state: oneOf(["absent", "present", "started", "stopped", "restarted"])({
      about: "what it should do",
      default: "present",
    }),
    application: path({ about: "the program" }),
    executable: path({ about: "NSSM, where it is not in PATH", default: "nssm.exe" }),
    description: text({ about: "what it does" }),
    display_name: text({ about: "the name that is shown" }),
    working_directory: path({
      about: "folder that it starts in; not given: the program's",
      aliases: ["app_directory", "chdir"],
    }),
    stdout_file: path({ about: "where its output goes" }),
    stderr_file: path({ about: "where its errors go" }),
    arguments: raw({
      about: "what the program is given: a text, or a list of words",
      aliases: ["app_parameters_free_form"],
    }),
    dependencies: list(text({ about: "a service" }), { about: "what has to run before it" }),
    username: text({ about: "the account that it runs as", aliases: ["user"] }),
    password: text({ about: "its password", secret: true }),
    start_mode: oneOf(["auto", "delayed", "disabled", "manual"])({
      about: "when it starts",
      default: "auto",
    }),
    app_environment: map({ about: "variables of its environment" }),
    app_rotate_bytes: integer({ about: "files of output up to this size stay", default: 104858 }),
    app_rotate_online: integer({ about: "1: also while it runs", default: 0 }),
    app_stop_method_console: integer({ about: "milliseconds to wait after Ctrl+C" }),
    app_stop_method_skip: integer({ about: "ways to stop it that are left out: 1 + 2 + 4 + 8" }),
  },
  examples: [
    { name: "app", application: "C:\\app\\app.exe", arguments: "--port 8080", state: "started" },
    { name: "app", state: "absent" },
  ],
  returns: { changed_by: "the last setting that was changed" },
  validate: ({
    state = "present",
    application,
    app_rotate_online: online = 0,
    app_stop_method_skip: skip = 1,
  }) => [
    ...(state !== "absent" && application === undefined
      ? ["The application parameter must be defined when the state is not absent."]
      : []),
    ...(online === 0 || online === 1 ? [] : ["value of app_rotate_online must be one of: 0, 1"]),
    ...(skip >= 1 && skip <= 15 ? [] : ["value of app_stop_method_skip must be 1 to 15"]),
  ],
  powershell: {
    text: script,
    uses: [programs, readServices],
    vars: ({ app_environment, arguments: words }) => ({
      arguments: null,
      line: words === undefined || words === null || Array.isArray(words) ? null : String(words),
      words: Array.isArray(words) ? words.map(String) : null,
      app_environment:
        app_environment &&
        Object.entries(app_environment)
          .map(([name, value]) => `${name}=${String(value)}`)
          .sort(),
    }),
  },
});
