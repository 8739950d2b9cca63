import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import {
  environmentsOf,
  hasLocalState,
  isShared,
  type Root,
  remoteBackend,
  rootAt,
  rootFor,
  SHARED,
} from "../../terraform/root.js";
import { inventoryNames } from "../inventory/names.js";
import type { Input } from "../options/option.js";
import { splitList } from "../options/setting_kinds.js";

const FOLDER = "terraform";
/** What is made where nothing else is asked for, in this order. */
const USUAL = ["ecr", "deploy"];

/** A root, and where its state is kept. */
export interface ChosenRoot extends Root {
  isLocal: boolean;
}

/** The roots that a command is about, in the order in which they are made: first what is shared. Fault: USAGE. */
export function chosenRoots({ values }: Pick<Input, "values">, environment: string): ChosenRoot[] {
  const known = rootNames();
  const listed = (name: string) => ((values[name] as string[] | undefined) ?? []).flatMap(splitList);
  const only = listed("roots");
  const names = [
    ...new Set([...(only.length > 0 ? only : usualRoots(known, environment)), ...listed("with")]),
  ];
  if (names.length === 0 && environment !== SHARED)
    throw new Fault("USAGE", `there is neither ${FOLDER}/${USUAL.join(` nor ${FOLDER}/`)} here`, {
      hint: "go to the folder of the project, or name roots: --roots NAME,NAME",
    });
  checkEnvironment(environment, known);
  const chosen = names.map((name) => {
    if (!known.includes(name))
      throw new Fault("USAGE", `there is no ${FOLDER}/${name}`, {
        hint: suggest(name, known) ?? `there are: ${known.join(", ")}`,
      });
    const root = rootFor(join(FOLDER, name), environment, `${FOLDER}/${name}`);
    checkVariables(root);
    return { ...root, isLocal: keepsLocalState(root, values.localState === true, environment) };
  });
  return [...chosen.filter(isShared), ...chosen.filter((root) => !isShared(root))];
}

function usualRoots(known: readonly string[], environment: string): string[] {
  if (environment !== SHARED) return USUAL.filter((name) => known.includes(name));
  return known.filter((name) => environmentsOf(join(FOLDER, name)).includes(SHARED));
}

function rootNames(): string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && holdsHcl(join(FOLDER, entry.name)))
    .map((entry) => entry.name)
    .sort();
}

function holdsHcl(folder: string): boolean {
  return readdirSync(folder).some((name) => name.endsWith(".tf"));
}

/** A mistyped environment must not become a second set of machines. */
function checkEnvironment(environment: string, roots: readonly string[]): void {
  const known = new Set(roots.flatMap((name) => environmentsOf(join(FOLDER, name))));
  if (known.has(environment)) return;
  const isInventory = inventoryNames().includes(environment);
  throw new Fault(
    "USAGE",
    isInventory
      ? `Terraform makes nothing for \`${environment}\`: no root has env/${environment}.tfvars`
      : `there is no environment \`${environment}\``,
    {
      hint:
        suggest(environment, known) ??
        `there are: ${[...known].join(", ") || `none (${FOLDER}/ROOT/env/ENV.tfvars)`}`,
    },
  );
}

function checkVariables({ name, variables, environment }: Root): void {
  if (existsSync(variables)) return;
  if (environment === SHARED)
    throw new Fault("USAGE", `${name} is not shared: it has no env/${SHARED}.tfvars`, {
      hint: "leave it out with --roots, or name an environment",
    });
  throw new Fault("USAGE", `${name} has no env/${environment}.tfvars`, {
    hint: "write it (it may be empty), or leave the root out with --roots",
  });
}

/** A state is never moved by accident: where an environment has one, it stays. So does that of what is shared. */
function keepsLocalState(root: Root, wanted: boolean, environment: string): boolean {
  if (hasLocalState(root)) return true;
  const backend = remoteBackend(root);
  if (backend === undefined) return wanted || root.backend === undefined;
  if (!wanted || root.environment !== environment) return false;
  throw new Fault("USAGE", `the state of ${root.name} for ${root.environment} is in ${backend} already`, {
    hint: "leave --local-state out",
  });
}

/** Roots that hold something for the environment, as far as this machine knows, and are not among the chosen. */
export function forgottenRoots(chosen: readonly Root[], environment: string): string[] {
  const others = rootNames()
    .map((name) => rootAt(join(FOLDER, name), environment, name))
    .filter(({ folder }) => !chosen.some((one) => one.folder === folder));
  return others.filter(mayHold).map(({ name }) => name);
}

/** The roots of environments that use what is shared in `shared`, and may hold something. */
export function usersOf(shared: readonly Root[]): ChosenRoot[] {
  const uses = (environment: string): boolean =>
    shared.some(({ folder }) => rootFor(folder, environment).environment === SHARED);
  return rootNames()
    .flatMap((name) => {
      const folder = join(FOLDER, name);
      const own = environmentsOf(folder).filter((environment) => environment !== SHARED);
      return own.filter(uses).map((environment) => rootAt(folder, environment, `${FOLDER}/${name}`));
    })
    .filter(mayHold)
    .map((root) => ({ ...root, isLocal: hasLocalState(root) }));
}

/** As far as this machine knows: what is in a backend may be gone. */
function mayHold(root: Root): boolean {
  return hasLocalState(root) || remoteBackend(root) !== undefined;
}
