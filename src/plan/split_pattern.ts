/**
 * The parts of a host pattern. A comma separates parts that may hold colons;
 * without one, colons do, but neither within brackets nor in an IPv6 address,
 * nor before the port of a single host.
 */
export function splitPattern(pattern: string): string[] {
  const text = pattern.trim();
  if (text.includes(",")) return text.split(/[,\s]+/).filter(Boolean);
  if (isAddress(text)) return [text];
  return text.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? [];
}

function isAddress(text: string): boolean {
  const isIpv6 = /^[0-9a-fA-F:]*::/.test(text) || /^(?:[0-9a-fA-F]{1,4}:){7}/.test(text);
  return isIpv6 || /^\[[0-9a-fA-F:.]+\](?::\d+)?$/.test(text) || /^(?:[\w.-]|\[[^\]]*\])+:\d+$/.test(text);
}

/** `--limit @failed.retry`: the lines of the file stand in its place. */
export function expandLimit(limit: string, read: (path: string) => string): string {
  return splitLimit(limit)
    .map((part) => (part.startsWith("@") ? linesOf(read(part.slice(1))).join(",") : part))
    .filter(Boolean)
    .join(",");
}

/** A path may hold colons and more: a limit with a file in it is split at commas only. */
function splitLimit(limit: string): string[] {
  return limit.includes("@") ? limit.split(",").map((part) => part.trim()) : [limit];
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
