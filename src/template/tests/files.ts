import { splitUrl, type UrlParts } from "../filters/urls.js";
import { contains } from "../machine/arithmetic.js";
import type { Machine, Test } from "../machine/machine.js";
import { type Given, taking } from "../machine/signature.js";
import { pathText } from "../values/checks.js";
import { isTrue, toText, typeName } from "../values/python.js";
import type { Result } from "../values/values.js";

/** Tests about the controller's files, and about URLs. */

/** A path for stat(): a number would be an open file. */
function statPath(value: Result): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || Number.isInteger(value)) return undefined;
  throw new TypeError(`stat: path should be string, bytes, os.PathLike or integer, not ${typeName(value)}`);
}

type Kind = "file" | "directory" | "link" | "other";

/** What a path leads to, links followed; undefined where it leads nowhere. */
function kindOf(machine: Machine, path: string): Kind | undefined {
  const { world } = machine.frame.context;
  const found = world.stat(path);
  if (found?.kind !== "link") return found?.kind;
  const target = world.stat(world.realPath(path));
  return target?.kind === "link" ? undefined : target?.kind;
}

const onPath = (name: string, check: (machine: Machine, path: string) => boolean): Test =>
  taking(`${name}(path)`, ({ path }, machine) => {
    const text = statPath(path!);
    return text !== undefined && check(machine, text);
  });

/** A path for lstat(), which takes no open file. */
const onLink = (name: string, check: (machine: Machine, path: string) => boolean): Test =>
  taking(`${name}(path)`, ({ path }, machine) => {
    if (typeof path === "string") return check(machine, path);
    throw new TypeError(`lstat: path should be string, bytes or os.PathLike, not ${typeName(path!)}`);
  });

const stat = (machine: Machine, path: string) => machine.frame.context.world.stat(path);

const absolute: Test = taking("isabs(s)", ({ s }) => pathText(s!).startsWith("/"));
const directory = onPath("isdir", (machine, path) => kindOf(machine, path) === "directory");
const file = onPath("isfile", (machine, path) => kindOf(machine, path) === "file");
const link = onLink("islink", (machine, path) => stat(machine, path)?.kind === "link");
const mount = onLink("ismount", (machine, path) => stat(machine, path)?.mount === true);

const sameFile: Test = taking("samefile(f1, f2)", ({ f1, f2 }, machine) => {
  const [first, second] = [f1!, f2!].map((one) => {
    const path = toText(one);
    return stat(machine, path) === undefined
      ? machine.fail(`[Errno 2] No such file or directory: '${path}'`)
      : machine.frame.context.world.realPath(path);
  });
  return first === second;
});

const vaultedFile: Test = taking("vaulted_file(value)", ({ value }, machine) => {
  const path = toText(value!);
  if (kindOf(machine, path) === undefined) return machine.fail(`Cannot test if the file ${path} is a vault`);
  return machine.frame.context.world.readText(path).startsWith("$ANSIBLE_VAULT;");
});

const NO_PARTS: UrlParts = { scheme: "", netloc: "", path: "", query: "", fragment: "" };

/** The parts of a URL with one of the schemes; undefined where it is none. */
function uriOf({ value, schemes = null }: Given): UrlParts | undefined {
  if (typeof value !== "string" && isTrue(value!)) return undefined;
  let isBroken = false;
  const parts = typeof value === "string" ? urlParts(value, () => (isBroken = true)) : NO_PARTS;
  if (isBroken) return undefined;
  return !isTrue(schemes) || contains(schemes, parts.scheme) ? parts : undefined;
}

function urlParts(value: string, broken: () => void): UrlParts {
  try {
    return splitUrl(value, (message) => {
      throw new RangeError(message);
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    broken();
    return NO_PARTS;
  }
}

const url: Test = taking("is_url(value, schemes?)", (given) => {
  const parts = uriOf(given);
  return parts !== undefined && (parts.netloc !== "" || parts.scheme === "file");
});

export const FILE_TESTS: Readonly<Record<string, Test>> = {
  abs: absolute,
  directory,
  exists: onPath("exists", (machine, path) => kindOf(machine, path) !== undefined),
  file,
  is_abs: absolute,
  is_dir: directory,
  is_file: file,
  is_link: link,
  is_mount: mount,
  is_same_file: sameFile,
  link,
  link_exists: onLink("lexists", (machine, path) => stat(machine, path) !== undefined),
  mount,
  same_file: sameFile,
  uri: taking("is_uri(value, schemes?)", (given) => uriOf(given) !== undefined),
  url,
  urn: taking("is_urn(value)", ({ value }) => uriOf({ value, schemes: ["urn"] }) !== undefined),
  vaulted_file: vaultedFile,
};
