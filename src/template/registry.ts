import { DATA_FILTERS } from "./filters_data.js";
import { HASH_FILTERS } from "./filters_hashes.js";
import { LIST_FILTERS } from "./filters_lists.js";
import { PATH_FILTERS } from "./filters_paths.js";
import { TEXT_FILTERS } from "./filters_text.js";
import type { Filter, Test } from "./machine.js";
import { TESTS, UNDEFINED_TESTS } from "./tests.js";

interface Found<T> {
  run: T;
  /** does it take an undefined value? */
  undefinedToo: boolean;
}

const FILTERS: Readonly<Record<string, Filter>> = {
  ...TEXT_FILTERS,
  ...LIST_FILTERS,
  ...DATA_FILTERS,
  ...PATH_FILTERS,
  ...HASH_FILTERS,
};

const UNDEFINED_FILTERS = new Set(["d", "default", "extract", "format", "mandatory", "type_debug"]);

/** `ansible.builtin.x`, `community.general.x` and their like are the filters of the short name. */
function shortName(name: string): string {
  return name.replace(/^(ansible\.(builtin|legacy|utils|netcommon)|community\.general)\./, "");
}

export function findFilter(name: string): Found<Filter> | undefined {
  const short = shortName(name);
  if (!Object.hasOwn(FILTERS, short)) return undefined;
  return { run: FILTERS[short]!, undefinedToo: UNDEFINED_FILTERS.has(short) };
}

export function findTest(name: string): Found<Test> | undefined {
  const short = shortName(name);
  if (Object.hasOwn(TESTS, short)) return { run: TESTS[short]!, undefinedToo: UNDEFINED_TESTS.has(short) };
  return undefined;
}

export function filterNames(): string[] {
  return Object.keys(FILTERS);
}

export function testNames(): string[] {
  return Object.keys(TESTS);
}
