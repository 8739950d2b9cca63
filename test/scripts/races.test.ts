import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import test from "ava";

const needed = ["/usr/sbin/sshd", "/usr/bin/perl", "/usr/bin/unshare", "dist/cli.js"].find(
  (path) => !existsSync(path),
);
const missing = process.getuid?.() === 0 ? needed : "root";
const run = missing ? test.serial.skip : test.serial;
if (missing) test("races need what is not here", (t) => t.pass(missing));

/** Cases of `npm run races` that were won once; there all are tried 200 times. */
for (const words of ["copy, symbolic", "yum_repository", "tempfile", "file, attributes"])
  run(`another user of the host wins no race against ${words}`, async (t) => {
    const ran = promisify(execFile)(process.execPath, ["scripts/races.mjs", "--tries", "12", words]);
    const { stdout } = await ran.catch((error: { stdout: string; stderr: string }) => error);
    t.regex(stdout, /^\d+ tried, 0 won$/m, stdout);
  });
