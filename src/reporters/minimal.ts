import type { Event } from "../model/event.js";
import type { Reporter, ReporterKind, ReporterOptions } from "../model/reporter.js";
import type { ResultValues } from "../model/result.js";
import { dumpIndented } from "./text/dump.js";
import { Notes } from "./text/notes.js";
import { hostResult, printsText, STATES } from "./text/states.js";
import { cutLong } from "./text/visible.js";

/** `host | CHANGED | rc=0 >>` and the output; of other modules the result: what `ansible` prints. */
const kind: ReporterKind = {
  name: "minimal",
  about: "a result for each host, as ansible prints it",
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
  notes.diff(values);
  notes.noted(values);
  const [state, mark] = STATES[status];
  if (status === "skipped") return notes.line(`${host} | ${state}`, status);
  const isText = status !== "unreachable" && printsText(found);
  notes.line(
    isText
      ? commandText(`${host} | ${state}`, values)
      : `${host} | ${state}${mark} => ${dumpIndented(values, module, options)}`,
    status,
  );
}

function commandText(head: string, { rc, stdout, stderr, msg }: ResultValues): string {
  const texts = [stdout, stderr, msg].map((text) => (text === undefined ? "" : cutLong(String(text))));
  return `${head} | rc=${rc === null ? "None" : String(rc ?? -1)} >>\n${texts.join("")}\n`;
}
