import { spawnSync } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { homeFolder } from "../../disk/local_user.js";
import { Fault } from "../../model/errors.js";
import { stoppedByUser } from "./ask.js";
import { readText } from "./extra_vars.js";

/** With it a client script says that it knows no password of that label. */
const UNKNOWN_LABEL = 2;

/**
 * The password in a file, or the one that a program prints. A program whose name ends with `-client` keeps several: it
 * is told which one by `--vault-id LABEL`.
 */
export function passwordFile(path: string, label?: string): string {
  const file = resolve(path.replace(/^~(?=\/|$)/, homeFolder()));
  return isExecutable(file) ? passwordOf(file, label) : readText(file).trim();
}

function passwordOf(file: string, label: string | undefined): string {
  const isClient = /-client(\.\w+)?$/.test(basename(file));
  const asked = isClient && label !== undefined ? ["--vault-id", label] : [];
  const what = `password ${isClient ? "client " : ""}script ${file}`;
  // a shell would take the text for commands, and print it in its complaints
  if (!isProgram(file)) throw cannotRun(what, file, "it is no program");
  const { status, signal, stdout, stderr, error } = spawnSync(file, asked, {
    encoding: "utf8",
    stdio: ["inherit", "pipe", "pipe"],
  });
  if (signal === "SIGINT") throw stoppedByUser();
  if (error) throw cannotRun(what, file, (error as NodeJS.ErrnoException).code ?? error.message);
  const said = stderr.trim();
  if (isClient && label !== undefined && status === UNKNOWN_LABEL)
    throw new Fault("VAULT_FAILED", `${what} did not find a secret for vault-id=${label}: ${said}`);
  if (status !== 0)
    throw new Fault("VAULT_FAILED", `${what} returned non-zero (${status ?? signal}): ${said}`);
  return stdout.replace(/\r?\n$/, "");
}

function cannotRun(what: string, file: string, why: string): Fault {
  const hint = `if it is not a script, remove the executable bit: chmod -x ${file}`;
  return new Fault("VAULT_FAILED", `Problem running ${what} (${why})`, { hint });
}

/** How programs begin: `#!`, ELF, and the kinds of macOS. */
const BEGINNINGS = ["2321", "7f454c46", "cffaedfe", "cafebabe"];

function isProgram(file: string): boolean {
  const head = Buffer.alloc(4);
  const open = openSync(file, "r");
  try {
    readSync(open, head);
  } finally {
    closeSync(open);
  }
  return BEGINNINGS.some((beginning) => head.toString("hex").startsWith(beginning));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
