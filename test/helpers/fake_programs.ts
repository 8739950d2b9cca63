import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../../src/model/result.js";
import type { Script, ShellLibrary } from "../../src/model/script.js";
import { scratchFolder } from "./scratch.js";
import { answered, plain, script, withSession } from "./session.js";

/** What a text of our libraries is given beside programs that only note what they are told. */
export interface Given {
  uses: readonly ShellLibrary[];
  vars?: Script["vars"];
  /** of the programs too */
  env?: Readonly<Record<string, string>>;
  check?: boolean;
}

/** Runs a text, and gives its answer with what the programs were told, a line for each. */
export type RunText = (text: string, given: Given) => Promise<{ answer: Answer; told: string[] }>;

/**
 * A session of this machine's shell where these programs stand before its own. Each is a text for `sh`, which is run
 * after its name and arguments were noted.
 */
export function withPrograms<T>(
  programs: Readonly<Record<string, string>>,
  work: (run: RunText, folder: string) => Promise<T>,
): Promise<T> {
  const folder = scratchFolder("programs");
  const log = join(folder, "log");
  mkdirSync(join(folder, "bin"));
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${log}'\n${text}\n`, {
      mode: 0o755,
    });
  const run: RunText = async (text, { uses, vars = {}, env = {}, check = false }) => {
    writeFileSync(log, "");
    const asked = { ...script(text, vars), uses: [...uses] };
    const options = { ...plain, onFailure: "ignore" as const, environment: { ...env }, check };
    const answer = answered(await current!.send(asked, options));
    return { answer, told: readFileSync(log, "utf8").split("\n").filter(Boolean) };
  };
  let current: Parameters<Parameters<typeof withSession>[0]>[0] | undefined;
  return withSession(
    (session) => {
      current = session;
      return work(run, folder);
    },
    { wrapped: (command) => `PATH='${folder}/bin':$PATH; export PATH; ${command}` },
  );
}
