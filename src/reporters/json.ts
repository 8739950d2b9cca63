import type { Reporter, ReporterKind, ReporterOptions } from "../model/reporter.js";
import { plainJson } from "./text/plain_json.js";
import { visible } from "./text/visible.js";

/** Every event as one line of JSON; docs/output.md describes them. */
const kind: ReporterKind = {
  name: "jsonl",
  about: "one JSON object a line, for programs",
  create: jsonReporter,
};
export default kind;

function jsonReporter({ write }: ReporterOptions): Reporter {
  return {
    on: (event) => write(`${visible(plainJson(event))}\n`),
    end: async () => {},
  };
}
