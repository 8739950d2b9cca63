// Runs test files in a copy, until the first is red.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

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
export async function runTests(copy, tests, { limit, env = {} }) {
  const end = performance.now() + limit;
  for (const test of tests) {
    const result = await runTest(copy, test, { limit: end - performance.now(), env });
    if (result.ended !== "green") return result;
  }
  return { ended: "green" };
}

/** A file in a process of its own: Node with what stands for ava, which takes seconds to begin. */
function runTest({ folder, runner }, { file, options }, { limit, env }) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [runner, file, ...options], {
      cwd: folder,
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, NODE_ENV: "test", ...env },
    });
    running.add(child);
    let output = "";
    child.stdout.on("data", (data) => {
      output += String(data);
    });
    let isLate = false;
    const timer = setTimeout(
      () => {
        isLate = true;
        process.kill(-child.pid, "SIGKILL");
      },
      Math.max(limit, 1),
    );
    child.on("error", fail);
    // what a test has started may hold the output open longer than the test lives
    child.on("exit", (code) => {
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
