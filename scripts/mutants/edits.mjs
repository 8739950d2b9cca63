// The text of a file with a mutant in it, or with a probe at each place that says that it was reached.
import { transformSync } from "esbuild";

export const mutated = (text, { start, end, by }) => text.slice(0, start) + by + text.slice(end);

/** Each place says its number when it is evaluated, and does what it did. */
export function probed(text, mutants) {
  const marks = mutants.flatMap(({ start, end, number, isStatement }) => {
    const call = `globalThis.mutantReached?.(${number})`;
    const [before, after] = isStatement ? [`{ ${call}; `, " }"] : [`(${call}, `, ")"];
    return [
      { at: start, far: -end, text: before },
      { at: end, far: -start, text: after, closes: true },
    ];
  });
  // what closes at a place comes before what opens there; outer ones open first and close last
  marks.sort((a, b) => a.at - b.at || Number(b.closes ?? false) - Number(a.closes ?? false) || a.far - b.far);
  let made = "";
  let at = 0;
  for (const mark of marks) {
    made += text.slice(at, mark.at) + mark.text;
    at = mark.at;
  }
  return made + text.slice(at);
}

export function transpiled(text, path) {
  const { code } = transformSync(text, {
    loader: "ts",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    sourcefile: path,
  });
  // PowerShell files are modules that export their text, as scripts/test.mjs makes them
  return code.replace(/from "(\.[^"]*\.ps1)"/g, 'from "$1.js"');
}
