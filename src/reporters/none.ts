import type { ReporterKind } from "../model/reporter.js";

const kind: ReporterKind = {
  name: "none",
  about: "warnings and what failed; the command that runs it shows the rest itself",
  create: ({ writeError }) => ({
    on: (event) => {
      if (event.type === "message" && event.level === "warning") writeError(`[WARNING]: ${event.text}\n`);
      if (event.type !== "task-result" || event.ignored) return;
      const { status, values } = event.result;
      if (status === "failed" || status === "unreachable")
        writeError(
          `${event.host}: ${event.task.name}: ${String((values as { msg?: unknown }).msg ?? status)}\n`,
        );
    },
    end: () => Promise.resolve(),
  }),
};
export default kind;
