import test from "ava";
import { codeOf } from "../../../src/cli/options/exit_codes.js";
import { FAULTS, type FaultCode } from "../../../src/model/errors.js";

/** Codes of faults that do not end a run with 1. */
const CODES: Partial<Record<FaultCode, number>> = {
  USAGE: 2,
  OPTIONS: 5,
  NOBODY_REACHED: 3,
  INTERRUPTED: 130,
  ARGUMENT_INVALID: 4,
  ARGUMENT_MISSING: 4,
  ARGUMENT_UNKNOWN: 4,
  KEYWORD_INVALID: 4,
  KEYWORD_UNKNOWN: 4,
  MODULE_UNKNOWN: 4,
  PLAYBOOK_INVALID: 4,
  UNDEFINED: 4,
  TEMPLATE_SYNTAX: 4,
  YAML_INVALID: 4,
};

for (const fault of Object.keys(FAULTS) as FaultCode[])
  test(`the fault ${fault} ends the program with ${CODES[fault] ?? 1}`, (t) =>
    t.is(codeOf(fault), CODES[fault] ?? 1));

test("what is no fault of ours to name ends the program with 1", (t) => t.is(codeOf(undefined), 1));
