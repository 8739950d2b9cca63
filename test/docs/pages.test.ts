import { existsSync, readFileSync } from "node:fs";
import test from "ava";
import { COMMANDS } from "../../src/cli/commands.js";
import { type Command, optionsOf, spellings } from "../../src/cli/options/option.js";
import { parseWords } from "../../src/cli/options/parse.js";
import { codeLines, headingsOf, links, pages } from "./pages.js";

const all = pages();

test("there are pages, and they have links and commands", (t) => {
  for (const path of ["README.md", "docs/aws.md", "terraform/README.md", "roles/ecs_agent/README.md"])
    t.true(
      all.some((page) => page.path === path),
      path,
    );
  t.true(all.flatMap(links).length > 50);
  t.true(all.flatMap(codeLines).flatMap(commandsIn).length > 30);
});

test("every link leads to a file that is there, and to a heading that it has", (t) => {
  const broken = all.flatMap((page) =>
    links(page)
      .filter(({ file, heading }) => {
        if (!existsSync(file)) return true;
        if (heading === undefined || !file.endsWith(".md")) return false;
        return !headingsOf({ path: file, text: readFileSync(file, "utf8") }).includes(heading);
      })
      .map(({ link }) => `${page.path}: ${link}`),
  );
  t.deepEqual(broken, []);
});

/** `tera ...` and `npm run SCRIPT -- ...` of a line of code, without what the shell makes of the rest. */
function commandsIn(line: string): string[][] {
  const code = line.replace(/\s#.*$/, "").replace(/\$\((?!npx tera)[^)]*\)/g, "X");
  const found = code.matchAll(/(?<![\w./-])(?:npx )?(?:tera|npm run) ([^|&;()>]+)/g);
  return [...found].flatMap(([command, rest]) => {
    const words = rest!.match(/'[^']*'|"[^"]*"|\S+/g)?.map((word) => word.replace(/^(['"])(.*)\1$/, "$2"));
    if (!words) return [];
    if (!command.startsWith("npm")) return [words];
    return [words.filter((word, index) => !(index === 1 && word === "--"))];
  });
}

const SCRIPTS = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts);

test("every command of a block of code is one that the program takes", (t) => {
  const wrong = all.flatMap((page) =>
    codeLines(page)
      .flatMap(commandsIn)
      .filter((words) => !words.includes("[options]"))
      .flatMap(([name, ...rest]) => {
        const command = COMMANDS.find((one) => one.name === name);
        const isOther = SCRIPTS.includes(name!) || name === "--help" || name === "--version";
        const problem = command ? problemOf(command, rest) : isOther ? undefined : "no such command";
        return problem ? [`${page.path}: ${name} ${rest.join(" ")}: ${problem}`] : [];
      }),
  );
  t.deepEqual(wrong, []);
});

function problemOf(command: Command, words: readonly string[]): string | undefined {
  try {
    parseWords(command, words);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test("options that the text names after a command are options of that command", (t) => {
  const wrong = all.flatMap(({ path, text }) =>
    [...text.matchAll(/`(?:npx )?tera (\w+)( [^`\n]*)?`/g)].flatMap(([code, name, rest = ""]) => {
      const command = COMMANDS.find((one) => one.name === name);
      if (!command) return [`${path}: ${code}: no such command`];
      const known = optionsOf(command).flatMap((option) => [...spellings(option), ...(option.also ?? [])]);
      return (rest.match(/(?<=\s)--[a-z][a-z-]*/g) ?? [])
        .filter((word) => !known.some((flags) => flags.split(/[ ,]+/).includes(word)))
        .map((word) => `${path}: ${code}: no option ${word}`);
    }),
  );
  t.deepEqual(wrong, []);
});
