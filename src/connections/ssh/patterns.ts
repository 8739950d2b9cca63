/** Whether `*` and `?` of an OpenSSH pattern fit a whole text; nothing else has a meaning in it. */
export function fits(pattern: string, text: string): boolean {
  // the last star, and where it was tried: going back to it once more is all that is ever needed
  let star = -1;
  let tried = 0;
  let at = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      tried = index;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++tried;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Whether one of the patterns fits and no negated one does. */
export function fitsOneOf(patterns: readonly string[], text: string): boolean {
  let found = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith("!");
    if (!fits(negated ? pattern.slice(1) : pattern, text)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}
