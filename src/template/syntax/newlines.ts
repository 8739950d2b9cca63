/** Gives a rendered text as many newlines at its end as its template has, where it has fewer. */
export function withNewlines(rendered: string, template: string): string {
  const missing = newlinesAtEnd(template) - newlinesAtEnd(rendered);
  return missing > 0 ? rendered + "\n".repeat(missing) : rendered;
}

function newlinesAtEnd(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === "\n") count += 1;
  return count;
}
