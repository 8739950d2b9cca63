/** Do a task's tags let it run under --tags and --skip-tags? */
export function selected(
  tags: ReadonlySet<string>,
  only: readonly string[],
  skip: readonly string[],
): boolean {
  const wanted = only.length === 0 ? ["all"] : only;
  const has = (tag: string) => tags.has(tag);
  const tagged = [...tags].some((tag) => tag !== "always" && tag !== "never");
  let runs: boolean;
  if (has("always")) runs = true;
  else if (wanted.includes("all") && !has("never")) runs = true;
  else if (wanted.some(has)) runs = true;
  else if (wanted.includes("tagged") && tagged && !has("never")) runs = true;
  else runs = wanted.includes("untagged") && tags.size === 0;
  if (!runs || skip.length === 0) return runs;
  if (skip.includes("all")) return has("always") && !skip.includes("always");
  if (skip.some(has)) return false;
  if (skip.includes("tagged") && tagged) return false;
  return !(skip.includes("untagged") && tags.size === 0);
}
