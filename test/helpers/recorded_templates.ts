import { readFileSync } from "node:fs";
import { Fault } from "../../src/model/errors.js";
import type { PlainDict, Value } from "../../src/model/value.js";
import { Suspend } from "../../src/template/machine/suspend.js";
import { evaluateCondition, evaluateDeep, type TemplateContext } from "../../src/template/render.js";
import { renderText } from "../../src/template/render_text.js";
import { OMIT } from "../../src/template/values/omit.js";
import { repr } from "../../src/template/values/python.js";
import { readYaml } from "../../src/yaml/read.js";
import { contextOf } from "./template.js";

/** What Ansible makes of a template: the repr() of the value, or the message of the failure. */
type Answer = string | { fails: string };

export interface Recorded {
  /** the template, or the condition */
  t: string;
  mode?: "file" | "when";
  trim?: boolean;
  lstrip?: boolean;
  is: Answer;
  /** with jinja2_native, where that differs */
  native?: Answer;
}

export function recordedCases(file: string): Recorded[] {
  return JSON.parse(readFileSync(`test/template/cases/${file}.json`, "utf8")) as Recorded[];
}

const vars = readYaml(readFileSync("test/template/cases/vars.yml", "utf8"), "vars.yml") as PlainDict;

/** A context whose variables are templates themselves, evaluated when they are read. */
export function lazyContext(written: PlainDict, native: boolean): TemplateContext {
  const plain = contextOf(written);
  const context: TemplateContext = {
    ...plain,
    native,
    scope: {
      names: () => Object.keys(written),
      written: (name) => (Object.hasOwn(written, name) ? written[name] : undefined),
      get: (name) => {
        if (name === "omit") return OMIT as unknown as Value;
        return Object.hasOwn(written, name) ? evaluateDeep(written[name]!, undefined, context) : undefined;
      },
    },
  };
  return context;
}

function evaluated({ t, mode, trim, lstrip }: Recorded, context: TemplateContext): Value {
  if (mode === "when") return evaluateCondition(t, undefined, context);
  if (mode === "file")
    return renderText(t, "case.j2", { trimBlocks: trim ?? true, lstripBlocks: lstrip ?? false }, context, {});
  return evaluateDeep(t, undefined, context);
}

/** What we make of it. */
export function answerTo(one: Recorded, native: boolean): { value?: string; fails?: string } {
  try {
    return { value: repr(evaluated(one, lazyContext(vars, native))) };
  } catch (error) {
    if (error instanceof Fault) return { fails: error.message };
    if (error instanceof Suspend) return { fails: "suspended" };
    return { fails: `DEFECT ${(error as Error).stack}` };
  }
}
