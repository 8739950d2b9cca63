import { Fault } from "../../model/errors.js";
import type { Play, PlayKeyword } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import { exportedDefaults, exportedVars } from "../../playbook/role_layers.js";
import { evaluateDeep } from "../../template/render.js";
import type { Run } from "../hosts/engine.js";
import type { PlayVars } from "../hosts/play_vars.js";
import { evaluated } from "./evaluate.js";
import { plainWorld } from "./lookups_world.js";
import { firstOf, roleNames, runMagic } from "./magic.js";
import { type Layer, VariableScope } from "./scope.js";
import { plainVarsFiles } from "./vars_files.js";

/** What a play's own keywords can read before there is a host: extra vars, the play's vars and roles, groups. */
export function plainScope(run: Run, play: Play | undefined, prompted: PlainDict = {}): VariableScope {
  const scopeWith = (files: PlainDict[]) => scopeOf(run, play, { prompted, files });
  return scopeWith(play ? plainVarsFiles(run, play, scopeWith) : []);
}

function scopeOf(
  run: Run,
  play: Play | undefined,
  known: Pick<PlayVars, "prompted" | "files">,
): VariableScope {
  const vars = play?.keywords.vars?.value as PlainDict | undefined;
  const roles = (play?.usedRoles ?? []).filter((use) => use.public).reverse();
  const layers: Layer[] = [
    template(run.extraVars),
    ...roles.flatMap(exportedVars).map(template),
    ...known.files.map(template),
    { vars: known.prompted, kind: "data" },
    ...(vars ? [template(vars)] : []),
    ...roles.flatMap(exportedDefaults).map(template),
  ];
  return new VariableScope({
    layers,
    computed: (name) =>
      firstOf(
        () => runMagic(run, name),
        () => playMagic(play, name),
      ),
    late: () => undefined,
    context: (scope) => ({ scope, ...plainWorld(run, play?.folder ?? process.cwd()) }),
    mergesDicts: run.settings.mergeHashes,
  });
}

const template = (vars: PlainDict): Layer => ({ vars, kind: "template" });

function playMagic(play: Play | undefined, name: string): Value | undefined {
  if (!play) return undefined;
  return name === "playbook_dir" ? play.folder : roleNames(play.usedRoles, name);
}

/** `name`, or the pattern; as written where it cannot be evaluated. */
export function playTitle(scope: VariableScope, play: Play): string {
  try {
    const value = evaluateDeep(play.title, play.at, scope.context);
    return Array.isArray(value) ? value.map(String).join(",") : String(value);
  } catch (error) {
    if (error instanceof Fault) return play.title;
    throw error;
  }
}

/** The value of a play's keyword; undefined where it is not written, or omitted. */
export function playKeyword(scope: VariableScope, play: Play, keyword: PlayKeyword): Value | undefined {
  return evaluated(play.keywords[keyword], scope);
}
