import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import { suggest } from "../../model/nearest.js";
import { noteData } from "../../model/origin.js";
import type { Place } from "../../model/source.js";
import type { Value } from "../../model/value.js";
import { CONTEXT_CALLS, guarded, machineFor, unknownName } from "../compile/expression.js";
import { asked } from "../machine/asked.js";
import { Frame, type Machine, type TemplateContext, UNSAFE_CONDITION } from "../machine/machine.js";
import { shortName } from "../registry.js";
import { INCLUDED_SYNTAX } from "../syntax/lex.js";
import { iterate } from "../values/methods.js";
import { isMapping, isTrue, toText } from "../values/python.js";
import { type Kwargs, type Result, Undefined } from "../values/values.js";
import { CSVFILE_LOOKUP } from "./csvfile.js";
import { FILE_LOOKUPS } from "./files.js";
import { INI_LOOKUP } from "./ini.js";
import { flatOnce, LIST_LOOKUPS, refuseLoop } from "./lists.js";
import { PASSWORD_LOOKUP } from "./password.js";
import { isPassedOn, type Lookup, LookupFailure, OptionRefusal, unexpected } from "./plugin.js";
import { VARS_LOOKUPS } from "./vars.js";

const LOOKUPS: Readonly<Record<string, Lookup>> = {
  ...LIST_LOOKUPS,
  ...FILE_LOOKUPS,
  ...VARS_LOOKUPS,
  csvfile: CSVFILE_LOOKUP,
  ini: INI_LOOKUP,
  password: PASSWORD_LOOKUP,
};

/** A lookup that is handed in: asked once for each question of a context. */
function external(name: string, machine: Machine): Lookup | undefined {
  const found = machine.frame.context.world.lookup(name);
  if (!found) return undefined;
  return {
    options: {},
    run: (terms, kwargs) => {
      const values = flatOnce(terms) as Value[];
      const options = kwargs as Record<string, Value>;
      const key = `the lookup ${name} ${writeJson([values, options])}`;
      return asked(machine, key, () => found(values, options) as never) as unknown as Result[];
    },
  };
}

interface Question {
  name: string;
  terms: Result[];
  kwargs: Kwargs;
}

function answerTo({ name, terms, kwargs }: Question, machine: Machine): Result[] {
  // what files, programs and servers say is no more ours than what hosts say
  noteData();
  const short = shortName(name);
  const found = Object.hasOwn(LOOKUPS, short) ? LOOKUPS[short] : external(name, machine);
  if (!found) {
    const known = [...Object.keys(LOOKUPS), ...machine.frame.context.world.lookupNames()];
    throw unknownName("lookup", name, machine.frame.place(machine.at), suggest(name, known));
  }
  for (const term of terms) machine.frame.defined(term, machine.at);
  try {
    return found.run(terms, kwargs, machine);
  } catch (error) {
    throw error instanceof OptionRefusal ? error.for(short) : error;
  }
}

interface Failure {
  message: string;
  /** options that are wrong are never ignored */
  canBeIgnored: boolean;
  at: Place | undefined;
}

/** How Ansible tells the end of a lookup; what is not its business goes on. */
function failureOf(error: unknown, name: string): Failure {
  if (isPassedOn(error)) throw error;
  if (error instanceof LookupFailure) {
    const { kind, message } = error;
    const isPlain = kind !== "AnsibleError";
    return {
      message: isPlain ? message : unexpected(name, error.className, message),
      canBeIgnored: kind !== "AnsibleOptionsError",
      at: undefined,
    };
  }
  if (error instanceof Fault && error.code === "TEMPLATE_FAILED")
    return {
      message: unexpected(name, "ansible.errors.AnsibleError", error.message),
      canBeIgnored: true,
      at: error.at,
    };
  if (error instanceof TypeError)
    return { message: unexpected(name, "TypeError", error.message), canBeIgnored: true, at: undefined };
  throw error;
}

/** Texts are joined, a single other value stands alone. */
function joined(found: Result[]): Result {
  if (found.length === 0) return found;
  if (found.every((one) => typeof one === "string")) return found.join(",");
  return found.length === 1 ? found[0]! : found;
}

function call(isQuery: boolean) {
  return (machine: Machine, args: Result[], kwargs: Kwargs): Result => {
    if (machine.frame.context.isData) return machine.fail(UNSAFE_CONDITION);
    const { wantlist, errors = "strict", ...rest } = kwargs;
    const wantsList = wantlist === undefined ? isQuery : isTrue(wantlist);
    const name = toText(args[0] ?? "");
    try {
      const found = answerTo({ name, terms: args.slice(1), kwargs: rest }, machine);
      return wantsList ? found : joined(found);
    } catch (error) {
      const { message, canBeIgnored, at } = failureOf(error, name);
      if (!canBeIgnored || (errors !== "warn" && errors !== "ignore"))
        throw new Fault("TEMPLATE_FAILED", message, {
          at: at ?? machine.frame.place(machine.at),
          cause: error,
        });
      if (errors === "warn")
        machine.frame.context.world.warn(`Lookup failed but the error is being ignored: ${message}`);
      return wantsList ? [] : null;
    }
  };
}

CONTEXT_CALLS.lookup = call(false);
CONTEXT_CALLS.query = call(true);
CONTEXT_CALLS.q = call(true);

/** `with_NAME: terms` of a task. */
export interface LoopLookup {
  name: string;
  terms: Value;
  at: Place;
  /** the task's action: it says in which folder first_found looks */
  action: string;
}

function folderOf(action: string): string {
  return ["template", "var"].find((one) => action.includes(one))?.concat("s") ?? "files";
}

/** A text or number is a list of one; lists and dicts are what they are. */
function loopTerms(name: string, terms: Result): Result[] {
  refuseLoop(name, terms);
  if (Array.isArray(terms)) return terms as Result[];
  if (!isMapping(terms)) return [terms];
  return name === "items" ? iterate(terms) : [terms];
}

/** The items of a loop. May suspend. Faults: TEMPLATE_* with the place of the loop. */
export function runLookup({ name, terms, at, action }: LoopLookup, context: TemplateContext): Value[] {
  const frame = new Frame(context, { text: "", at, mode: "text", syntax: INCLUDED_SYNTAX });
  const machine: Machine = { ...machineFor(frame, 0), actionFolder: folderOf(action) };
  try {
    const found = guarded(frame, 0, () =>
      answerTo({ name, terms: loopTerms(shortName(name), terms as Result), kwargs: {} }, machine),
    );
    return found.map((one) => (one instanceof Undefined ? null : one)) as Value[];
  } catch (error) {
    if (error instanceof LookupFailure) return frame.fail(error.message, 0);
    throw error;
  }
}

export function lookupNames(): string[] {
  return Object.keys(LOOKUPS);
}

export function lookupExists(name: string): boolean {
  return Object.hasOwn(LOOKUPS, shortName(name));
}
