/**
 * Do a task's tags, with those of its blocks, roles and play, let it run under
 * --tags and --skip-tags? `always` runs unless it is skipped by name, `never`
 * only when one of the task's tags is asked for.
 */
export function selected(
  tags: ReadonlySet<string>,
  only: readonly string[],
  skip: readonly string[],
): boolean {
  return isWanted(tags, only.length === 0 ? ["all"] : only) && !isSkipped(tags, skip);
}

function isWanted(tags: ReadonlySet<string>, only: readonly string[]): boolean {
  if (tags.has("always") || only.some((tag) => tags.has(tag))) return true;
  if (only.includes("untagged") && tags.size === 0) return true;
  if (tags.has("never")) return false;
  return only.includes("all") || (only.includes("tagged") && isTagged(tags));
}

function isSkipped(tags: ReadonlySet<string>, skip: readonly string[]): boolean {
  if (skip.includes("all")) return !tags.has("always") || skip.includes("always");
  if (skip.some((tag) => tags.has(tag))) return true;
  return skip.includes(isTagged(tags) ? "tagged" : "untagged");
}

/** Has it any tag? One that is called `untagged` is none. */
function isTagged(tags: ReadonlySet<string>): boolean {
  return tags.size > (tags.has("untagged") ? 1 : 0);
}
