import { step } from "../../model/patience.js";
import type { Frame } from "../machine/machine.js";
import type { Parameter, Statement } from "../syntax/nodes.js";
import { Callable, type Kwargs, type Result, Tuple, Undefined } from "../values/values.js";
import type { Evaluate } from "./expression.js";

/** A macro as it stands in a template, its body and defaults compiled. */
export interface Macro {
  name: string;
  parameters: readonly Parameter[];
  defaults: readonly (Evaluate | undefined)[];
  statements: readonly Statement[];
  body(frame: Frame): Result;
}

/** Calls within calls; Python's own limit lets Jinja go about as deep. */
const MAX_DEPTH = 200;
let depth = 0;

/** The function that a macro is, in the frame where it stands. */
export function macroIn(frame: Frame, macro: Macro): Callable {
  const takes = {
    caller: reads(macro.statements, "caller"),
    varargs: reads(macro.statements, "varargs"),
    kwargs: reads(macro.statements, "kwargs"),
  };
  const call = (args: Result[], kwargs: Kwargs): Result => {
    const inner = frame.child();
    const left = bound(inner, macro, { args, kwargs });
    if (takes.caller) {
      inner.set("caller", left.caller ?? new Undefined("No caller defined", undefined));
      delete left.caller;
    }
    refuse(macro, takes, { args, kwargs: left });
    inner.set("varargs", Tuple.make(args.slice(macro.parameters.length)));
    inner.set("kwargs", left as never);
    return deeper(() => macro.body(inner));
  };
  return new Callable(macro.name, call, {
    name: macro.name,
    arguments: Tuple.make(macro.parameters.map(({ name }) => name)),
    catch_kwargs: takes.kwargs,
    catch_varargs: takes.varargs,
    caller: takes.caller,
  });
}

interface Given {
  args: Result[];
  kwargs: Kwargs;
}

/** Sets the parameters; returns the named arguments that are left. */
function bound(inner: Frame, { parameters, defaults }: Macro, { args, kwargs }: Given): Kwargs {
  const left: Kwargs = { ...kwargs };
  parameters.forEach(({ name }, index) => {
    const given = index < args.length ? args[index] : left[name];
    if (index >= args.length) delete left[name];
    const missing = () => new Undefined(`parameter '${name}' was not provided`, undefined);
    const value = given !== undefined ? given : defaults[index]?.(inner);
    inner.set(name, value !== undefined ? value : missing());
  });
  return left;
}

function refuse(
  { name, parameters }: Macro,
  takes: { varargs: boolean; kwargs: boolean },
  { args, kwargs }: Given,
): void {
  const [more] = Object.keys(kwargs);
  if (more !== undefined && !takes.kwargs)
    throw new TypeError(`macro '${name}' takes no keyword argument '${more}'`);
  if (args.length > parameters.length && !takes.varargs)
    throw new TypeError(`macro '${name}' takes not more than ${parameters.length} argument(s)`);
}

function deeper<T>(work: () => T): T {
  step();
  if (depth >= MAX_DEPTH)
    throw new TypeError("maximum recursion depth exceeded: a macro calls itself without end");
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
  }
}

/** Is the name read anywhere within? */
function reads(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((one) => reads(one, name));
  if (typeof node !== "object" || node === null) return false;
  const { kind, name: own } = node as { kind?: unknown; name?: unknown };
  if (kind === "name" && own === name) return true;
  return Object.values(node).some((one) => reads(one, name));
}
