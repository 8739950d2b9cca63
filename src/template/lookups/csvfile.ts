import { integer, raw, text } from "../../model/args.js";
import { readInteger } from "../../model/python_numbers.js";
import type { Machine } from "../machine/machine.js";
import { decodedBytes } from "../values/encodings.js";
import { toText } from "../values/python.js";
import type { Kwargs, Result } from "../values/values.js";
import { parseKeyValues } from "./key_values.js";
import { fails, type Lookup, readOptions } from "./plugin.js";

const OPTIONS = {
  col: text({ about: "the column to give, the first is 0", default: "1" }),
  default: raw({ about: "stands for a key that is not there" }),
  delimiter: text({ about: "between the columns", default: "TAB" }),
  encoding: text({ about: "of the file", default: "utf-8" }),
  file: text({ about: "the file", default: "ansible.csv" }),
  keycol: integer({ about: "the column with the keys", default: 0 }),
};

type Options = ReturnType<typeof readOptions<typeof OPTIONS>>;

/** Rows of a CSV file: quotes hold delimiters and line breaks, and are doubled to stand for themselves. */
export function rowsOf(content: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted: "no" | "yes" | "ended" = "no";
  const endCell = (): void => {
    row.push(cell);
    cell = "";
    quoted = "no";
  };
  const endRow = (): void => {
    if (row.length > 0 || cell !== "" || quoted !== "no") endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < content.length; at++) {
    const one = content[at]!;
    if (quoted === "yes") {
      if (one !== '"') cell += one;
      else if (content[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = "ended";
    } else if (one === '"' && cell === "" && quoted === "no") quoted = "yes";
    else if (one === delimiter) endCell();
    else if (one === "\n" || one === "\r") {
      if (one === "\r" && content[at + 1] === "\n") at += 1;
      endRow();
    } else cell += one;
  }
  if (row.length > 0 || cell !== "") endRow();
  return rows;
}

function cellOf(key: string, options: Options, machine: Machine): Result {
  const { world } = machine.frame.context;
  const delimiter = options.delimiter === "TAB" ? "\t" : options.delimiter;
  const path = world.find(options.file, "files");
  if (path === undefined)
    return fails(
      `csvfile: [Errno 2] No such file or directory: '${options.file}' (searched: ${world.places(options.file, "files").join(", ")})`,
    );
  if (delimiter.length !== 1) return fails('csvfile: "delimiter" must be a 1-character string');
  const column = readInteger(options.col);
  for (const row of rowsOf(decodedBytes(world.readBytes(path), options.encoding, fails), delimiter)) {
    if (row.length === 0) continue;
    const own = row.at(options.keycol);
    if (own === undefined) return fails("csvfile: list index out of range");
    if (own !== key) continue;
    if (column === undefined)
      return fails(`csvfile: invalid literal for int() with base 10: '${options.col}'`);
    return row.at(Number(column)) ?? fails("csvfile: list index out of range");
  }
  return (options.default ?? null) as Result;
}

/** A cell of the row that begins with the key. */
export const CSVFILE_LOOKUP: Lookup = {
  options: OPTIONS,
  run: (terms, kwargs, machine) => {
    let given: Kwargs = kwargs;
    readOptions(OPTIONS, given);
    if (terms.length === 0) return fails("Search key is required but was not found");
    return terms.flatMap((term) => {
      const { raw: key, values } = parseKeyValues(toText(term));
      if (key === undefined) return fails("Search key is required but was not found");
      for (const name of Object.keys(values))
        if (!Object.hasOwn(OPTIONS, name)) return fails(`${name} is not a valid option`);
      given = { ...given, ...values };
      const found = cellOf(key, readOptions(OPTIONS, given), machine);
      if (found === null) return [];
      return Array.isArray(found) ? (found as Result[]) : [found];
    });
  },
};
