import type { ReporterKind } from "../model/reporter.js";
import { LiveReporter } from "./live/reporter.js";

const kind: ReporterKind = {
  name: "listr2",
  about: "a live view for a terminal",
  create: (options) => new LiveReporter(options),
};
export default kind;
