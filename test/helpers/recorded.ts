import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Value } from "../../src/model/value.js";
import { readYaml } from "../../src/yaml/read.js";

/** An expression, and what Ansible made of it. */
export interface Row {
  file: string;
  name: string;
  expression: string;
  /** repr() of the value */
  value: string | undefined;
  /** words of the error */
  fails: string | undefined;
}

type Table = Record<string, [string, string | { fails: string }][]>;

/** Every row of the recorded tables below a folder. */
export function recordedRows(folder: string): Row[] {
  return readdirSync(folder)
    .filter((one) => one.endsWith(".yml") && one !== "vars.yml")
    .flatMap((file) => {
      const path = join(folder, file);
      const table = readYaml(readFileSync(path, "utf8"), path) as unknown as Table;
      return Object.entries(table).flatMap(([name, rows]) =>
        rows.map(([expression, answer]) => ({
          file,
          name,
          expression,
          value: typeof answer === "string" ? answer : undefined,
          fails: typeof answer === "string" ? undefined : answer.fails,
        })),
      );
    });
}

export function readVars(path: string): Record<string, Value> {
  return readYaml(readFileSync(path, "utf8"), path) as Record<string, Value>;
}
