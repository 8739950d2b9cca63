import { flag, oneOf, raw, text } from "../../model/args.js";
import { IniFault, IniFile } from "../../model/ini_file.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { Machine } from "../machine/machine.js";
import { decodedBytes } from "../values/encodings.js";
import { toText } from "../values/python.js";
import type { Kwargs, Result } from "../values/values.js";
import { bails, fails, type Lookup, lookup, readOptions, refuses } from "./plugin.js";

const OPTIONS = {
  allow_no_value: flag({
    about: "keys without a value are no fault",
    default: false,
    aliases: ["allow_none"],
  }),
  case_sensitive: flag({ about: "keys count with their case", default: false }),
  default: raw({ about: "stands for a key that is not there", default: "" }),
  encoding: text({ about: "of the file", default: "utf-8" }),
  file: text({ about: "the file", default: "ansible.ini" }),
  interpolation: flag({ about: "%(key)s in values is filled in", default: true }),
  re: flag({ about: "the key is a regular expression", default: false }),
  section: text({ about: "the section", default: "global" }),
  type: oneOf(["ini", "properties"])({ about: "properties have no sections", default: "ini" }),
};

type Options = ReturnType<typeof readOptions<typeof OPTIONS>>;

/** Words of a term; what follows a key goes on with it, so that values may have blanks. */
function wordsOf(term: string): string[] {
  const found = new Map<string, string>();
  let current = "key";
  for (const word of term.split(/\s+/).filter(Boolean)) {
    const name = Object.keys(OPTIONS)
      .filter((one) => word.includes(`${one}=`))
      .at(-1);
    if (name !== undefined) current = name;
    const before = found.get(current);
    found.set(current, before === undefined ? word : `${before} ${word}`);
  }
  return [...found.values()];
}

/** The key of a term, and the options that are written beside it. */
function readTerm(term: string): { key: string; own: Kwargs } {
  if (!term.includes("=") && !term.trim().includes(" ")) return { key: term, own: {} };
  const own: Kwargs = {};
  let key: string | undefined;
  for (const word of wordsOf(term)) {
    if (!word.includes("=")) {
      key ??= word;
      continue;
    }
    const [name = "", value = "", ...more] = word.split("=");
    if (more.length > 0)
      return bails(
        `Could not use '${word}' from '${toText(wordsOf(term))}': too many values to unpack (expected 2)`,
      );
    if (!Object.hasOwn(OPTIONS, name)) return bails(`${name} is not a valid option.`);
    own[name] = value;
  }
  return key === undefined
    ? refuses(`No key to lookup was provided as first term with in string inline options: ${term}`)
    : { key, own };
}

/** How a file is read is said beside the terms, never in them. */
function fileOf(options: Options, style: Options, machine: Machine): IniFile {
  const { world } = machine.frame.context;
  const path = world.find(options.file, "files");
  if (path === undefined)
    return fails(
      `Unable to find '${options.file}' in expected paths (searched: ${world.places(options.file, "files").join(", ")})`,
    );
  const content = decodedBytes(world.readBytes(path), options.encoding, fails);
  const file = new IniFile({
    caseSensitive: style.case_sensitive,
    allowNoValue: style.allow_no_value,
    interpolation: style.interpolation,
  });
  file.read(options.type === "properties" ? `[java_properties]\n${content}` : content);
  return file;
}

const CLASSES: Readonly<Record<string, string>> = {
  header: "configparser.MissingSectionHeaderError",
  parsing: "configparser.ParsingError",
  value: "configparser.InterpolationSyntaxError",
};

interface Question {
  key: string;
  options: Options;
  style: Options;
}

function valuesOf({ key, options, style }: Question, machine: Machine): Result[] {
  const section = options.type === "properties" ? "java_properties" : options.section;
  try {
    const file = fileOf(options, style, machine);
    if (options.re) {
      const pattern = PythonRegex.of(key);
      return file
        .entries(section)
        .filter(([name]) => pattern.match(name) !== undefined)
        .map(([, value]) => value);
    }
    const found = file.get(section, key);
    const value = found === undefined ? (options.default as Result) : found;
    if (value === null) return [];
    return Array.isArray(value) ? (value as Result[]) : [value];
  } catch (error) {
    if (!(error instanceof IniFault)) throw error;
    if (error.kind === "duplicate") return bails(`Duplicate option in '${options.file}': ${error.message}`);
    if (error.kind === "section") return bails(`No section '${section}' in ${options.file}`);
    return fails(error.message, CLASSES[error.kind]);
  }
}

/** Values of an ini or properties file. */
export const INI_LOOKUP: Lookup = {
  options: lookup(OPTIONS, () => []).options,
  run: (terms, kwargs, machine) => {
    // what a term says beside its key holds for the terms after it, too
    let given = kwargs;
    const style = readOptions(OPTIONS, given);
    return terms.flatMap((term) => {
      const { key, own } = readTerm(toText(term));
      given = { ...given, ...own };
      return valuesOf({ key, options: readOptions(OPTIONS, given), style }, machine);
    });
  },
};
