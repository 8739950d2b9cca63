/** Operators of the `version` test, by all their names. */
const OPERATORS: Record<string, (order: number) => boolean> = {
  "==": (order) => order === 0,
  "=": (order) => order === 0,
  eq: (order) => order === 0,
  "!=": (order) => order !== 0,
  "<>": (order) => order !== 0,
  ne: (order) => order !== 0,
  "<": (order) => order < 0,
  lt: (order) => order < 0,
  "<=": (order) => order <= 0,
  le: (order) => order <= 0,
  ">": (order) => order > 0,
  gt: (order) => order > 0,
  ">=": (order) => order >= 0,
  ge: (order) => order >= 0,
};

export function compareVersions(
  a: string,
  b: string,
  operator: string,
  type: string,
  fail: (message: string) => never,
): boolean {
  const holds = OPERATORS[operator];
  if (!holds)
    return fail(`Invalid operator type (${operator}). Must be one of ${Object.keys(OPERATORS).join(", ")}`);
  switch (type) {
    case "loose":
      return holds(compareLoose(a, b, fail));
    case "strict":
      return holds(compareStrict(a, b, fail));
    case "semver":
    case "semantic":
      return holds(compareSemantic(a, b, fail));
    case "pep440":
      return holds(comparePep440(a, b));
    default:
      return fail(`Invalid version type (${type}). Must be one of loose, strict, semver, semantic, pep440`);
  }
}

/** Numbers and words one after the other, as distutils' LooseVersion does. */
function compareLoose(a: string, b: string, fail: (message: string) => never): number {
  const split = (text: string): (number | string)[] =>
    (text.match(/\d+|[a-z]+|[^\da-z.]+/gi) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));
  const [x, y] = [split(a), split(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [left, right] = [x[index], y[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (typeof left !== typeof right)
      return fail(
        `Version comparison failed: '<' not supported between instances of '${typeof left === "number" ? "int" : "str"}' and '${typeof right === "number" ? "int" : "str"}'`,
      );
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function compareStrict(a: string, b: string, fail: (message: string) => never): number {
  const parse = (text: string): number[] => {
    const found = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(text);
    if (!found) return fail(`Version comparison failed: invalid version number '${text}'`);
    const stage = found[4] === undefined ? 2 : found[4] === "a" ? 0 : 1;
    return [Number(found[1]), Number(found[2]), Number(found[3] ?? 0), stage, Number(found[5] ?? 0)];
  };
  return compareNumbers(parse(a), parse(b));
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareSemantic(a: string, b: string, fail: (message: string) => never): number {
  const parse = (text: string) => {
    const found = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text);
    if (!found) return fail(`Version comparison failed: invalid semantic version '${text}'`);
    return { numbers: found.slice(1, 4).map(Number), release: found[4]?.split(".") };
  };
  const [x, y] = [parse(a), parse(b)];
  const order = compareNumbers(x.numbers, y.numbers);
  if (order !== 0) return order;
  if (!x.release || !y.release) return x.release ? -1 : y.release ? 1 : 0;
  for (let index = 0; index < Math.max(x.release.length, y.release.length); index++) {
    const [left, right] = [x.release[index], y.release[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left === right) continue;
    const numbers = [left, right].map((part) => /^\d+$/.test(part));
    if (numbers[0] && numbers[1]) return Number(left) - Number(right);
    if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

function comparePep440(a: string, b: string): number {
  const stages: Record<string, number> = {
    dev: -4,
    a: -3,
    alpha: -3,
    b: -2,
    beta: -2,
    rc: -1,
    c: -1,
    post: 1,
  };
  const parse = (text: string): number[] => {
    const found = /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|alpha|b|beta|rc|c|post|dev)[-_.]?(\d*))?/i.exec(
      text.trim(),
    );
    const numbers = (found?.[2] ?? "0").split(".").map(Number);
    while (numbers.length < 6) numbers.push(0);
    return [
      Number(found?.[1] ?? 0),
      ...numbers,
      stages[found?.[3]?.toLowerCase() ?? ""] ?? 0,
      Number(found?.[4] || 0),
    ];
  };
  return compareNumbers(parse(a), parse(b));
}
