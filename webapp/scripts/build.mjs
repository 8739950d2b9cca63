// Bundles the app into self-contained files that need nothing but Node.
// Usage: node scripts/build.mjs [folder]   (default: webapp/dist)
import { statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bill } from "./bill.mjs";
import { slim } from "./slim.mjs";

const webapp = fileURLToPath(new URL("..", import.meta.url));
const outdir = process.argv[2] ?? `${webapp}dist`;

const { metafile } = await build({
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
  metafile: true,
  logLevel: "warning",
});

// What scanners can read of a bundle: they know packages by folders, and there are none.
writeFileSync(`${outdir}/sbom.cdx.json`, bill(webapp, Object.keys(metafile.inputs)));

for (const file of ["app.mjs", "healthcheck.mjs"]) {
  console.log(`${outdir}/${file}  ${(statSync(`${outdir}/${file}`).size / 1024).toFixed(0)} KiB`);
}
