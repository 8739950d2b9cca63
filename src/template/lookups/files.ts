import { basename, dirname, join } from "node:path";
import { flag, list, map, raw, text } from "../../model/args.js";
import type { RenderOptions } from "../../model/module.js";
import type { PlainDict } from "../../model/value.js";
import { asked } from "../machine/asked.js";
import { fromText } from "../machine/concat.js";
import type { Machine } from "../machine/machine.js";
import { renderText } from "../render_text.js";
import { pathText } from "../values/checks.js";
import { toText } from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";
import { firstFound } from "./first_found.js";
import { bails, fails, type Lookup, lookup } from "./plugin.js";
import { URL_LOOKUP } from "./url.js";

/** Lookups that read files, the environment, or what programs print. */

const world = (machine: Machine) => machine.frame.context.world;

const file = lookup(
  {
    lstrip: flag({ about: "white space at the beginning goes", default: false }),
    rstrip: flag({ about: "white space at the end goes", default: true }),
  },
  (terms, { lstrip, rstrip }, machine) =>
    terms.map((term) => {
      const name = pathText(term);
      const path = world(machine).find(name, "files");
      if (path === undefined)
        return bails(
          `The 'file' lookup had an issue accessing the file '${name}'. file not found, use -vvvvv to see paths searched (searched: ${world(machine).places(name, "files").join(", ")})`,
        );
      let content = contentOf(path, machine);
      if (lstrip) content = content.trimStart();
      return rstrip ? content.trimEnd() : content;
    }),
);

/** A vaulted file is as good as a plain one. */
function contentOf(path: string, machine: Machine): string {
  const content = world(machine).readText(path);
  return content.startsWith("$ANSIBLE_VAULT;") ? world(machine).decrypt(content) : content;
}

const unvault = lookup({}, (terms, _options, machine) =>
  terms.map((term) => {
    const path = world(machine).find(pathText(term), "files");
    return path === undefined
      ? fails(`Unable to find file matching "${toText(term)}" `)
      : contentOf(path, machine);
  }),
);

/** A name is looked for in every folder; below a folder that is named, only in the first that there is. */
const fileglob = lookup({}, (terms, _options, machine) =>
  terms.flatMap((term) => {
    const name = basename(pathText(term));
    const folder = dirname(toText(term));
    const within = name === term ? undefined : world(machine).find(folder, "files");
    if (name !== term && within === undefined) return [];
    const patterns = within === undefined ? world(machine).places(name, "files") : [join(within, name)];
    for (const pattern of patterns) {
      const found = world(machine)
        .glob(pattern)
        .filter((path) => isFile(path, machine));
      if (found.length > 0) return found;
    }
    return [];
  }),
);

function isFile(path: string, machine: Machine): boolean {
  const found = world(machine).stat(path);
  if (found?.kind !== "link") return found?.kind === "file";
  return world(machine).stat(world(machine).realPath(path))?.kind === "file";
}

const env = lookup(
  { default: raw({ about: "stands for a variable that is not set" }) },
  (terms, options, machine) =>
    terms.map((term) => {
      const name = toText(term).trim().split(/\s+/)[0] ?? "";
      const value = world(machine).environment(name) ?? (options.default as Result | undefined) ?? "";
      if (value instanceof Undefined)
        return machine.frame.defined(
          new Undefined(
            `The "env" lookup, found an undefined variable: ${name}`,
            machine.frame.place(machine.at),
          ),
          machine.at,
        );
      return value;
    }),
);

function printed(name: string, command: string, machine: Machine): string {
  const done = asked(
    machine,
    `the lookup pipe ${command}`,
    () => world(machine).run(command) as never,
  ) as unknown as {
    code: number;
    stdout: string;
  };
  return done.code === 0 ? done.stdout : fails(`lookup_plugin.${name}(${command}) returned ${done.code}`);
}

const lines = lookup({}, (terms, _options, machine) =>
  terms.flatMap((term) => {
    const found = printed("lines", toText(term), machine).split(/\r\n|\n|\r/);
    return found.at(-1) === "" ? found.slice(0, -1) : found;
  }),
);

const pipe = lookup({}, (terms, _options, machine) =>
  terms.map((term) => printed("pipe", toText(term), machine).trimEnd()),
);

const TEMPLATE_OPTIONS = {
  comment_end_string: text({ about: "ends a comment" }),
  comment_start_string: text({ about: "begins a comment" }),
  convert_data: flag({ about: "text that looks like a list or dict becomes one", default: true }),
  jinja2_native: flag({ about: "types are kept, where the run keeps them", default: false }),
  lstrip_blocks: flag({ about: "blanks before blocks go", default: false }),
  template_vars: map({ about: "more variables, for this template only", default: {} }),
  trim_blocks: flag({ about: "the line break after a block goes", default: true }),
  variable_end_string: text({ about: "ends a variable" }),
  variable_start_string: text({ about: "begins a variable" }),
};

const template = lookup(TEMPLATE_OPTIONS, (terms, options, machine) =>
  terms.map((term) => {
    const { context } = machine.frame;
    const name = pathText(term);
    const path = context.world.find(name, "templates");
    if (path === undefined)
      return fails(
        `the template file ${name} could not be found for the lookup (searched: ${context.world.places(name, "templates").join(", ")})`,
      );
    const style: RenderOptions = {
      trimBlocks: options.trim_blocks,
      lstripBlocks: options.lstrip_blocks,
      variableStart: options.variable_start_string,
      variableEnd: options.variable_end_string,
      commentStart: options.comment_start_string,
      commentEnd: options.comment_end_string,
    };
    const vars: PlainDict = {
      ...context.world.templateVariables({ written: name, path }),
      ...options.template_vars,
    };
    const source = contentOf(path, machine);
    const result = renderText(source, path, style, context, vars);
    const isTemplate = source.includes(style.variableStart ?? "{{") || /\{[%#]/.test(source);
    // where types are kept, but not of this template, its text is meant as text
    const converts = options.convert_data && (!context.native || options.jinja2_native);
    return converts && isTemplate ? fromText(result) : result;
  }),
);

const FIRST_FOUND_OPTIONS = {
  files: list(raw({ about: "a file name" }), { about: "the names to look for", default: [] }),
  paths: list(raw({ about: "a folder" }), { about: "the folders to look in", default: [] }),
  skip: flag({ about: "no error where none is found", default: false }),
};

export const FILE_LOOKUPS: Readonly<Record<string, Lookup>> = {
  env,
  file,
  fileglob,
  first_found: lookup(FIRST_FOUND_OPTIONS, firstFound),
  lines,
  pipe,
  template,
  unvault,
  url: URL_LOOKUP,
};
