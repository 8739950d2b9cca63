import { COMMANDS } from "./commands.js";
import { bashScript, fishScript, zshScript } from "./completion_scripts.js";
import type { Input } from "./option.js";

export async function run({ operands }: Input): Promise<number> {
  const commands = COMMANDS.filter((command) => !command.hidden);
  const make = { bash: bashScript, zsh: zshScript, fish: fishScript }[operands[0] as "bash" | "zsh" | "fish"];
  process.stdout.write(make(commands));
  return 0;
}
