import type { FaultCode } from "../../model/errors.js";

/** Ansible's exit codes, and those that a shell gives for signals. docs/cli.md is made from this list. */
export const EXIT_CODES = {
  ok: [0, "everything is as wanted"],
  error: [1, "something is missing or cannot be read: a playbook, a role, an inventory, a password"],
  usage: [2, "the command line cannot be understood"],
  failed: [2, "a task failed on at least one host"],
  nobody: [3, "`provision` and `smoke`: no host was reached"],
  unreachable: [4, "at least one host could not be reached"],
  unreadable: [4, "a playbook is wrong: YAML, keyword, module, argument or template"],
  options: [5, "options that are understood do not go together, or lack something (a password, what to do)"],
  interrupted: [130, "Ctrl-C"],
  terminated: [143, "SIGTERM"],
  brokenPipe: [141, "the reader of the output went away"],
  defect: [250, "a defect of tera"],
} as const satisfies Record<string, readonly [number, string]>;

const UNREADABLE: ReadonlySet<FaultCode> = new Set([
  "ARGUMENT_INVALID",
  "ARGUMENT_MISSING",
  "ARGUMENT_UNKNOWN",
  "KEYWORD_INVALID",
  "KEYWORD_UNKNOWN",
  "MODULE_UNKNOWN",
  "PLAYBOOK_INVALID",
  "UNDEFINED",
  "TEMPLATE_SYNTAX",
  "YAML_INVALID",
]);

/** With which code to end because of a fault. */
export function codeOf(fault: FaultCode | undefined): number {
  if (fault === "USAGE") return EXIT_CODES.usage[0];
  if (fault === "OPTIONS") return EXIT_CODES.options[0];
  if (fault === "NOBODY_REACHED") return EXIT_CODES.nobody[0];
  if (fault === "INTERRUPTED") return EXIT_CODES.interrupted[0];
  return fault !== undefined && UNREADABLE.has(fault) ? EXIT_CODES.unreadable[0] : EXIT_CODES.error[0];
}
