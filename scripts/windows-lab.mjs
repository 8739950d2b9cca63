// The Windows host of inventory/lab-windows: `up` builds and starts it, `down` ends it and forgets its drive, `inventory` prints
// it as an inventory (and starts it). Parts that are built already are kept; a first build takes some six minutes, as root.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const top = fileURLToPath(new URL("..", import.meta.url));
const lab = join(top, "test/windows-lab");
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tera-test/windows-lab");
const state = join(cache, "running.json");

function built(script) {
  const { status, stdout } = spawnSync("bash", [join(lab, script)], { stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) process.exit(1);
  return stdout.toString().trim();
}

function running() {
  if (!existsSync(state)) return undefined;
  const known = JSON.parse(readFileSync(state, "utf8"));
  try {
    process.kill(known.pid, 0);
    return known;
  } catch {
    return undefined;
  }
}

async function up() {
  const known = running();
  if (known) return known;
  if (!existsSync(lab)) {
    console.error(
      "the Windows lab is part of the repository, not of the package: run this from a clone of it",
    );
    process.exit(1);
  }
  built("build.sh");
  built("extras/build.sh");
  const archives = built("extras/archives.sh");
  rmSync(state, { force: true });
  mkdirSync(cache, { recursive: true });
  const program = join(cache, "windows_lab_serve.mjs");
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join(lab, "serve.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    loader: { ".ps1": "text" },
    logLevel: "warning",
  });
  const log = openSync(join(cache, "serve.log"), "a");
  const child = spawn(process.execPath, [program, archives, state], {
    cwd: top,
    detached: true,
    stdio: ["ignore", "ignore", log],
  });
  child.unref();
  for (let tries = 0; tries < 1200; tries++) {
    const now = running();
    if (now) return now;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.error(`the Windows lab did not start: ${join(cache, "serve.log")} says why`);
  process.exit(1);
}

function down() {
  const known = running();
  if (known) process.kill(known.pid, "SIGTERM");
  rmSync(state, { force: true });
}

const [, , action = "up"] = process.argv;
if (action === "down") down();
else {
  const { vars } = await up();
  if (action === "inventory")
    console.log(
      JSON.stringify({ windows: { hosts: ["windows1"] }, _meta: { hostvars: { windows1: vars } } }),
    );
}
