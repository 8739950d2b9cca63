import type { Reading } from "./words.js";

export const STYLE = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
body { margin: 4rem auto; max-width: 40rem; padding: 0 1rem; }
h1 { overflow-wrap: anywhere; }
input, button { font: inherit; padding: 0.4rem 0.6rem; }
`;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const STALE = "The store cannot be reached: this word may be out of date.";

/** Title and heading are, byte for byte, those of the original web app. `typed`: what was refused, to be mended. */
export function page({ word, stale }: Reading, problem?: string, typed = ""): string {
  const notice = problem ?? (stale ? STALE : undefined);
  return `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${STYLE}</style>
<title>Hello</title>
<h1>Hello ${escapeHtml(word)}!</h1>
${notice ? `<p role="alert">${escapeHtml(notice)}</p>\n` : ""}<form method="post" action="/">
<label for="word">A new word</label>
<input id="word" name="word" required autocomplete="off"${typed === "" ? "" : ` value="${escapeHtml(typed)}"`}>
<button>Change</button>
</form>
`;
}
