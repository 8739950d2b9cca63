import { EXIT_CODES } from "../options/exit_codes.js";
import { type Command, type Option, usageOf } from "../options/option.js";
import type { Setting } from "../options/setting_kinds.js";
import { flagsOf } from "./help.js";

/** docs/cli.md: every command, setting and exit code, from their descriptions. */
export function commandLinePage(
  commands: readonly Command[],
  settings: Readonly<Record<string, Setting<unknown>>>,
): string {
  const shown = commands.filter((command) => !command.hidden);
  return `${[
    "# The command line",
    "",
    "Generated from `src/cli/commands.ts`, `options/options.ts`, `options/settings.ts` and `options/exit_codes.ts`: do not edit.",
    "",
    "Long options may be shortened as long as they stay unambiguous; short ones may be joined (`-bK`, `-vvv`).",
    "The command line wins over environment variables, those over `ansible.cfg`, that over the defaults.",
    "",
    ...shown.map((command) => `- [\`tera ${command.name}\`](#tera-${command.name}): ${command.about}`),
    "- [Environment variables and ansible.cfg](#environment-variables-and-ansiblecfg)",
    "- [Exit codes](#exit-codes)",
    "",
    ...shown.flatMap(commandSection),
    ...settingsSection(settings),
    ...exitSection(),
  ].join("\n")}\n`;
}

function commandSection(command: Command): string[] {
  const operands = command.operands.map(({ name, about, choices }) =>
    row(`\`${name}\``, choices ? `${about}: ${choices.map((choice) => `\`${choice}\``).join(", ")}` : about),
  );
  const groups = command.groups.filter((group) => group.title !== "General");
  return [
    `## tera ${command.name}`,
    "",
    `${command.about}.`,
    "",
    "```",
    usageOf(command),
    "```",
    "",
    ...(operands.length > 0 ? ["| argument | |", "|---|---|", ...operands, ""] : []),
    ...groups.flatMap((group) => [
      `**${group.title}**`,
      "",
      "| option | |",
      "|---|---|",
      ...group.options.map(optionRow),
      "",
    ]),
    ...(command.examples.length > 0
      ? ["```sh", ...command.examples.map(([line, about]) => `${line}   # ${about}`), "```", ""]
      : []),
  ];
}

function optionRow(option: Option): string {
  const also = option.also ? ` (also ${option.also.map((flag) => `\`${flag}\``).join(", ")})` : "";
  const choices = option.choices ? ` (${option.choices.map((choice) => `\`${choice}\``).join(", ")})` : "";
  return row(`\`${flagsOf(option)}\``, `${option.about}${choices}${also}`);
}

function settingsSection(settings: Readonly<Record<string, Setting<unknown>>>): string[] {
  const rows = Object.values(settings).map(({ env, ini, takes, default: fallback }) => {
    const keys = ini.map(([section, key]) => `\`[${section}] ${key}\``);
    const usual = fallback === undefined || String(fallback) === "" ? "" : `\`${String(fallback)}\``;
    return `| ${env.map((name) => `\`${name}\``).join(", ")} | ${keys.join(", ")} | ${takes} | ${usual} |`;
  });
  return [
    "## Environment variables and ansible.cfg",
    "",
    "The first of `$ANSIBLE_CONFIG`, `./ansible.cfg`, `~/.ansible.cfg` and `/etc/ansible/ansible.cfg` is read; one in a",
    "folder that everybody may write to is ignored, with a warning. Settings that are not in this table have no effect:",
    "one warning names them, but for those that have nothing to act on here or ask for what is so anyway. Which these",
    "are, and why, is in [settings.md](settings.md). A line that is neither section nor `key = value` is an error.",
    "",
    "| environment | ansible.cfg | takes | default |",
    "|---|---|---|---|",
    ...rows,
    "",
    "`NO_COLOR` and `TERM=dumb` switch colours and the live view off.",
    "",
  ];
}

function exitSection(): string[] {
  return [
    "## Exit codes",
    "",
    "| code | |",
    "|---|---|",
    ...Object.values(EXIT_CODES).map(([code, about]) => row(String(code), about)),
    "",
    "Codes 2 and 4 stand for two things each, as they do in Ansible; the message tells them apart.",
  ];
}

const row = (first: string, second: string): string => `| ${first} | ${second.replace(/\|/g, "\\|")} |`;
