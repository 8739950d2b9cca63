/** What the host said, by name, as text. */
export type Said = Record<string, string>;
export type Facts = Record<string, unknown>;

export const lines = (text: string | undefined): string[] =>
  (text ?? "").split("\n").filter((line) => line !== "");
