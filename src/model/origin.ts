/**
 * Where a text comes from, asked only while somebody wants to know: `debug` with `var: "{{ … }}"` takes what it is given
 * for an expression, but not what a host has said.
 */
let noted: { isData: boolean } | undefined;

/** A value that is no template of ours was read: what a host has said, what was registered, `!unsafe`. */
export function noteData(): void {
  if (noted) noted.isData = true;
}

/** Does anybody ask? */
export const isAsked = (): boolean => noted !== undefined;

/** Whether the evaluation reads anything that a host may have said. */
export function readsData(evaluate: () => unknown): boolean {
  const before = noted;
  const own = { isData: false };
  noted = own;
  try {
    evaluate();
  } finally {
    noted = before;
  }
  return own.isData;
}
