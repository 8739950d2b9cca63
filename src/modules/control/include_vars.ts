import { dirname, extname, resolve } from "node:path";
import { flag, integer, list, localPath, oneOf, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { type Controller, defineModule } from "../../model/module.js";
import { PythonRegex } from "../../model/python_regex.js";
import { assignMarked, isDict, mergedOverData, type PlainDict } from "../../model/value.js";

export default defineModule({
  name: "include_vars",
  about: "Reads variables from files of the controller",
  hostLocal: true,
  check: "run",
  freeForm: "file",
  args: {
    file: localPath({ about: "one file" }),
    dir: localPath({ about: "all files of a folder" }),
    name: text({ about: "put them under this name" }),
    depth: integer({ about: "how deep below dir; 0 is all", default: 0 }),
    files_matching: text({ about: "only names that match this regular expression" }),
    ignore_files: list(text({ about: "a pattern" }), { about: "names to leave out" }),
    extensions: list(text({ about: "an ending" }), {
      about: "endings that count",
      default: ["yaml", "yml", "json"],
    }),
    ignore_unknown_extensions: flag({ about: "leave out files with other endings", default: false }),
    hash_behaviour: oneOf(["replace", "merge"])({ about: "what becomes of a dict that is there already" }),
  },
  examples: ["vars/{{ ansible_facts.os_family }}.yml", { dir: "vars/all" }],
  returns: { ansible_facts: "the variables", ansible_included_var_files: "the files" },
  validate: (args) =>
    args.dir !== undefined && args.file !== undefined
      ? ["You are mixing file only and dir only arguments, these are incompatible"]
      : [],
  here: async (args, controller) => {
    const found: PlainDict = {};
    const files: string[] = [];
    try {
      for (const path of await filesFor(args, controller)) {
        if (args.dir !== undefined) checkEnding(args, path);
        assignMarked(found, variablesIn(path, controller));
        files.push(path);
      }
    } catch (error) {
      if (!(error instanceof Fault) || !EXPECTED.has(error.code)) throw error;
      const message = error.hint ? `${error.message}\n${error.hint}` : error.message;
      return {
        changed: false,
        failed: true,
        message,
        ansible_facts: args.name === undefined ? {} : { [args.name]: {} },
        ansible_included_var_files: files,
      };
    }
    const facts = args.name === undefined ? found : { [args.name]: found };
    if (args.hash_behaviour === "merge")
      for (const [name, value] of Object.entries(facts)) {
        const before = controller.variable(name);
        if (before !== undefined) facts[name] = mergedOverData(value, before);
      }
    return { ansible_facts: facts, ansible_included_var_files: files, changed: false };
  },
});

/** What is the result of the task; broken YAML and a missing vault password are its faults. */
const EXPECTED: ReadonlySet<string> = new Set(["FILE_MISSING", "ARGUMENT_INVALID"]);

function variablesIn(path: string, controller: Controller): PlainDict {
  const value = controller.readYaml(path);
  if (value === null) return {};
  if (isDict(value)) return value as PlainDict;
  throw new Fault("ARGUMENT_INVALID", `${path} must be stored as a dictionary/hash`);
}

/** Free text may end with the line break of a folded scalar. */
async function filesFor(
  args: DirArgs & { file?: string | undefined },
  controller: Controller,
): Promise<string[]> {
  if (args.dir === undefined && !args.file)
    throw new Fault("FILE_MISSING", "Could not find file on the Ansible Controller.", {
      hint: "If you are using a module and expect the file to exist on the remote, see the remote_src option",
    });
  if (args.dir === undefined) return [controller.find("vars", (args.file ?? "").replace(/\n+$/, ""))];
  return filesIn(args, controller);
}

interface DirArgs {
  dir?: string | undefined;
  depth: number;
  files_matching?: string | undefined;
  ignore_files?: string[] | undefined;
  extensions: string[];
  ignore_unknown_extensions: boolean;
}

async function filesIn(args: DirArgs, controller: Controller): Promise<string[]> {
  const folder = folderOf(args.dir!, controller).replace(/\/$/, "");
  if ((await controller.stat(folder)).kind !== "directory")
    throw new Fault("ARGUMENT_INVALID", `${folder} is not a directory`);
  const names = await filesBelow(folder, controller);
  return names
    .map((name) => ({ name, parts: name.split("/") }))
    .filter(({ parts }) => args.depth === 0 || parts.length <= args.depth)
    .filter(({ parts }) => isWanted(args, parts.at(-1)!))
    .toSorted(
      (one, other) => compare(dirname(one.name), dirname(other.name)) || compare(one.name, other.name),
    )
    .filter(({ name }) => !args.ignore_unknown_extensions || hasKnownEnding(args, name))
    .map(({ name }) => `${folder}/${name}`);
}

/** All files below a folder, behind links too; a link that leads to a folder around it is a file to nobody. */
async function filesBelow(
  folder: string,
  controller: Controller,
  around: readonly string[] = [],
): Promise<string[]> {
  const names: string[] = [];
  for (const { kind, path, target } of await controller.walk(folder)) {
    if (kind === "directory") continue;
    const whole = `${folder}/${path}`;
    const leadsTo = target === undefined ? undefined : resolve(dirname(whole), target);
    if (leadsTo === undefined || !(await isFolder(whole, controller))) names.push(path);
    else if (!around.includes(leadsTo))
      for (const name of await filesBelow(whole, controller, [...around, resolve(folder), leadsTo]))
        names.push(`${path}/${name}`);
  }
  return names;
}

const isFolder = (path: string, controller: Controller): Promise<boolean> =>
  controller.stat(path).then(
    ({ kind }) => kind === "directory",
    () => false,
  );

function folderOf(dir: string, controller: Controller): string {
  try {
    return controller.find("vars", dir);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault("FILE_MISSING", `${dir} directory does not exist`, { hint: error.hint });
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function isWanted({ files_matching: wanted, ignore_files: ignored = [] }: DirArgs, name: string): boolean {
  if (wanted !== undefined && !PythonRegex.of(wanted).test(name)) return false;
  return !ignored.some((pattern) => PythonRegex.of(`${pattern}$`).test(name));
}

const hasKnownEnding = ({ extensions }: DirArgs, name: string): boolean =>
  extensions.includes(extname(name).slice(1));

function checkEnding(args: DirArgs, path: string): void {
  if (hasKnownEnding(args, path)) return;
  const known = args.extensions.join(", ");
  throw new Fault("ARGUMENT_INVALID", `${path} does not have a valid extension: ${known}`);
}
