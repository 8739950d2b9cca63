import type { ResultValues } from "../model/result.js";
import type { ShellLibrary } from "../model/script.js";

/**
 * Programs of the host that a module runs. `required NAME`: fails where it is not there. `tool NAME …` sets
 * $out, $err and $rc; `tool_ok NAME …` fails where it does, with what it printed, as Ansible's modules do.
 */
export const tools: ShellLibrary = {
  name: "tools",
  text: `
required() { have "$1" || fail "Failed to find required executable \\"$1\\" in paths: $PATH"; }
tool() { make_temp; out=$("$@" 2>"$temp"); rc=$?; err=$(cat "$temp"); return $rc; }
tool_ok() {
tool "$@" && return 0
say_json rc $rc; say stdout "$out"; say stderr "$err"; say cmd "$*"
fail "\${err:-$out}"
}
`,
};

/** What was given to a module, as Ansible's older modules return it: what was not given is null. */
export function givenValues(args: Readonly<Record<string, unknown>>): ResultValues {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, value ?? null]));
}
