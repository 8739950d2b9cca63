import { dictFrom, type Value } from "../../src/model/value.js";

/** By hand with SIZES=100000: then what is not linear takes too long. */
const size = Number(process.env.SIZES ?? 300);
const numbers = Array.from({ length: size }, (_, at): Value => at);
const half = numbers.slice(0, size / 2);
const texts = numbers.map((at): Value => `text number ${at}`);

/** What templates are given by hosts that say much: by the name it has in the expressions. */
export const HUGE: Readonly<Record<string, Value>> = {
  blank: " ".repeat(size * 10),
  words: "some words, <b>and</b> & 'more' a.b/c-d_e:f=g@h.example \\ ".repeat(size / 5),
  lines: "key: [1, 'two', {three: 4}]\n".repeat(size / 12),
  one: "a".repeat(size * 10),
  numbers,
  texts,
  lists: half.map((at): Value => [at, `x${String(at)}`]),
  dicts: numbers
    .slice(0, 50_000)
    .map((at): Value => ({ name: `n${String(at)}`, key: at, same: 1, list: [1, 2] })),
  same: half.map((): Value => ({ a: [1, 2, { b: 3 }] })),
  dict: dictFrom(numbers.map((at): [Value, Value] => [`k${String(at)}`, { value: at }])),
};

/** Without SIZES one of each kind, as the test has to be short. */
const ALL = process.env.SIZES ? Object.keys(HUGE) : ["one", "numbers", "dicts", "dict"];

/** After the name of a filter, its arguments: of each kind that costs another way. All are tried with all inputs. */
export const FILTER_SIZES: Readonly<Record<string, readonly string[]>> = {
  ...plain(
    "bool capitalize lower quote safe string title trim upper wordcount e escape forceescape striptags urlize xmlattr " +
      "urldecode urlencode urlsplit regex_escape filesizeformat human_readable human_to_bytes abs float int log max min " +
      "root random round shuffle sum count first flatten last length list reverse sort zip items mandatory pprint " +
      "type_debug from_json from_yaml from_yaml_all to_json to_nice_json to_nice_yaml to_yaml tojson strftime to_datetime " +
      "basename commonpath dirname expanduser expandvars fileglob normpath realpath splitext win_basename win_dirname " +
      "win_splitdrive b64decode b64encode checksum hash md5 sha1 to_uuid random_mac unique dict2items dictsort",
  ),
  comment: ["", "('c')"],
  format: ["(numbers)", "(X, X)"],
  replace: ["('a', 'bb')", "('', '-')"],
  split: ["", "(' ')", "('a')"],
  center: ["(2000000)"],
  indent: ["", "(8, true)"],
  truncate: ["(100)", "(900000, true)"],
  wordwrap: ["(10)", "(79, false)"],
  regex_findall: ["('a')", "('(\\\\w+)\\\\s')", "('^(a+)+$')"],
  regex_replace: ["('a', 'b')", "('\\\\s+$', '')", "('(a*)*b', '')"],
  regex_search: ["('z')", "('(\\\\s*)*z')", "('k(.*)', '\\\\1')"],
  pow: ["(2)", "(100000)"],
  batch: ["(7)", "(2, 'x')"],
  extract: ["(dict)", "(X)"],
  groupby: ["('name')", "('same')", "(0)"],
  join: ["", "('--')", "(',', 'name')"],
  slice: ["(7)", "(90000)"],
  subelements: ["('list')"],
  map: ["('upper')", "(attribute='name')", "('regex_replace', 'a', 'b')"],
  reject: ["", "('equalto', 3)", "('in', X)"],
  rejectattr: ["('name')", "('name', 'equalto', 'n3')"],
  select: ["", "('equalto', 3)", "('in', X)"],
  selectattr: ["('name')", "('name', 'in', X)"],
  combinations: ["(2)", "(3)"],
  difference: ["(X)", "(texts)", "(dicts)", "(same)"],
  intersect: ["(X)", "(texts)", "(dicts)", "(same)"],
  permutations: ["(2)", ""],
  product: ["(X)"],
  symmetric_difference: ["(X)", "(texts)", "(dicts)", "(same)"],
  union: ["(X)", "(texts)", "(dicts)", "(same)"],
  zip_longest: ["(X)", "(numbers, fillvalue='x')"],
  attr: ["('name')"],
  combine: ["(X)", "(dict, recursive=true)", "({'a': X}, list_merge='append_rp')"],
  d: ["(X)"],
  default: ["(X, true)"],
  items2dict: ["(key_name='name', value_name='key')"],
  rekey_on_member: ["('name')"],
  ternary: ["(1, 2)"],
  path_join: ["", "('a')"],
  relpath: ["('/a/b')"],
  password_hash: ["('md5')", "('sha512', rounds=1000)", "('bcrypt', rounds=4)"],
  unvault: ["('secret')"],
  vault: ["('secret')"],
};

/** Tests of templates in the same way. */
export const TEST_SIZES: Readonly<Record<string, readonly string[]>> = {
  ...plain(
    "abs directory exists file is_abs is_dir is_file is_link is_mount link link_exists mount uri url urn vaulted_file all any " +
      "boolean callable change changed defined escaped even failed failure false falsy finished float integer isnan iterable " +
      "lower mapping nan none number odd reachable sequence skip skipped started string succeeded success successful timedout " +
      "true truthy undefined unreachable upper vault_encrypted filter test",
  ),
  ...given(
    "(X)",
    "!= < <= == > >= eq equalto ge greaterthan gt le lessthan lt ne same_file is_same_file sameas in contains",
  ),
  ...given("(X)", "issubset issuperset subset superset"),
  match: ["('a+b')", "('^(a+)+$')"],
  regex: ["('a+b')", "('(\\\\s*)*z')"],
  search: ["('a+b')", "('(\\\\s*)*z')"],
  divisibleby: ["(3)"],
  version: ["('1.0', '<')", "('1.0', 'ge', strict=true)"],
  version_compare: ["('1.0', '<', version_type='semver')"],
};

function plain(names: string): Record<string, readonly string[]> {
  return given("", names);
}

function given(form: string, names: string): Record<string, readonly string[]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, [form]]));
}

/** Each expression of a table. */
export function expressions(
  table: Readonly<Record<string, readonly string[]>>,
  join: (input: string, name: string, form: string) => string,
): string[] {
  return Object.entries(table).flatMap(([name, forms]) =>
    forms.flatMap((form) => ALL.map((input) => join(input, name, form.replaceAll("X", input)))),
  );
}
