import { fieldNames } from "../../model/args.js";
import { SETTING_ARGS } from "./arguments.js";
import { comparisonFaults } from "./compare.js";
import { dictOf, type Inspected, textOf } from "./inspected.js";
import { publishedPorts } from "./ports.js";
import { bytesOf, nanosecondsOf } from "./quantities.js";

/** Every spelling of an option that is compared. */
export const ALIASES: ReadonlyMap<string, string> = fieldNames(SETTING_ARGS);

type Given = Readonly<Record<string, unknown>>;

const isTemplate = (value: unknown): boolean => typeof value === "string" && value.includes("{{");

function environmentFaults({ env }: Given): string[] {
  return Object.entries(dictOf(env))
    .filter(([, value]) => typeof value === "boolean" || typeof value === "object")
    .map(
      ([name]) =>
        `Non-string value found for env option. Ambiguous env options must be wrapped in quotes to avoid them being interpreted. Key: ${name}`,
    );
}

function portFaults({ published_ports }: Given): string[] {
  const ports = Array.isArray(published_ports) ? published_ports.map(String) : [];
  return ports
    .filter((port) => !isTemplate(port) && publishedPorts(port) === undefined)
    .map((port) =>
      port === "all"
        ? 'published_ports: "all" is no port; set publish_all_ports to true'
        : `published_ports: ${port} is no [[ADDRESS:][PORT]:]PORT[/PROTOCOL]`,
    );
}

const SIZES = ["memory", "memory_reservation", "memory_swap", "shm_size"];
const TIMES = ["interval", "timeout", "start_period", "start_interval"];

function quantityFaults(args: Given): string[] {
  const wrong = (value: unknown, read: (text: string) => number | undefined) =>
    value !== undefined && value !== null && !isTemplate(value) && read(textOf(value)) === undefined;
  const health = dictOf(args.healthcheck);
  return [
    ...SIZES.filter((name) => !(name === "memory_swap" && /^(unlimited|-1)$/.test(textOf(args[name]))))
      .filter((name) => wrong(args[name], bytesOf))
      .map((name) => `${name} must be a size such as 512M, not ${textOf(args[name])}`),
    ...TIMES.filter((name) => wrong(health[name], nanosecondsOf)).map(
      (name) => `healthcheck: ${name} must be a time such as 1m30s, not ${textOf(health[name])}`,
    ),
  ];
}

function mountFaults({ mounts }: Given): string[] {
  return (Array.isArray(mounts) ? (mounts as Inspected[]) : [])
    .filter(({ type, source }) => (type === "bind" || type === "npipe") && (source ?? "") === "")
    .map(
      ({ target, type }) =>
        `source must be specified for mount "${textOf(target)}" of type "${textOf(type)}"`,
    );
}

const NEEDS = [
  ["restart_retries", "restart_policy"],
  ["log_options", "log_driver"],
] as const;

/** What is wrong with the arguments beyond each by itself. */
export function argumentFaults(args: Given): string[] {
  return [
    ...environmentFaults(args),
    ...portFaults(args),
    ...quantityFaults(args),
    ...mountFaults(args),
    ...comparisonFaults(dictOf(args.comparisons), ALIASES),
    ...NEEDS.filter(([one, other]) => args[one] !== undefined && args[other] === undefined).map(
      ([one, other]) => `missing parameter(s) required by '${one}': ${other}`,
    ),
  ];
}
