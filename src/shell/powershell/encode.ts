/** A script as `-EncodedCommand` takes it: whatever is in it, cmd.exe sees letters and digits only. */
export const encodedCommand = (script: string): string => Buffer.from(script, "utf16le").toString("base64");

/** PowerShell without the lines and spaces that are for readers. Our scripts have no here-strings. */
export function compactPs1(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n");
}
