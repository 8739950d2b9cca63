/** Ansible's default palette, and two for the live view. */
const CODES = {
  ok: "0;32",
  changed: "0;33",
  failed: "0;31",
  unreachable: "1;31",
  skipped: "0;36",
  warning: "1;35",
  deprecation: "0;35",
  verbose: "0;34",
  debug: "1;30",
  added: "0;32",
  removed: "0;31",
  place: "0;36",
  strong: "1",
  dim: "2",
} as const;

export type Colour = keyof typeof CODES;

/** Every line is coloured for itself, as Ansible does, so that a pager can cut anywhere. */
export function coloured(text: string, colour: Colour): string {
  return text.replace(/^.*$/gm, (line) => `\u001b[${CODES[colour]}m${line}\u001b[0m`);
}
