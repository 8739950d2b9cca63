import type { Controller, Module } from "../../model/module.js";
import type { Answer, Difference, ResultValues } from "../../model/result.js";

/** The result values of a module from the host's answer. */
export async function valuesFrom(
  module: Module,
  args: Record<string, unknown>,
  answer: Answer,
  controller: Controller,
): Promise<ResultValues> {
  if (answer.timedOut) return timedOut(module, answer);
  // what a failed task changed before is not told, as in Ansible
  const changed = answer.changed && answer.failure === undefined;
  const values: ResultValues = { changed, ...baseValues(answer, controller) };
  const failed = values.failed === true;
  withoutEffects(answer.said);
  const own = module.result ? await module.result(answer, args as never, controller) : answer.said;
  for (const [name, value] of Object.entries(own))
    if (value === undefined) delete values[name];
    else values[name] = value;
  if (failed && own.failed === undefined) values.failed = true;
  // a difference is shown only where it was asked for; what a module returns of it can be read anyway
  if (!controller.diff && values.diff !== undefined) values._ansible_diff = false;
  return values;
}

/** What changes the run is made here, by the modules that are for it: a host that forges an answer cannot say it. */
function withoutEffects(said: Record<string, unknown>): void {
  for (const name of Object.keys(said))
    if (/^_ansible_|^(ansible_facts|ansible_stats|add_host|add_group)$/.test(name)) delete said[name];
}

/** Whatever the task had said until then: it was stopped in the middle. */
function timedOut({ name }: Module, { timedOut: period }: Answer): ResultValues {
  const msg = `The ${name} action failed to execute in the expected time frame (${period}) and was terminated`;
  return { changed: false, failed: true, msg, timedout: { period } };
}

function baseValues(answer: Answer, controller: Controller): ResultValues {
  const values: ResultValues = {};
  if (answer.warnings.length > 0) values.warnings = answer.warnings;
  if (answer.diffs.length > 0 && controller.diff) values.diff = diffOf(answer.diffs);
  if (answer.skipped !== undefined) return { ...values, skipped: true, msg: answer.skipped };
  if (answer.failure !== undefined) return { ...values, failed: true, msg: answer.failure };
  if (answer.code !== 0) {
    const { long } = answer;
    const output = [long?.stderr?.ends ?? answer.stderr, long?.stdout?.ends ?? answer.stdout]
      .map((bytes) => bytes.toString().trim())
      .filter(Boolean);
    return {
      ...values,
      failed: true,
      rc: answer.code,
      msg: output.join("\n") || `ended with status ${answer.code}`,
    };
  }
  return values;
}

/** Ansible's shape: mappings of what was and will be, or whole texts. */
function diffOf(diffs: readonly Difference[]): unknown {
  const contents = diffs
    .filter((diff) => diff.kind === "content")
    .map(({ name, before, after }) => ({ before, after, before_header: name, after_header: name }));
  const states = diffs.filter((diff) => diff.kind === "value");
  if (states.length === 0) return contents.length === 1 ? contents[0] : contents;
  const state = {
    before: Object.fromEntries(states.map((diff) => [diff.name, diff.before])),
    after: Object.fromEntries(states.map((diff) => [diff.name, diff.after])),
  };
  return contents.length === 0 ? state : [...contents, state];
}
