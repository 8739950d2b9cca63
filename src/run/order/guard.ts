/** What is known of a step that has begun on a host and is not concluded: what later steps must mind. */
export interface OpenStep {
  /** as people know it, for reasons */
  title: string;
  /** the session that its request is in; undefined where nothing of it is on its way to a host */
  session?: string | undefined;
  /**
   * Why only the controller can tell whether it failed. Undefined: it cannot
   * fail, or its session stops itself when it does.
   */
  decidedHere?: string | undefined;
  /** paths that it may write on the controller (whatever lies below them too); undefined: none */
  writes?: Writes | undefined;
}

/** Paths, or any file at all. */
export type Writes = readonly string[] | "anywhere";

/**
 * The one rule of sending ahead: a step may leave for a host only if every
 * earlier step of that host is concluded, or is on its way in a session that
 * stops itself at that step's failure. `session`: where the step wants to go;
 * undefined for what it does on the controller. The first earlier step that
 * holds it back, with the reason; undefined where it may go.
 */
export function heldBack<S extends OpenStep>(
  earlier: readonly S[],
  session: string | undefined,
): { by: S; why: string } | undefined {
  for (const step of earlier) {
    const why = reason(step, session);
    if (why !== undefined) return { by: step, why };
  }
  return undefined;
}

function reason({ title, session: its, decidedHere }: OpenStep, session: string | undefined) {
  if (decidedHere !== undefined) return `for "${title}", since ${decidedHere}`;
  if (its === undefined || its === session) return undefined;
  return session === undefined
    ? `for "${title}", since it acts here and that one is still on its way to the host`
    : `for "${title}", since that one is in another session, which cannot stop this one`;
}

/** May a step with these writes change what is read at `path`? Both absolute. */
export function mayWrite(writes: Writes | undefined, path: string): boolean {
  if (writes === undefined) return false;
  if (writes === "anywhere") return true;
  return writes.some((one) => isBelow(path, one) || isBelow(one, path));
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
