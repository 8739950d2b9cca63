// Bundles src/cli/main.ts into dist/ (one entry, parts that are loaded when needed) and builds the web app.
// Runs as npm's `prepare`, so on a fresh clone too.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { build } from "esbuild";

const OUT = "dist";
const WEBAPP = "webapp/scripts/build.mjs";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

// Bundled CommonJS packages ask for these; in an ES module they have to be made.
const banner = `import { createRequire as tera_require } from "node:module";
import { fileURLToPath as tera_path } from "node:url";
const require = tera_require(import.meta.url);
const __filename = tera_path(import.meta.url);
const __dirname = tera_path(new URL(".", import.meta.url));`;

// ssh2's native parts stay in node_modules; where they were not built it falls back to JavaScript.
const nativeOutside = {
  name: "native-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^cpu-features$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /\.node$/ }, ({ path, resolveDir }) => {
      const folder = resolveDir.slice(resolveDir.lastIndexOf("node_modules/") + "node_modules/".length);
      return { path: `${folder}/${path.replace(/^\.\//, "")}`, external: true };
    });
  },
};

async function bundle() {
  const { metafile } = await build({
    entryPoints: { cli: "src/cli/main.ts", "parts/hash_worker": "src/run/vars/hash_worker.ts" },
    outdir: OUT,
    bundle: true,
    splitting: true,
    minify: true,
    legalComments: "none",
    format: "esm",
    platform: "node",
    // ES modules where a package has them: of those only what is used gets into the bundle
    mainFields: ["module", "main"],
    target: "node20",
    banner: { js: banner },
    chunkNames: "parts/[name]-[hash]",
    plugins: [nativeOutside],
    loader: { ".ps1": "text" },
    define: { TERA_VERSION: JSON.stringify(version) },
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(`${OUT}/cli.js`, 0o755);
  const outputs = Object.keys(metafile.outputs);
  removeOthers(new Set(outputs));
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return `${OUT}/cli.js and ${outputs.length - 1} parts, ${(bytes / 1e6).toFixed(1)} MB`;
}

/** Parts of earlier builds pile up, as their names carry a hash. A program that runs may still load young ones. */
function removeOthers(made) {
  if (!existsSync(`${OUT}/parts`)) return;
  const old = Date.now() - 10 * 60_000;
  for (const name of readdirSync(`${OUT}/parts`)) {
    const path = `${OUT}/parts/${name}`;
    if (!made.has(path) && statSync(path).mtimeMs < old) rmSync(path, { force: true });
  }
}

const started = performance.now();
const made = await bundle();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${made}, ${seconds} s`);
if (existsSync(WEBAPP))
  process.exitCode =
    spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: "webapp", stdio: "inherit" }).status ?? 1;
