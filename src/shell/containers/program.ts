import { splitWords } from "../../model/shell_words.js";
import { textsAt } from "./inspected.js";
import type { Context, Setting } from "./setting.js";

/** A list as it is, text split as a shell does. */
export const commandOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : splitWords(String(value));

/** The client takes one word as entrypoint: what follows it stands before the command. */
export const program: readonly Setting[] = [
  {
    name: "entrypoint",
    kind: "list",
    wanted: (value, { args }) => [...commandOf(value), ...commandOf(args.command ?? [])],
    // what makes the program is the two together, however they are divided
    actual: (container, value, { args }) => {
      const whole = [...textsAt(container, "Config.Entrypoint"), ...textsAt(container, "Config.Cmd")];
      return args.command === undefined ? whole.slice(0, commandOf(value).length) : whole;
    },
    words: (value) => ["--entrypoint", commandOf(value)[0] ?? ""],
  },
  {
    name: "command",
    kind: "list",
    wanted: (value, { args }) => (args.entrypoint === undefined ? commandOf(value) : []),
    actual: (container, _, { args, image }) => {
      if (args.entrypoint !== undefined) return [];
      const whole = [...textsAt(container, "Config.Entrypoint"), ...textsAt(container, "Config.Cmd")];
      return whole.slice(textsAt(image, "Config.Entrypoint").length);
    },
    // without a command of its own the image's is taken, unless an entrypoint is said
    words: (value, { args, image }) =>
      commandOf(value).length === 0 && args.entrypoint === undefined
        ? ["--entrypoint", textsAt(image, "Config.Entrypoint")[0] ?? ""]
        : [],
  },
];

/** What follows the image's name. */
export function programWords({ args, image }: Context): string[] {
  const command = args.command === undefined ? undefined : commandOf(args.command);
  const given = args.entrypoint === undefined ? undefined : commandOf(args.entrypoint);
  const entrypoint = given ?? (command?.length === 0 ? textsAt(image, "Config.Entrypoint") : []);
  return [...entrypoint.slice(1), ...(command ?? [])];
}
