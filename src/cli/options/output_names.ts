/** Every view of a run; `auto` is the one that fits. */
export const OUTPUTS = ["auto", "listr2", "tree", "default", "minimal", "oneline", "jsonl"] as const;

export type OutputName = (typeof OUTPUTS)[number];
