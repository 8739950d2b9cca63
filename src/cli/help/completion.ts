import type { Command, Input } from "../options/option.js";
import { bashScript, fishScript, zshScript } from "./completion_scripts.js";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** The command that prints a shell's completion of `commands`. */
export function completionOf(commands: readonly Command[]): { run(input: Input): Promise<number> } {
  const shown = commands.filter((command) => !command.hidden);
  return {
    run: async ({ operands }) => {
      process.stdout.write(SCRIPTS[operands[0] as keyof typeof SCRIPTS](shown));
      return 0;
    },
  };
}
