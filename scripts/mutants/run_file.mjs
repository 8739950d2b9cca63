// Runs one test file with what stands for ava in the copy: node run_file.mjs FILE [--match=TITLE with *]
import { pathToFileURL } from "node:url";
import { runAll } from "ava";

const [file, ...options] = process.argv.slice(2);
const patterns = options.map((word) => wildcard(word.replace(/^--match=/, "")));
process.on("unhandledRejection", (error) => ended(`unhandled: ${error?.message ?? error}`));
process.on("uncaughtException", (error) => ended(`uncaught: ${error?.message ?? error}`));
await import(pathToFileURL(file).href);
const { red } = await runAll((title) => patterns.length === 0 || patterns.some((one) => one.test(title)));
ended(red);

function ended(red) {
  if (red !== undefined) process.stdout.write(`not ok 1 - ${red.replaceAll("\n", " ")}\n`);
  process.exit(red === undefined ? 0 : 1);
}

function wildcard(text) {
  const escaped = text.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s");
}
