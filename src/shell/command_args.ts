import { flag, path, raw, text } from "../model/args.js";
import { writeJson } from "../model/json_write.js";

/** Arguments that all command-like modules have. */
export const COMMAND_ARGS = {
  chdir: path({ about: "folder to run in" }),
  creates: path({ about: "do nothing if this exists (a shell pattern is allowed)" }),
  removes: path({ about: "do nothing unless this exists" }),
  stdin: raw({ about: "what the command reads" }),
  stdin_add_newline: flag({ about: "end stdin with a newline", default: true }),
  strip_empty_ends: flag({ about: "drop empty lines at the end of the output", default: true }),
  warn: flag({ about: "accepted, without effect", default: false }),
  executable: text({ about: "the shell to use" }),
} as const;

/** `stdin` as the prelude's user_run wants it. */
export function stdinVars(stdin: unknown, newline: boolean): Record<string, string | boolean> {
  if (stdin === undefined || stdin === null) return { has_stdin: false, stdin: "" };
  const given = typeof stdin === "string" ? stdin : writeJson(stdin);
  return { has_stdin: true, stdin: newline && !given.endsWith("\n") ? `${given}\n` : given };
}
