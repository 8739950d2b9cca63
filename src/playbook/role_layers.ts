import type { RoleUse } from "../model/play.js";
import type { PlainDict } from "../model/value.js";

/** A use of a role and those that led to it, the nearest first. */
export function withParents(use: RoleUse | undefined): RoleUse[] {
  return use ? [use, ...[...use.parents].reverse()] : [];
}

/** All roles that come before this one because it wants them, in the order in which they run. */
export function allDependencies(use: RoleUse): RoleUse[] {
  return use.dependencies.flatMap((one) => [...allDependencies(one), one]);
}

/** The variables that a role's own tasks see of roles, the strongest first: its own, its dependencies', its parents'. */
export function roleVars(use: RoleUse | undefined): PlainDict[] {
  if (!use) return [];
  const parents = withParents(use).slice(1);
  return [use.vars, ...exportedVars(use), ...parents.flatMap((parent) => [parent.role.vars, parent.vars])];
}

/** What the other tasks of the play see of a role: without what was given where it is used. */
export function exportedVars(use: RoleUse): PlainDict[] {
  return [use.role.vars, ...[...allDependencies(use)].reverse().map((one) => one.role.vars)];
}

/** Defaults that a role's own tasks see, the strongest first: its own, its parents', its dependencies'. */
export function roleDefaults(use: RoleUse | undefined): PlainDict[] {
  if (!use) return [];
  const dependencies = [...allDependencies(use)].reverse();
  return [...withParents(use), ...dependencies].map((one) => one.role.defaults);
}

/** The same as the other tasks of the play see them. */
export function exportedDefaults(use: RoleUse): PlainDict[] {
  return [use, ...[...allDependencies(use)].reverse()].map((one) => one.role.defaults);
}
