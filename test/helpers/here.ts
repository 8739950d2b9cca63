import { type Args, convertArgs, type Fields } from "../../src/model/args.js";
import type { Controller, Module } from "../../src/model/module.js";
import type { ResultValues } from "../../src/model/result.js";
import type { PlainDict } from "../../src/model/value.js";

/** Runs a module of the controller, as a task would; waiting takes no time. Faults are thrown. */
export async function appliedHere<F extends Fields>(
  module: Module<F>,
  given: PlainDict,
  { check = false } = {},
): Promise<ResultValues> {
  const { args, problems } = convertArgs(module.args, given);
  const wrong = [
    ...problems.map((one) => `${one.name} ${one.problem}`),
    ...(module.validate?.(args as Partial<Args<F>>) ?? []),
  ];
  if (wrong.length > 0) throw new Error(wrong.join(", "));
  const controller = { check, diff: true, host: "here", hide: () => {}, sleep: async () => {} };
  return module.here!(args as Args<F>, controller as unknown as Controller);
}
