import { extname } from "node:path";
import { flag, integer, list, localPath, text } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { type Controller, defineModule } from "../model/module.js";
import { PythonRegex } from "../model/python_regex.js";
import { isDict, type PlainDict } from "../model/value.js";

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
    hash_behaviour: text({ about: "replace or merge" }),
  },
  examples: ["vars/{{ ansible_facts.os_family }}.yml", { dir: "vars/all" }],
  returns: { ansible_facts: "the variables", ansible_included_var_files: "the files" },
  here: async (args, controller) => {
    const files =
      args.dir === undefined ? [controller.find("vars", args.file ?? "")] : await filesIn(args, controller);
    const vars: PlainDict = {};
    for (const path of files) {
      const value = controller.readYaml(path);
      if (value === null) continue;
      if (!isDict(value)) throw new Fault("YAML_INVALID", `${path} must be stored as a dictionary/hash`);
      Object.assign(vars, value);
    }
    const facts = args.name === undefined ? vars : { [args.name]: vars };
    return { ansible_facts: facts, ansible_included_var_files: files, changed: false };
  },
});

interface DirArgs {
  dir?: string | undefined;
  depth: number;
  files_matching?: string | undefined;
  ignore_files?: string[] | undefined;
  extensions: string[];
  ignore_unknown_extensions: boolean;
}

async function filesIn(args: DirArgs, controller: Controller): Promise<string[]> {
  const folder = controller.find("vars", args.dir!);
  const entries = await controller.walk(folder);
  const names = entries.filter((entry) => entry.kind !== "directory").map((entry) => entry.path);
  return names
    .filter((name) => args.depth === 0 || name.split("/").length <= args.depth)
    .filter(
      (name) =>
        args.files_matching === undefined ||
        PythonRegex.of(args.files_matching).test(name.split("/").at(-1)!),
    )
    .filter(
      (name) =>
        !(args.ignore_files ?? []).some((pattern) =>
          PythonRegex.of(`${pattern}$`).test(name.split("/").at(-1)!),
        ),
    )
    .filter((name) => {
      const known = args.extensions.includes(extname(name).slice(1));
      if (!known && !args.ignore_unknown_extensions && args.files_matching === undefined)
        throw new Fault(
          "ARGUMENT_INVALID",
          `${folder}/${name} does not have a valid extension: ${args.extensions.join(", ")}`,
        );
      return known;
    })
    .map((name) => `${folder.replace(/\/$/, "")}/${name}`);
}
