import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "../../model/errors.js";
import { splitWords } from "../../model/shell_words.js";

/**
 * The text as the user's editor has left it. The plain text lies in a folder that nobody else may enter, and is
 * gone afterwards whatever happens.
 */
export function edited(text: string): string {
  const [program = "vi", ...words] = splitWords(process.env.EDITOR || process.env.VISUAL || "vi");
  const folder = mkdtempSync(join(tmpdir(), "tera-vault-"));
  const path = join(folder, "plain.yml");
  try {
    writeFileSync(path, text, { mode: 0o600 });
    const { status, error } = spawnSync(program, [...words, path], { stdio: "inherit" });
    if (error || status !== 0)
      throw new Fault(
        "VAULT_FAILED",
        `the editor ${program} ended with ${error?.message ?? `status ${status}`}`,
        {
          hint: "nothing was written; $EDITOR names the editor",
        },
      );
    return readFileSync(path, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
