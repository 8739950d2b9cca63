import type { ReporterKind } from "../model/reporter.js";
import { LiveReporter } from "./live/reporter.js";

const kind: ReporterKind = {
  name: "tree",
  about: "a line for each step, and nothing that moves",
  create: (options) => new LiveReporter({ ...options, terminal: false }),
};
export default kind;
