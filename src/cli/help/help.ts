import { type Command, type Option, type OptionGroup, usageOf } from "../options/option.js";

const INDENT = 2;

/** `tera --help`: the commands. */
export function programHelp(commands: readonly Command[], version: string): string {
  const shown = commands.filter((command) => !command.hidden);
  const width = Math.max(...shown.map(({ name }) => name.length));
  return [
    `tera ${version}: runs Ansible's playbooks over SSH, without Python`,
    "",
    "Usage: tera COMMAND [options]",
    "",
    "Commands:",
    ...shown.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    "",
    "`tera COMMAND --help` explains a command.",
    "",
  ].join("\n");
}

/** `tera COMMAND --help`. */
export function commandHelp(command: Command, columns: number): string {
  const operands: OptionGroup = {
    title: "Arguments",
    options: command.operands.map(({ name, about, choices }) => ({
      name,
      flags: name,
      about: choices ? `${about}: ${choices.join(", ")}` : about,
    })),
  };
  const groups = [operands, ...command.groups].filter((group) => group.options.length > 0);
  const width = Math.min(
    34,
    Math.max(...groups.flatMap((group) => group.options.map((one) => flagsOf(one).length))),
  );
  return [
    `Usage: ${usageOf(command)}`,
    "",
    ...wrapped(`${command.about}.`, columns, 0),
    ...(command.more ?? []).flatMap((text) => ["", ...wrapped(text, columns, 0)]),
    ...groups.flatMap((group) => [
      "",
      `${group.title}:`,
      ...group.options.flatMap((one) => optionLines(one, width, columns)),
    ]),
    ...exampleLines(command),
    "",
  ].join("\n");
}

export function flagsOf(option: Option): string {
  return option.value === undefined ? option.flags : `${option.flags} ${option.value}`;
}

function optionLines(option: Option, width: number, columns: number): string[] {
  const flags = flagsOf(option);
  const margin = INDENT + width + 2;
  const about = wrapped(
    option.choices && !option.about.includes(option.choices[0]!)
      ? `${option.about}: ${option.choices.join(", ")}`
      : option.about,
    columns,
    margin,
  );
  const lead = `${" ".repeat(INDENT)}${flags}`;
  const rest = about.map((line) => " ".repeat(margin) + line);
  return flags.length > width ? [lead, ...rest] : [lead.padEnd(margin) + about[0]!, ...rest.slice(1)];
}

function exampleLines({ examples }: Command): string[] {
  if (examples.length === 0) return [];
  return ["", "Examples:", ...examples.flatMap(([line, about]) => [`  ${line}`, `      ${about}`])];
}

function wrapped(text: string, columns: number, margin: number): string[] {
  const width = Math.max(24, Math.min(columns, 100) - margin);
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
