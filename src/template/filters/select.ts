import { attributeGetter } from "../machine/attributes.js";
import type { Filter, Machine } from "../machine/machine.js";
import { iterate } from "../values/methods.js";
import { isTrue, toText } from "../values/python.js";
import type { Kwargs, Result } from "../values/values.js";

/** map, select, reject, selectattr and rejectattr: what they do is named by their first arguments. */

/** Nothing at all is as good as an empty list. */
function itemsOf(value: Result): Result[] {
  return isTrue(value) ? iterate(value) : [];
}

const map: Filter = (value, args, kwargs, machine) => {
  const items = itemsOf(value);
  if (items.length === 0) return [];
  const [name, ...rest] = args;
  if (name === undefined && kwargs.attribute !== undefined) {
    const { attribute, default: otherwise, ...others } = kwargs;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) return machine.fail(`Unexpected keyword argument '${unknown}'`);
    return items.map(attributeGetter(machine, attribute, { otherwise }));
  }
  if (name === undefined) return machine.fail("map requires a filter argument");
  return items.map((one) => machine.filter(toText(name), one, rest, kwargs));
};

interface Chosen {
  args: Result[];
  kwargs: Kwargs;
  machine: Machine;
}

/** The test that is named, or the item's own truth. */
function condition({ args, kwargs, machine }: Chosen): (value: Result) => boolean {
  const [name, ...rest] = args;
  if (name === undefined) return (value) => isTrue(machine.frame.defined(value, machine.at));
  return (value) => machine.test(toText(name), value, rest, kwargs);
}

function selector(wanted: boolean): Filter {
  return (value, args, kwargs, machine) => {
    const holds = condition({ args, kwargs, machine });
    return itemsOf(value).filter((one) => holds(one) === wanted);
  };
}

function attributeSelector(wanted: boolean): Filter {
  return (value, args, kwargs, machine) => {
    const items = itemsOf(value);
    const [attribute, ...rest] = args;
    if (items.length === 0) return [];
    if (attribute === undefined) return machine.fail("Missing parameter for attribute name");
    const pick = attributeGetter(machine, attribute);
    const holds = condition({ args: rest, kwargs, machine });
    return items.filter((one) => holds(pick(one)) === wanted);
  };
}

export const SELECT_FILTERS: Readonly<Record<string, Filter>> = {
  map,
  reject: selector(false),
  rejectattr: attributeSelector(false),
  select: selector(true),
  selectattr: attributeSelector(true),
};
