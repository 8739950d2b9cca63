import {
  choiceSetting,
  flagSetting,
  listSetting,
  numberSetting,
  pathSetting,
  textSetting,
} from "./setting_kinds.js";

/** What of a run is shown, and how. */
export const DISPLAY_SETTINGS = {
  showCustomStats: flagSetting(false, {
    env: ["ANSIBLE_SHOW_CUSTOM_STATS"],
    ini: ["defaults.show_custom_stats"],
  }),
  showOkHosts: flagSetting(true, {
    env: ["ANSIBLE_DISPLAY_OK_HOSTS"],
    ini: ["defaults.display_ok_hosts"],
  }),
  showSkippedHosts: flagSetting(true, {
    env: ["ANSIBLE_DISPLAY_SKIPPED_HOSTS"],
    ini: ["defaults.display_skipped_hosts"],
  }),
  failedToStderr: flagSetting(false, {
    env: ["ANSIBLE_DISPLAY_FAILED_STDERR"],
    ini: ["defaults.display_failed_stderr"],
  }),
  checkModeMarkers: flagSetting(false, {
    env: ["ANSIBLE_CHECK_MODE_MARKERS"],
    ini: ["defaults.check_mode_markers"],
  }),
  pathOnFailure: flagSetting(false, {
    env: ["ANSIBLE_SHOW_TASK_PATH_ON_FAILURE"],
    ini: ["defaults.show_task_path_on_failure"],
  }),
  resultFormat: choiceSetting(["json", "yaml"], "json", {
    env: ["ANSIBLE_CALLBACK_RESULT_FORMAT"],
    ini: ["defaults.callback_result_format"],
  }),
  /** undefined: not said; then YAML is pretty, and JSON is not */
  prettyResults: flagSetting(undefined, {
    env: ["ANSIBLE_CALLBACK_FORMAT_PRETTY"],
    ini: ["defaults.callback_format_pretty"],
  }),
  actionWarnings: flagSetting(true, { env: ["ANSIBLE_ACTION_WARNINGS"], ini: ["defaults.action_warnings"] }),
  deprecationWarnings: flagSetting(true, {
    env: ["ANSIBLE_DEPRECATION_WARNINGS"],
    ini: ["defaults.deprecation_warnings"],
  }),
  localhostWarning: flagSetting(true, {
    env: ["ANSIBLE_LOCALHOST_WARNING"],
    ini: ["defaults.localhost_warning"],
  }),
  diff: flagSetting(false, { env: ["ANSIBLE_DIFF_ALWAYS"], ini: ["diff.always"] }),
  /** lines around what differs */
  diffContext: numberSetting(3, { env: ["ANSIBLE_DIFF_CONTEXT"], ini: ["diff.context"] }),
  /** bytes of a text whose difference is still shown; 0: any */
  diffLimit: numberSetting(104_448, {
    env: ["ANSIBLE_MAX_DIFF_SIZE"],
    ini: ["defaults.max_diff_size"],
  }),
  /** titles of tasks hold their arguments */
  displayArgs: flagSetting(false, {
    env: ["ANSIBLE_DISPLAY_ARGS_TO_STDOUT"],
    ini: ["defaults.display_args_to_stdout"],
  }),
  output: textSetting("auto", {
    env: ["TERA_OUTPUT", "ANSIBLE_STDOUT_CALLBACK"],
    ini: ["defaults.stdout_callback"],
  }),
  /** does `tera adhoc` follow stdout_callback? */
  loadCallbacks: flagSetting(false, {
    env: ["ANSIBLE_LOAD_CALLBACK_PLUGINS"],
    ini: ["defaults.bin_ansible_callbacks"],
  }),
  /** callbacks beside the one for the terminal: those that measure times are what --timings shows */
  callbacks: listSetting({ env: ["ANSIBLE_CALLBACKS_ENABLED"], ini: ["defaults.callbacks_enabled"] }),
  /** loggers that the log does not hold; there is one, `ansible` or `tera` */
  logFilter: listSetting({ env: ["ANSIBLE_LOG_FILTER"], ini: ["defaults.log_filter"] }),
  /** what is shown goes there too, line by line with its time */
  logPath: pathSetting({ env: ["ANSIBLE_LOG_PATH"], ini: ["defaults.log_path"] }),
  /** number of -v of the log; undefined: that of the run */
  logVerbosity: numberSetting(undefined, { env: ["ANSIBLE_LOG_VERBOSITY"], ini: ["defaults.log_verbosity"] }),
  noColour: flagSetting(false, { env: ["ANSIBLE_NOCOLOR"], ini: ["defaults.nocolor"] }),
  forceColour: flagSetting(false, { env: ["ANSIBLE_FORCE_COLOR"], ini: ["defaults.force_color"] }),
};
