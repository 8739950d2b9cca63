import { dictAt, type Inspected, textAt } from "./inspected.js";

/** Where a container is made before it takes its name, and where the old one waits until that has worked. */
export const nextName = (name: string): string => `${name}.tera-next`;
export const previousName = (name: string): string => `${name}.tera-previous`;

/** What of an interrupted replacement is to be undone first, and the container that then has the name. */
export interface Leftover {
  undo: readonly ("drop_next" | "drop_previous" | "drop_current" | "rename_previous")[];
  container: Inspected | undefined;
}

/** One that is started again and again is not running. */
const runs = (container: Inspected | undefined): boolean => {
  const state = dictAt(container, "State");
  return state.Running === true && state.Restarting !== true;
};

const named = (containers: readonly Inspected[], name: string) =>
  containers.find((one) => textAt(one, "Name") === `/${name}`);

/** The old container is dropped only where the new one runs. Pure. */
export function leftoverOf(containers: readonly Inspected[], name: string): Leftover {
  const current = named(containers, name);
  const previous = named(containers, previousName(name));
  const next = named(containers, nextName(name)) ? (["drop_next"] as const) : [];
  if (!previous) return { undo: next, container: current };
  if (runs(current)) return { undo: [...next, "drop_previous"], container: current };
  return {
    undo: [...next, ...(current ? (["drop_current"] as const) : []), "rename_previous"],
    container: { ...previous, Name: `/${name}` },
  };
}
