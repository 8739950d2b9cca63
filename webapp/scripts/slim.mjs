// Leaves out of the bundle what the app cannot reach: two thirds of it by size.
// test/bundle.test.ts holds that the result still does everything.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/** Commands the client sends by itself, and those src/stores/redis.ts uses. */
const COMMANDS = ["AUTH", "CLIENT_SETNAME", "READONLY", "GET", "SET", "PING"];

const commands = COMMANDS.map((name) => {
  const method = name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return `exports.default.${name} = exports.default.${method} = require("./${name}").default;`;
});

const RULES = [
  // Bodies are read as bytes, so body-parser never converts a character set.
  { file: /\/iconv-lite\/lib\/index\.js$/, contents: () => "exports.encodingExists = () => false;" },
  // Our answers are text, HTML and JSON.
  { file: /\/mime-db\/db\.json$/, contents: (path) => onlyTypes(JSON.parse(readFileSync(path, "utf8"))) },
  // The plain client: no cluster, sentinel, search, JSON, time series or Bloom filters.
  {
    file: /\/redis\/dist\/index\.js$/,
    contents: () => 'exports.createClient = require("@redis/client/dist/lib/client").default.create;',
  },
  {
    file: /\/@redis\/client\/dist\/lib\/commands\/index\.js$/,
    contents: () =>
      `exports.__esModule = true; exports.default = exports.NON_STICKY_COMMANDS = {};\n${commands.join("\n")}`,
  },
  // pino's worker threads: we log to stdout.
  { file: /\/thread-stream\/index\.js$/, contents: () => "module.exports = class ThreadStream {};" },
];

const TYPES = [
  "text/plain",
  "text/html",
  "application/json",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
];

function onlyTypes(types) {
  const kept = Object.entries(types).filter(([name]) => TYPES.includes(name));
  return `module.exports = ${JSON.stringify(Object.fromEntries(kept))};`;
}

export const slim = {
  name: "slim",
  setup(build) {
    for (const { file, contents } of RULES) {
      build.onLoad({ filter: file }, ({ path }) => ({
        contents: contents(path),
        loader: "js",
        resolveDir: dirname(path),
      }));
    }
  },
};
