import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mergeOptions } from "../../src/cli/options/merge.js";
import { readSettings } from "../../src/cli/options/settings.js";
import { runPlaybooks } from "../../src/cli/play/play.js";
import { Fault, Faults } from "../../src/model/errors.js";
import { runProgram } from "../e2e/cli.js";
import type { Message } from "./message.js";

/** What is said of it as text, and in the live view. */
export interface Said {
  text: string;
  live: string;
}

export async function saidOf(message: Message): Promise<Said> {
  const folder = mkdtempSync(join(tmpdir(), "tera-message-"));
  try {
    for (const [name, text] of Object.entries(message.files ?? {})) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return message.words ? await ofWords(message.words) : await ofRun(message, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ofWords(words: readonly string[]): Promise<Said> {
  const { stderr } = await runProgram(process.execPath, ["build/src/cli/main.js", ...words]);
  return { text: stderr, live: stderr };
}

/** In this process: faults before the run, warnings, and what both views show of it. */
async function ofRun({ play = "play.yml", inventory, values }: Message, folder: string): Promise<Said> {
  const inFolder = (one: unknown): unknown =>
    one === "pass" ? join(folder, one) : one === "@vrs.yml" ? `@${join(folder, "vrs.yml")}` : one;
  const given = Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(inFolder) : value,
    ]),
  );
  const before: string[] = [];
  /** what text has on the error stream */
  const besideText: string[] = [];
  const [text, live] = [join(folder, "out.text"), join(folder, "out.live")];
  try {
    const settings = readSettings({}, folder);
    before.push(...settings.warnings);
    const source =
      inventory === undefined ? "localhost," : inventory.endsWith(",") ? inventory : join(folder, inventory);
    const options = mergeOptions(
      { ...(inventory === undefined ? { connection: "local" } : {}), ...given },
      settings,
      {
        playbooks: [join(folder, play)],
        inventory: [source],
      },
    );
    options.outputs = [
      { kind: "default", file: text },
      { kind: "tree", file: live },
    ];
    await runPlaybooks(options, new AbortController().signal, (event) => {
      if (event.type === "message" && event.level === "warning") before.push(event.text);
      if (event.type === "task-result" && event.wayOut !== undefined)
        besideText.push(`[HINT]: ${event.wayOut}`);
    });
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : [error];
    before.push(
      ...faults.map((one) => (one instanceof Fault ? one.format() : `DEFECT ${(one as Error).stack}`)),
    );
  }
  const shown = (path: string, beside: readonly string[]): string =>
    [...before, existsSync(path) ? readFileSync(path, "utf8") : "", ...beside]
      .join("\n")
      .replaceAll(folder, "/srv");
  return { text: shown(text, besideText), live: shown(live, []) };
}
