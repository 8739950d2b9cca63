import { toText } from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";
import type { Machine } from "./machine.js";

export interface GetterOptions {
  /** stands for a part that is not there */
  otherwise?: Result | undefined;
  /** texts count without their case */
  foldCase?: boolean;
}

export type Getter = (value: Result) => Result;

const same: Getter = (value) => value;
const folded: Getter = (value) => (typeof value === "string" ? value.toLowerCase() : value);

/** The dotted attribute of an item that map, sort, selectattr and others take; numbers are indexes. */
export function attributeGetter(
  machine: Machine,
  attribute: Result | undefined,
  options: GetterOptions = {},
): Getter {
  const fold = options.foldCase === true ? folded : same;
  if (attribute === undefined || attribute === null) return fold;
  const parts =
    typeof attribute === "string"
      ? attribute.split(".").map((one): Result => (/^\d+$/.test(one) ? Number(one) : one))
      : [attribute];
  return (value) => {
    let found = value;
    for (const part of parts) {
      found = machine.item(found, part);
      if (found instanceof Undefined && options.otherwise !== undefined && options.otherwise !== null)
        found = options.otherwise;
    }
    return fold(found);
  };
}

/** Several of them, separated by commas: the key of a sort. */
export function attributeGetters(
  machine: Machine,
  attribute: Result | undefined,
  options: GetterOptions = {},
): (value: Result) => Result[] {
  if (typeof attribute !== "string") {
    const only = attributeGetter(machine, attribute, options);
    return (value) => [only(value)];
  }
  const getters = toText(attribute)
    .split(",")
    .map((one) => attributeGetter(machine, one, options));
  return (value) => getters.map((one) => one(value));
}
