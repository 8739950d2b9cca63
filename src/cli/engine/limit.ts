import { readFileSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import type { Inventory } from "../../model/host.js";
import { selectHosts } from "../../plan/patterns.js";
import { expandLimit } from "../../plan/split_pattern.js";

/**
 * The limit with the files it names (`@site.retry`) read; `failed` gives the hosts for `@failed`, or undefined where
 * that is a file. Throws FILE_MISSING.
 */
export function readLimit(
  limit: string | undefined,
  failed: () => string | undefined = () => undefined,
): string | undefined {
  if (limit === undefined) return undefined;
  return expandLimit(limit, (path) => (path === "failed" ? failed() : undefined) ?? readLines(path));
}

/** Throws PATTERN_INVALID where a limit leaves no host: a typing mistake must not look like a run that went well. */
export function checkLimit(limit: string | undefined, inventory: Inventory): void {
  if (limit === undefined || inventory.hosts.size === 0) return;
  const { hosts, unmatched } = selectHosts("all", inventory, limit);
  if (hosts.length > 0) return;
  const near = unmatched.find((one) => one.near !== undefined)?.near;
  throw new Fault("PATTERN_INVALID", `--limit ${limit} leaves no host of the inventory`, {
    hint: near ? `did you mean \`${near}\`?` : "`--list-hosts` without --limit prints the hosts there are",
  });
}

function readLines(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR")
      throw new Fault("FILE_MISSING", `limit starting with "@" must be a file, not a directory: ${path}`);
    throw new Fault("FILE_MISSING", `Unable to find limit file ${path}`, {
      hint: "retry_files_enabled makes such files: a host on each line",
      cause: error,
    });
  }
}
