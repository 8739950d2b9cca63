// Runs test files in a copy, until the first is red.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const AVA = resolve("node_modules/ava/entrypoints/cli.mjs");

const running = new Set();

/** Ends what is running, with what that has started. */
export function endAll() {
  for (const { pid } of running)
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // it has ended by itself
    }
}

/**
 * {ended: "green" | "red" | "late", by: the first red test}. A time limit ends endless loops; red are also
 * files that do not load.
 */
export function runTests({ folder }, tests, { limit, env = {} }) {
  const files = tests.map(({ file }) => file);
  const options = tests.flatMap((test) => test.options);
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [AVA, "--fail-fast", "--tap", "--timeout=600s", ...options, ...new Set(files)],
      {
        cwd: folder,
        detached: true,
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, ...env },
      },
    );
    running.add(child);
    let output = "";
    child.stdout.on("data", (data) => {
      output += String(data);
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      process.kill(-child.pid, "SIGKILL");
    }, limit);
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (isLate) return done({ ended: "late", by: "the time limit" });
      const by = /^not ok \d+ - (.*)$/m.exec(output)?.[1] ?? "a file that does not load";
      return done(code === 0 ? { ended: "green" } : { ended: "red", by });
    });
  });
}

/** Runs a test with probes: which numbers it reaches, and how long it takes; `limit` in milliseconds. */
export async function reachedBy(copy, test, limit) {
  const log = join(copy.folder, "reached.log");
  rmSync(log, { force: true });
  const started = performance.now();
  const nodeOptions = `${process.env.NODE_OPTIONS ?? ""} --import=file://${copy.probe}`.trim();
  const env = { NODE_OPTIONS: nodeOptions, MUTANTS_REACHED: log };
  const result = await runTests(copy, [test], { limit, env });
  const numbers = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean).map(Number) : [];
  return { ...result, took: performance.now() - started, reached: new Set(numbers) };
}
