import type { Event, HostStats } from "../../../src/model/event.js";
import { hostRanges } from "../../../src/model/host_ranges.js";
import type { ResultValues, TaskResult } from "../../../src/model/result.js";

/** What can be known of a run, by kind. Each is a text that a view must have, or one of several. */
export type Fact = string | readonly string[];

type Of<Type extends Event["type"]> = Extract<Event, { type: Type }>;
type Reader = (events: readonly Event[]) => Fact[];

const of =
  <Type extends Event["type"]>(type: Type, read: (event: Of<Type>) => Fact[]): Reader =>
  (events) =>
    events.filter((event): event is Of<Type> => event.type === type).flatMap(read);

const isBad = ({ status }: TaskResult): boolean => status === "failed" || status === "unreachable";
const lines = (text: unknown): string[] =>
  typeof text === "string"
    ? text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
    : [];
/** What is too long to be read is cut. */
const last = (text: unknown): string[] =>
  lines(text)
    .slice(-1)
    .filter((line) => line.length < 1000);

/** The results that count: those of the items where there are some. */
function results({ result }: Of<"task-result">): TaskResult[] {
  return result.items && result.items.length > 0 ? result.items.map((item) => item.result) : [result];
}

const failing = (read: (values: ResultValues) => Fact[]): Reader =>
  of("task-result", (event) =>
    results(event)
      .filter(isBad)
      .filter(({ values }) => values.censored === undefined)
      .flatMap(({ values }) => read(values)),
  );

const noted = (name: "warnings" | "deprecations"): Reader =>
  of("task-result", (event) =>
    results(event).flatMap(({ values }) =>
      ((values[name] ?? []) as unknown[]).map((one) => String((one as { msg?: unknown }).msg ?? one)),
    ),
  );

const messages = (level: Of<"message">["level"]): Reader =>
  of("message", (event) => (event.level === level ? [event.text] : []));

const named = ({ status }: TaskResult): boolean => status !== "skipped";

/** Of many their range is enough. */
function whoFailed(events: readonly Event[]): Fact[] {
  const hosts = events.flatMap((event) =>
    event.type === "task-result" && isBad(event.result) ? [event.host] : [],
  );
  const ranges = hostRanges(hosts).join(", ");
  return hosts.map((host) => [host, ranges]);
}

/** Every kind of fact, and where it stands in the events. */
export const FACTS = {
  "the plays": of("play-start", ({ name }) => [name]),
  "the steps that did something": of("task-result", ({ task, result }) =>
    named(result) && task.isMeta !== true ? [task.name] : [],
  ),
  "who failed": whoFailed,
  "where a failed step is written": of("task-result", ({ task, result, ignored }) =>
    isBad(result) && !ignored ? [`${task.at.path}:${task.at.line}`] : [],
  ),
  "why it failed": failing(({ msg }) => lines(msg)),
  "that it is not to be seen": of("task-result", ({ result }) =>
    isBad(result) && result.values.censored !== undefined ? ["no_log: true"] : [],
  ),
  "the command": failing(({ cmd }) =>
    Array.isArray(cmd) ? cmd.flatMap((word) => lines(String(word))) : lines(cmd),
  ),
  "the exit status": failing(({ rc }) => (typeof rc === "number" ? [String(rc)] : [])),
  "the last words of a program": failing(({ stderr, stdout }) => [...last(stderr), ...last(stdout)]),
  "the address and its answer": failing(({ url, status }) =>
    typeof url === "string" ? [url, String(status)] : [],
  ),
  "the condition": failing(({ assertion }) => (assertion === undefined ? [] : lines(String(assertion)))),
  "the way out": failing(({ hint }) => lines(hint)),
  "what to do next": of("task-result", ({ wayOut, ignored }) => (ignored ? [] : lines(wayOut))),
  "the place of the cause": failing(({ at }) => lines(at)),
  "the items that failed": of("task-result", ({ result }) =>
    (result.items ?? []).filter((item) => isBad(item.result)).map(({ label }) => label),
  ),
  "that a failure is ignored": of("task-result", ({ ignored, result }) =>
    ignored
      ? [result.status === "unreachable" ? ["UNREACHABLE", "unreachable", "cannot be reached"] : "ignor"]
      : [],
  ),
  "that a host is not reached": of("task-result", ({ result, ignored }) =>
    result.status === "unreachable" && !ignored ? [["UNREACHABLE", "cannot be reached", "unreachable"]] : [],
  ),
  "who did it instead": of("task-result", ({ delegatedTo, result, host }) =>
    delegatedTo !== undefined && isBad(result)
      ? [[`${host} -> ${delegatedTo}`, `"delegatedTo":"${delegatedTo}"`]]
      : [],
  ),
  "what was told": of("task-result", (event) =>
    event.task.module === "debug" && event.result.status === "ok"
      ? results(event).flatMap(({ values }) => lines(values.msg))
      : [],
  ),
  "how often it was tried": of("task-result", ({ result: { values } }) =>
    typeof values.attempts === "number" && values.attempts > 1
      ? [
          [
            `${values.attempts} attempts`,
            `attempts: ${values.attempts}`,
            `"attempts":${values.attempts}`,
            "FAILED - RETRYING",
          ],
        ]
      : [],
  ),
  "included files": of("include", ({ path, label }) => [path, ...(label === undefined ? [] : [label])]),
  "warnings of results": noted("warnings"),
  "what is out of date": (events) => [...noted("deprecations")(events), ...messages("deprecation")(events)],
  warnings: messages("warning"),
  information: messages("info"),
  differences: (events) =>
    events.some((event) => event.type === "run-start" && event.diff) ? allDifferences(events) : [],
  "who was broken off": of("stats", ({ interrupted = [] }) =>
    interrupted.length > 0 ? [...interrupted, "interrupted"] : [],
  ),
  "the counts": of("stats", ({ hosts }) =>
    Object.keys(hosts).length > 12
      ? []
      : Object.entries(hosts).flatMap(([host, stats]) => [host, ...counts(stats)]),
  ),
  links: of("run-end", ({ links = [] }) => links.map(({ url }) => url)),
  "that nobody was meant": of("play-start", ({ noHosts }) =>
    noHosts === "no-match" ? [["no hosts", "no-match"]] : [],
  ),
  "that nobody is left": of("no-more-hosts", () => [
    ["no more hosts left", "NO MORE HOSTS LEFT", "no-more-hosts"],
  ]),
} satisfies Record<string, Reader>;

export type FactKind = keyof typeof FACTS;

/** What is said at -v beside them. */
export const MORE_FACTS = {
  "what programs print": of("task-result", (event) =>
    results(event).flatMap(({ values: { stdout } }) => lines(stdout)),
  ),
  "why a step is skipped": of("task-result", (event) =>
    results(event).flatMap(({ status, values }) => (status === "skipped" ? lines(values.skip_reason) : [])),
  ),
  "the items": of("task-result", ({ result }) =>
    (result.items ?? []).map(({ label }) => [`(item=${label})`, `"label":${JSON.stringify(label)}`]),
  ),
} satisfies Record<string, Reader>;

const allDifferences = of("task-result", (event) =>
  results(event).flatMap(({ values: { diff, changed, _ansible_diff } }) =>
    diff !== undefined && changed === true && _ansible_diff !== false ? differences(diff) : [],
  ),
);

function differences(diff: unknown): string[] {
  const all = (Array.isArray(diff) ? diff : [diff]) as { before?: unknown; after?: unknown }[];
  return all.flatMap(({ before, after }) =>
    [before, after].flatMap((text) => (typeof text === "string" ? lines(text) : [])),
  );
}

/** `ok=2`, or the number where a table has the name above it. */
function counts(stats: HostStats): Fact[] {
  return Object.entries(stats)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => [`${name}=${count}`, `"${name}":${count}`, name]);
}
