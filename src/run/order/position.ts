/**
 * Where a host stands in a play: a path of indexes through sections, blocks,
 * includes and loops, as a string that sorts in the order of execution.
 * `child(p, i)` lies after `p` and before whatever follows `p`.
 */
export type Position = string;

export const START: Position = "";
/** after everything */
export const END: Position = "\uffff";

export function child(position: Position, index: number): Position {
  return position + String.fromCharCode(index + 1);
}
