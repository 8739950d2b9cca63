import test from "ava";
import type { RunOptions } from "../../../src/cli/options/run_options.js";
import { starting } from "../../../src/cli/play/starting.js";
import { shown } from "../../helpers/typed.js";

const usual = {
  ...{ askPass: false, askBecomePass: false, askVaultPass: false, vaultIds: [], outputs: [] },
  ...{ verbosity: 0, diff: false, step: false, check: false },
} as unknown as RunOptions;

/** Options, and whether what is done before the first play is shown on a terminal. */
const ROWS: readonly (readonly [more: Partial<RunOptions>, isShown: boolean])[] = [
  [{}, true],
  [{ askPass: true }, false],
  [{ askBecomePass: true }, false],
  [{ askVaultPass: true }, false],
  [{ vaultIds: ["prompt"] }, false],
  [{ vaultIds: ["a@b", "prod@prompt"] }, false],
  [{ vaultIds: ["a@prompter.sh"] }, false],
  [{ vaultIds: ["a@my-prompt", "b@file"] }, true],
  [{ outputs: [{ kind: "default" }] }, false],
  [{ outputs: [{ kind: "jsonl", file: "x" }] }, true],
];

test("what is done before the first play is shown where nobody is asked", async (t) => {
  for (const [more, isShown] of ROWS) {
    const work = async () => {
      const row = starting({ ...usual, ...more });
      row.say("reading site.yml");
      row.clear();
      return 0;
    };
    const env = { TERM: "xterm" };
    const { stdout } = await shown(work, { terminal: 12, env });
    t.is(stdout, isShown ? "\rreading si…\u001b[K\r\u001b[K" : "", JSON.stringify(more));
    t.is((await shown(work, { env })).stdout, "", "no terminal");
  }
});
