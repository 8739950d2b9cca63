import { CommanderError, Command as Parser, Option as ParserOption } from "commander";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { type Command, type Input, longName, type Option, optionsOf, spellings, usageOf } from "./option.js";

type Values = Record<string, unknown>;

/** The words after the command's name, understood. Fault: USAGE. */
export function parseWords(command: Command, words: readonly string[]): Omit<Input, "signal"> {
  const values: Values = {};
  const parser = parserFor(command, values);
  try {
    parser.parse(fullSpellings(command, words), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw usageFault(command, error);
    throw error;
  }
  const operands = parser.args;
  checkOperands(command, operands);
  return { values, operands };
}

function parserFor(command: Command, values: Values): Parser {
  const parser = new Parser(command.name)
    .exitOverride()
    .helpOption(false)
    .showSuggestionAfterError(false)
    .configureOutput({ writeErr: () => {} });
  parser.argument("[words...]");
  for (const option of optionsOf(command))
    for (const flags of [option.flags, ...(option.also ?? [])]) {
      const made = new ParserOption(option.value === undefined ? flags : `${flags} <${option.value}>`);
      parser.addOption(made);
      parser.on(`option:${made.name()}`, (text: string | null) => take(option, text, values));
    }
  return parser;
}

function take(option: Option, text: string | null, values: Values): void {
  const { name, kind, value } = option;
  if (kind === "count") values[name] = Number(values[name] ?? 0) + 1;
  else if (value === undefined) values[name] = true;
  else if (kind === "list")
    values[name] = [...((values[name] as string[] | undefined) ?? []), checked(option, text!)];
  else if (kind === "number") values[name] = wholeNumber(option, text!);
  else values[name] = checked(option, text!);
}

function checked(option: Option, text: string): string {
  const [word = ""] = option.name === "outputs" ? text.split(":") : [text];
  if (!option.choices || option.choices.includes(word)) return text;
  throw new Fault("USAGE", `${option.flags} cannot be \`${word}\``, {
    hint: suggest(word, option.choices) ?? `one of ${option.choices.join(", ")}`,
  });
}

function wholeNumber(option: Option, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Fault("USAGE", `${option.flags} takes a whole number, not \`${text}\``);
}

/** Ansible allows the beginning of a long option where it can mean one option only. */
function fullSpellings(command: Command, words: readonly string[]): string[] {
  const options = optionsOf(command);
  const end = words.indexOf("--");
  return words.map((word, index) => {
    const found = /^(--[a-z][a-z-]*)(=.*)?$/s.exec(word);
    if (!found || (end >= 0 && index > end)) return word;
    const [, flag = "", rest = ""] = found;
    const matches = options.filter((option) => allSpellings(option).some((one) => one.startsWith(flag)));
    const isExact = options.some((option) => allSpellings(option).includes(flag));
    return isExact || matches.length !== 1 ? word : longName(matches[0]!) + rest;
  });
}

function allSpellings(option: Option): string[] {
  return [...spellings(option), ...(option.also ?? [])];
}

function checkOperands(command: Command, given: readonly string[]): void {
  const missing = command.operands.find(({ optional }, index) => !optional && index >= given.length);
  if (missing) throw new Fault("USAGE", `${missing.name} is missing`, { hint: `usage: ${usageOf(command)}` });
  if (given.length > command.operands.length && !command.operands.at(-1)?.repeated)
    throw new Fault("USAGE", `\`${given[command.operands.length]}\` is too much`, {
      hint: `usage: ${usageOf(command)}`,
    });
  for (const [index, { name, choices }] of command.operands.entries()) {
    const word = given[index];
    if (!choices || word === undefined || choices.includes(word)) continue;
    throw new Fault("USAGE", `${name} cannot be \`${word}\``, {
      hint: suggest(word, choices) ?? `one of ${choices.join(", ")}`,
    });
  }
}

/** The options that a shortened one could be, each by one name. */
function shownOnce(command: Command, beginning: string): string[] {
  if (!/^--[a-z]/.test(beginning)) return [];
  return optionsOf(command).flatMap((option) => {
    const names = allSpellings(option).filter((name) => name.startsWith(beginning.split("=")[0]!));
    return names.length === 0 ? [] : [names.includes(longName(option)) ? longName(option) : names[0]!];
  });
}

function usageFault(command: Command, error: CommanderError): Fault {
  const message = error.message.replace(/^error: /, "");
  const unknown = /unknown option '([^']+)'/.exec(message)?.[1];
  const flags = optionsOf(command).flatMap(allSpellings);
  const longer = unknown === undefined ? [] : shownOnce(command, unknown);
  if (longer.length > 1)
    return new Fault("USAGE", `ambiguous option: ${unknown} could be ${longer.join(", ")}`, {
      hint: `write it in full: \`${longer[0]}\``,
      cause: error,
    });
  const hint = unknown === undefined ? undefined : suggest(unknown, flags.filter(isNearTo(unknown)));
  return new Fault("USAGE", message, { hint: hint ?? `see \`tera ${command.name} --help\``, cause: error });
}

/** Any letter is near to any other: of short options only the same letter is meant, in its other case. */
function isNearTo(unknown: string): (flag: string) => boolean {
  if (unknown.startsWith("--")) return (flag) => flag.startsWith("--");
  return (flag) => flag.toLowerCase() === unknown.toLowerCase();
}
