import type { Event } from "../model/event.js";
import type { Reporter, ReporterKind, ReporterOptions } from "../model/reporter.js";
import type { ResultValues } from "../model/result.js";
import { dumpOnLine } from "./text/dump.js";
import { Notes } from "./text/notes.js";
import { hostResult, printsText, STATES } from "./text/states.js";
import { cutLong } from "./text/visible.js";

/** One line for each host: what `ansible -o` prints. */
const kind: ReporterKind = {
  name: "oneline",
  about: "a line for each host, as ansible -o prints it",
  create: (options) => {
    const notes = new Notes(options);
    return {
      on: (event) => show(event, notes, options),
      end: async () => {},
    } satisfies Reporter;
  },
};
export default kind;

function show(event: Event, notes: Notes, options: ReporterOptions): void {
  if (event.type === "message") return notes.message(event);
  const found = hostResult(event);
  if (!found) return;
  const { host, status, values, module } = found;
  const [state, mark] = STATES[status];
  const head = `${host} | ${state}`;
  const dump = (): string => `${head}${mark} => ${dumpOnLine(values, module, options.verbosity)}`;
  if (status === "skipped") notes.line(head, status);
  else if (status === "unreachable") notes.line(`${head}${mark}: ${String(values.msg ?? "")}`, status);
  else if (status === "failed") notes.line(dump(), status);
  else notes.line(printsText(found) ? commandLine(head, values) : dump(), status);
}

function commandLine(head: string, { rc, stdout, stderr }: ResultValues): string {
  const escaped = (text: unknown): string =>
    cutLong(String(text ?? ""))
      .replaceAll("\n", "\\n")
      .replaceAll("\r", "\\r");
  const errors = stderr === undefined || stderr === "" ? "" : ` (stderr) ${escaped(stderr)}`;
  return `${head} | rc=${String(rc ?? -1)} | (stdout) ${escaped(stdout)}${errors}`;
}
