import type { Play } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import { descendantHosts } from "../../plan/groups.js";
import { OMIT } from "../../template/omit.js";
import type { Run } from "../hosts/engine.js";
import { plainWorld } from "./lookups_world.js";
import { VariableScope } from "./scope.js";

/** What a play's own keywords can read before there is a host: extra vars, play vars, groups. */
export function plainScope(run: Run, play: Play | undefined): VariableScope {
  const vars = play?.keywords.vars?.value as PlainDict | undefined;
  return new VariableScope(
    [{ vars: run.extraVars, kind: "template" }, ...(vars ? [{ vars, kind: "template" as const }] : [])],
    (name) => magic(run, name),
    () => undefined,
    (scope) => ({ scope, ...plainWorld(run, play?.folder ?? process.cwd()) }),
  );
}

function magic(run: Run, name: string): Value | undefined {
  const { inventory, settings } = run;
  if (name === "groups")
    return Object.fromEntries(
      [...inventory.groups.keys()].map((group) => [group, descendantHosts(inventory, group)]),
    );
  if (name === "omit") return OMIT as unknown as Value;
  if (name === "ansible_check_mode") return settings.check;
  if (name === "ansible_limit") return settings.limit;
  return undefined;
}
