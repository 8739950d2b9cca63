import { type ArgProblem, convertArgs, fieldNames } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import { type Module, wrongTogether } from "../../model/module.js";
import { suggest } from "../../model/nearest.js";
import type { Located, Play, Task } from "../../model/play.js";
import { inheritPlaces, keyPlaceOf, placeOf } from "../../model/source.js";
import { dictEntries, isDict, isUnsafe, type PlainDict, type Value } from "../../model/value.js";
import { moduleGroupsOf } from "../../playbook/module_groups.js";
import { evaluateDeep, evaluateTemplate, isTemplate } from "../../template/render.js";
import { isOmitted, stripOmitted } from "../../template/values/omit.js";
import { asDict, evaluated } from "../vars/evaluate.js";
import { collected } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { invalidText, unknownText } from "./argument_texts.js";

/** The task's arguments as written: `args: "{{ … }}"`, module_defaults and free text put together, all evaluated. */
export function evaluateArguments(task: Task, module: Module, play: Play, scope: VariableScope): PlainDict {
  const given: PlainDict = { ...defaultsFor(task, module, play, scope) };
  if (task.argsTemplate) Object.assign(given, templateArguments(task.argsTemplate, module, scope));
  for (const name of Object.keys(task.args)) {
    const key = isTemplate(name)
      ? String(evaluateTemplate(name, keyPlaceOf(task.args, name), scope.context))
      : name;
    given[key] = evaluateArgument(task, module, name, scope);
  }
  if (task.freeForm && module.freeForm)
    given[module.freeForm] = evaluateDeep(task.freeForm.value, task.freeForm.at, scope.context);
  for (const [name, value] of Object.entries(given)) if (isOmitted(value)) delete given[name];
  return inheritPlaces(given, task.args);
}

/** `args: "{{ variable }}"`: the variable must hold a mapping. */
function templateArguments({ value, at }: Located<string>, module: Module, scope: VariableScope): PlainDict {
  const found = evaluateTemplate(value, at, scope.context);
  if (isDict(found)) return asDict(found);
  throw new Fault(
    "ARGUMENT_INVALID",
    `invalid or malformed argument: '${typeof found === "string" ? found : writeJson(found)}'`,
    { at, hint: `${module.name} takes a mapping of options here` },
  );
}

/** Some arguments are expressions or are evaluated later by the module itself. */
function evaluateArgument(task: Task, module: Module, name: string, scope: VariableScope): Value {
  const written = task.args[name]!;
  if (module.unevaluated?.includes(name) || isUnsafe(task.args, name)) return written;
  return stripOmitted(evaluateDeep(written, placeOf(task.args, name), scope.context)) as Value;
}

/** Of a module's defaults, and of a group's, the innermost stand for all that are further out; the module's win. */
function defaultsFor(task: Task, module: Module, play: Play, scope: VariableScope): PlainDict {
  const groups = new Map<string, PlainDict>();
  let own: PlainDict = {};
  for (const located of collected(task, play, "module_defaults"))
    for (const entry of [located.value].flat() as Value[])
      for (const [name, defaults] of defaultsIn(entry, module, located, scope))
        if (name.startsWith("group/")) groups.set(name, defaults);
        else own = defaults;
  return Object.assign({}, ...groups.values(), own);
}

function defaultsIn(
  entry: Value,
  module: Module,
  located: { at: never } | object,
  scope: VariableScope,
): [string, PlainDict][] {
  // what a template gave is a value already: a text in it may be a host's
  const isWritten = isDict(entry);
  const known = isWritten ? entry : asDict(evaluated(located as never, scope));
  return dictEntries(known)
    .filter(([name]) => namesModule(String(name), module))
    .map(([name, defaults]) => [
      String(name),
      asDict(isWritten ? evaluateDeep(defaults, undefined, scope.context) : defaults),
    ]);
}

/** By its name, or `group/docker` and `group/community.docker.docker`. */
function namesModule(name: string, module: Module): boolean {
  const { collection = "ansible.builtin" } = module;
  if (name.startsWith("group/")) return moduleGroupsOf(collection).includes(name.slice("group/".length));
  const names = [module.name, ...(module.aliases ?? [])];
  return names.some(
    (one) => one === name || `${collection}.${one}` === name || `ansible.legacy.${one}` === name,
  );
}

/** Typed arguments, or one Fault that names every problem. */
export function typedArguments(module: Module, given: PlainDict, task: Task): Record<string, unknown> {
  const { args, problems } = convertArgs(module.args, given, "as modules take them");
  const wrong = module.open ? problems.filter((problem) => problem.kind !== "unknown") : problems;
  const first = wrong[0];
  if (first) throw argumentFault(module, task, { given, problems: wrong });
  const more = wrongTogether(module, args, given);
  if (more.length > 0)
    throw new Fault("ARGUMENT_INVALID", more.join("; "), { at: task.at, result: module.refusal });
  if (!module.open) return args;
  const names = fieldNames(module.args);
  return { ...Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name))), ...args };
}

/** The fault for problems with arguments, of which the first says the kind. */
function argumentFault(
  module: Module,
  task: Task,
  { given, problems: all }: { given: PlainDict; problems: readonly ArgProblem[] },
): Fault {
  const problem = all[0]!;
  const known = [...fieldNames(module.args).keys()];
  const at = keyPlaceOf(task.args, problem.name) ?? task.at;
  switch (problem.kind) {
    case "unknown":
      return new Fault("ARGUMENT_UNKNOWN", unknownText(module, all), {
        at,
        hint: suggest(problem.name, known),
      });
    case "missing":
      return new Fault(
        "ARGUMENT_MISSING",
        `missing required arguments: ${all
          .filter((one) => one.kind === "missing")
          .map((one) => one.name)
          .join(", ")}`,
        { at: task.at, hint: module.args[problem.name]?.about },
      );
    case "invalid":
      return new Fault("ARGUMENT_INVALID", invalidText(module, problem, given), {
        at: placeOf(task.args, problem.name) ?? task.at,
      });
    default:
      return problem.kind satisfies never;
  }
}
