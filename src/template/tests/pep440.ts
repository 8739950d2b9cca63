/** Versions of Python packages, as PEP 440 orders them. */

const VERSION = new RegExp(
  [
    "^\\s*v?(?:(?<epoch>\\d+)!)?(?<release>\\d+(?:\\.\\d+)*)",
    "(?:[-_.]?(?<stage>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<stageNumber>\\d*))?",
    "(?:-(?<bare>\\d+)|[-_.]?(?:post|rev|r)(?<isPost>)[-_.]?(?<post>\\d*))?",
    "(?:[-_.]?dev(?<isDev>)[-_.]?(?<dev>\\d*))?",
    "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\\s*$",
  ].join(""),
  "i",
);

const STAGES: Readonly<Record<string, number>> = {
  a: 0,
  alpha: 0,
  b: 1,
  beta: 1,
  c: 2,
  pre: 2,
  preview: 2,
  rc: 2,
};

/** What comes first, and what comes last of all. */
const FIRST = Number.NEGATIVE_INFINITY;
const LAST = Number.POSITIVE_INFINITY;

interface Version {
  numbers: number[];
  local: string[] | undefined;
}

function read(text: string, fail: (message: string) => never): Version {
  const found = VERSION.exec(text)?.groups;
  if (!found) return fail(`Invalid version: '${text}'`);
  const release = found.release!.split(".").map(Number);
  while (release.length > 1 && release.at(-1) === 0) release.pop();
  while (release.length < 16) release.push(0);
  const isPost = found.isPost !== undefined || found.bare !== undefined;
  const isDev = found.isDev !== undefined;
  const isOnlyDev = found.stage === undefined && !isPost && isDev;
  const stage = found.stage === undefined ? (isOnlyDev ? FIRST : LAST) : STAGES[found.stage.toLowerCase()]!;
  const numbers = [
    Number(found.epoch ?? 0),
    ...release,
    stage,
    Number(found.stageNumber || 0),
    isPost ? Number(found.bare ?? (found.post || 0)) : FIRST,
    isDev ? Number(found.dev || 0) : LAST,
  ];
  return { numbers, local: found.local?.toLowerCase().split(/[-_.]/) };
}

/** Numbers come after words, and a version with a local part after the same without. */
function compareLocal(a: string[] | undefined, b: string[] | undefined): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const [isNumber, otherToo] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber !== otherToo) return isNumber ? 1 : -1;
    if (isNumber && Number(left) !== Number(right)) return Number(left) - Number(right);
    if (!isNumber && left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

export function comparePep440(a: string, b: string, fail: (message: string) => never): number {
  const [x, y] = [read(a, fail), read(b, fail)];
  for (const [index, left] of x.numbers.entries()) {
    const right = y.numbers[index]!;
    if (left !== right) return left < right ? -1 : 1;
  }
  return compareLocal(x.local, y.local);
}
