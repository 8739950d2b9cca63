import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A page of this repository in Markdown. */
export interface Page {
  path: string;
  text: string;
}

const FOLDERS = [".", "docs", "docs/modules", "playbooks", "terraform"];
const FOLDERS_OF_FOLDERS = ["roles", "terraform"];

/** Every page that is written for users, in the order of their paths. */
export function pages(): Page[] {
  const below = FOLDERS_OF_FOLDERS.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name)),
  );
  return [...FOLDERS, ...below]
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** Lines of code: between fences, or after four spaces. */
export function codeLines({ text }: Page): string[] {
  let isFenced = false;
  return text.split("\n").flatMap((line) => {
    if (/^\s*```/.test(line)) {
      isFenced = !isFenced;
      return [];
    }
    return isFenced || /^ {4}\S/.test(line) ? [line.trim()] : [];
  });
}

/** Links to files and headings of this repository, as written, and what they lead to. */
export function links({ path, text }: Page): { link: string; file: string; heading: string | undefined }[] {
  const prose = text.replace(/^\s*```[\s\S]*?^\s*```/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, file = "", heading]) => ({
    link: heading === undefined ? file : `${file}#${heading}`,
    file: file === "" ? path : normalize(join(dirname(path), file)),
    heading,
  }));
}

/** The names that headings have in links. */
export function headingsOf({ text }: Page): string[] {
  const titles = text.replace(/^\s*```[\s\S]*?^\s*```/gm, "").matchAll(/^#+ (.*)$/gm);
  return [...titles].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
