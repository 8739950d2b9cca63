/** Gives a rendered text as many newlines at its end as its template has, where it has fewer. */
export function withNewlines(rendered: string, template: string, newline = "\n"): string {
  // those of another kind are not seen, neither here nor in Ansible
  const missing = newlinesAtEnd(template) - newlinesAtEnd(rendered);
  return missing > 0 ? rendered + newline.repeat(missing) : rendered;
}

function newlinesAtEnd(text: string): number {
  let count = 0;
  while (text[text.length - 1 - count] === "\n") count += 1;
  return count;
}
