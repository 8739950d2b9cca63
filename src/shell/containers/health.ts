import { quoteWords } from "../session/quote.js";
import { at, dictAt, dictOf, type Inspected, textsAt } from "./inspected.js";
import { nanosecondsOf } from "./quantities.js";
import type { Setting } from "./setting.js";

const TIMES = [
  ["interval", "Interval"],
  ["timeout", "Timeout"],
  ["start_period", "StartPeriod"],
  ["start_interval", "StartInterval"],
] as const;

const isNone = (test: unknown): boolean =>
  test === "NONE" || (Array.isArray(test) && (test.length === 0 || test[0] === "NONE"));

/** The probe as a command of the container's shell: the client knows no other kind. */
function commandOf(test: unknown): string {
  if (!Array.isArray(test)) return String(test);
  const [kind, ...words] = test.map(String);
  if (kind === "CMD-SHELL") return words.join(" ");
  return quoteWords(kind === "CMD" ? words : [kind!, ...words]);
}

/** Without a test the image's is kept only where that is said. */
const isOff = ({ test, test_cli_compatible }: Inspected): boolean =>
  test === undefined ? test_cli_compatible !== true : isNone(test);

function wanted(check: Inspected): string[] {
  if (isOff(check)) return ["test=NONE"];
  return [
    ...(check.test === undefined ? [] : [`test=${commandOf(check.test)}`]),
    ...TIMES.filter(([name]) => check[name] !== undefined).map(
      ([name]) => `${name}=${nanosecondsOf(String(check[name])) ?? String(check[name])}`,
    ),
    ...(check.retries === undefined ? [] : [`retries=${String(check.retries)}`]),
  ];
}

function actual(container: Inspected): string[] {
  const found = dictAt(container, "Config.Healthcheck");
  const test = textsAt(found, "Test");
  if (isNone(test)) return ["test=NONE"];
  return [
    `test=${commandOf(test)}`,
    ...TIMES.map(([name, key]) => `${name}=${String(at(found, key) ?? 0)}`),
    `retries=${String(found.Retries ?? 0)}`,
  ];
}

function words(check: Inspected): string[] {
  if (isOff(check)) return ["--no-healthcheck"];
  const options: [string, unknown][] = [
    ["--health-cmd", check.test === undefined ? undefined : commandOf(check.test)],
    ["--health-interval", check.interval],
    ["--health-timeout", check.timeout],
    ["--health-start-period", check.start_period],
    ["--health-start-interval", check.start_interval],
    ["--health-retries", check.retries],
  ];
  return options.flatMap(([option, value]) => (value === undefined ? [] : [option, String(value)]));
}

export const healthcheck: Setting = {
  name: "healthcheck",
  kind: "set",
  wanted: (value) => wanted(dictOf(value)),
  actual,
  words: (value) => words(dictOf(value)),
};
