import { DATA_FILTERS } from "./filters/data.js";
import { DATE_FILTERS } from "./filters/dates.js";
import { FORMAT_FILTERS } from "./filters/formats.js";
import { HASH_FILTERS } from "./filters/hashes.js";
import { HTML_FILTERS } from "./filters/html.js";
import { LIST_FILTERS } from "./filters/lists.js";
import { NUMBER_FILTERS } from "./filters/numbers.js";
import { PATH_FILTERS } from "./filters/paths.js";
import { REGEX_FILTERS } from "./filters/regex.js";
import { SELECT_FILTERS } from "./filters/select.js";
import { SET_FILTERS } from "./filters/sets.js";
import { SIZE_FILTERS } from "./filters/sizes.js";
import { TEXT_FILTERS } from "./filters/text.js";
import { URL_FILTERS } from "./filters/urls.js";
import { VAULT_FILTERS } from "./filters/vault.js";
import { WRAP_FILTERS } from "./filters/wrap.js";
import type { Filter, Test } from "./machine/machine.js";
import { taking } from "./machine/signature.js";
import { TESTS, UNDEFINED_TESTS } from "./tests/tests.js";
import { typeName } from "./values/python.js";
import type { Result } from "./values/values.js";

interface Found<T> {
  run: T;
  /** does it take an undefined value? */
  undefinedToo: boolean;
}

const FILTERS: Readonly<Record<string, Filter>> = {
  ...TEXT_FILTERS,
  ...WRAP_FILTERS,
  ...HTML_FILTERS,
  ...URL_FILTERS,
  ...REGEX_FILTERS,
  ...SIZE_FILTERS,
  ...NUMBER_FILTERS,
  ...LIST_FILTERS,
  ...SELECT_FILTERS,
  ...SET_FILTERS,
  ...DATA_FILTERS,
  ...FORMAT_FILTERS,
  ...DATE_FILTERS,
  ...PATH_FILTERS,
  ...HASH_FILTERS,
  ...VAULT_FILTERS,
};

/** Filters that say themselves what they make of an undefined value or argument. */
const UNDEFINED_FILTERS = new Set(
  "combine d default dict2items extract format items mandatory ternary to_json to_nice_json to_nice_yaml to_yaml type_debug unvault vault".split(
    " ",
  ),
);

/** `ansible.builtin.x`, `community.general.x` and their like are the filters of the short name. */
export function shortName(name: string): string {
  return name.replace(/^(ansible\.(builtin|legacy|utils|netcommon)|community\.general)\./, "");
}

export function findFilter(name: string): Found<Filter> | undefined {
  const short = shortName(name);
  if (!Object.hasOwn(FILTERS, short)) return undefined;
  return { run: FILTERS[short]!, undefinedToo: UNDEFINED_FILTERS.has(short) };
}

function nameOf(value: Result | undefined): string {
  if (typeof value === "string") return value;
  throw new TypeError(`key must be a string, got <class '${typeName(value ?? null)}'> instead`);
}

const ALL_TESTS: Readonly<Record<string, Test>> = {
  ...TESTS,
  filter: taking("test_filter(_, value)", ({ value }) => findFilter(nameOf(value)) !== undefined),
  test: taking("test_test(_, value)", ({ value }) => findTest(nameOf(value)) !== undefined),
};

export function findTest(name: string): Found<Test> | undefined {
  const short = shortName(name);
  if (!Object.hasOwn(ALL_TESTS, short)) return undefined;
  return { run: ALL_TESTS[short]!, undefinedToo: UNDEFINED_TESTS.has(short) };
}

export function filterNames(): string[] {
  return Object.keys(FILTERS);
}

export function testNames(): string[] {
  return Object.keys(ALL_TESTS);
}
