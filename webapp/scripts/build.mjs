// Bundles the app into self-contained files that need nothing but Node.
// Usage: node scripts/build.mjs [folder]   (default: webapp/dist)
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { slim } from "./slim.mjs";

const webapp = fileURLToPath(new URL("..", import.meta.url));
const outdir = process.argv[2] ?? `${webapp}dist`;

await build({
  absWorkingDir: webapp,
  entryPoints: { app: "src/main.ts", healthcheck: "src/healthcheck.ts" },
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  target: "node20",
  format: "esm",
  // CommonJS packages call require() for Node's own modules.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  legalComments: "none",
  plugins: [slim],
  logLevel: "warning",
});

for (const file of ["app.mjs", "healthcheck.mjs"]) {
  console.log(`${outdir}/${file}  ${(statSync(`${outdir}/${file}`).size / 1024).toFixed(0)} KiB`);
}
