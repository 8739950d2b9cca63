import { existsSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { Fault } from "../../model/errors.js";
import type { PlainDict, Value } from "../../model/value.js";
import { dumpJson } from "../../template/filters/dump_json.js";
import { dumpYaml } from "../../template/filters/dump_yaml.js";
import { printWarning } from "../engine/warnings.js";
import { readConfiguration } from "../options/configuration.js";
import type { Input } from "../options/option.js";
import { readSettings } from "../options/settings.js";
import { changed, dumpLines, type HeldSetting, heldSettings } from "./held.js";
import { initialText, listed } from "./known.js";

/** As ansible-config prints it: what the settings are, and where each comes from. */
export async function run({ values, operands }: Input): Promise<number> {
  const env = environmentFor(values.config as string | undefined);
  process.stdout.write(textFor(operands[0]!, values, env));
  return 0;
}

type Environment = Record<string, string | undefined>;

/** `-c FILE` stands in the place of ANSIBLE_CONFIG. Fault: USAGE. */
function environmentFor(file: string | undefined): Environment {
  if (file === undefined) return process.env;
  const path = resolve(file);
  if (!existsSync(path))
    throw new Fault("FILE_MISSING", `The provided configuration file is missing or not accessible: ${path}`);
  if (![".ini", ".cfg"].includes(extname(path)))
    throw new Fault("USAGE", `Unsupported configuration file extension: ${extname(path) || "none"}`, {
      hint: "it must end in .cfg or .ini",
    });
  return { ...process.env, ANSIBLE_CONFIG: path };
}

function textFor(action: string, values: Input["values"], env: Environment): string {
  const cwd = process.cwd();
  if (action === "list") return formatted(listed(), values.format === "json" ? "json" : "yaml");
  if (action === "init") return initialText(values.disabled === true);
  const { path } = readConfiguration(env, cwd);
  if (action === "view") {
    if (path === undefined)
      throw new Fault("FILE_MISSING", "Invalid or no config file was supplied", {
        hint: "`tera config init --disabled > ansible.cfg` writes one to begin with",
      });
    return readFileSync(path, "utf8");
  }
  for (const text of readSettings(env, cwd).warnings) printWarning(text);
  const held = heldSettings(env, cwd).filter((one) => values.onlyChanged !== true || changed(one));
  return dumped(held, path, values);
}

function dumped(held: readonly HeldSetting[], path: string | undefined, values: Input["values"]): string {
  const { format } = values;
  if (format === "json" || format === "yaml")
    return formatted(held.map(({ name, value, origin }) => ({ name, value, origin })) as Value, format);
  const file = [`CONFIG_FILE() = ${path ?? "None"}`];
  const lead = Number(values.verbosity ?? 0) > 0 ? [leadText(path)] : [];
  return [...lead, ...file, ...dumpLines(held), ""].join("\n");
}

function leadText(path: string | undefined): string {
  return path === undefined ? "No config file found; using defaults" : `Using ${path} as config file`;
}

function formatted(value: Value | PlainDict, format: "json" | "yaml"): string {
  if (format === "json") return `${dumpJson(value, { indent: 4, sortKeys: true, ensureAscii: false })}\n`;
  return dumpYaml(value, { indent: 2, width: 80, sortKeys: true, flow: false });
}
