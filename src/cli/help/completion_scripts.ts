import {
  type Command,
  type Completes,
  longName,
  type Option,
  optionsOf,
  spellings,
} from "../options/option.js";

/** Shell text that prints what may follow; each shell gets it in its own dress. */
const LISTS: Partial<Record<Completes, string>> = {
  inventory: "ls inventory 2>/dev/null | sed -E '/^(group|host)_vars$/d; s/\\.(ya?ml|ini|json)$//'",
  module: "tera doc -l 2>/dev/null | sed 's/ .*//; s/^ansible\\.builtin\\.//'",
};

const words = (option: Option): string[] => spellings(option);

/** Options whose value is looked up the same way, together. */
function byCompletion(options: readonly Option[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const option of options) {
    if (option.value === undefined) continue;
    const key = option.choices ? `=${option.choices.join(" ")}` : (option.completes ?? "none");
    found.set(key, [...(found.get(key) ?? []), ...words(option)]);
  }
  return found;
}

export function bashScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command);
    const values = [...byCompletion(options)].map(
      ([kind, flags]) => `        ${flags.join("|")}) ${bashValues(kind)}; return ;;`,
    );
    const operand = command.operands[0];
    const rest = operand?.choices ? `=${operand.choices.join(" ")}` : (operand?.completes ?? "none");
    return `    ${command.name})
      case $before in
${values.join("\n")}
      esac
      case $word in
        -*) COMPREPLY=($(compgen -W "${options.flatMap(words).join(" ")}" -- "$word")) ;;
        *) ${bashValues(rest)} ;;
      esac ;;`;
  });
  return `# tera completion for bash: source <(tera completion bash)
_tera() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case $command in
${cases.join("\n")}
  esac
}
complete -o filenames -F _tera tera
`;
}

function bashValues(kind: string): string {
  if (kind === "none") return ":";
  if (kind === "folder") return 'COMPREPLY=($(compgen -d -- "$word"))';
  if (kind === "file" || kind === "playbook") return 'COMPREPLY=($(compgen -f -- "$word"))';
  if (kind.startsWith("=")) return `COMPREPLY=($(compgen -W "${kind.slice(1)}" -- "$word"))`;
  const files = kind === "inventory" ? ' $(compgen -f -- "$word")' : "";
  return `COMPREPLY=($(compgen -W "$(${LISTS[kind as Completes]})" -- "$word")${files})`;
}

export function zshScript(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command).map((option) => `        ${zshOption(option)}`);
    const operands = command.operands.map(({ name, choices, completes, repeated }, index) => {
      const place = repeated ? "*" : String(index + 1);
      return `        '${place}:${name}:${zshValues(choices, completes)}'`;
    });
    return `    ${command.name})
      _arguments -s \\
${[...options, ...operands].join(" \\\n")} ;;`;
  });
  return `#compdef tera
# tera completion for zsh: source <(tera completion zsh)
_tera() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${commands.map(({ name, about }) => `      ${zshQuoted(`${name}:${about}`)}`).join("\n")}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases.join("\n")}
  esac
}
compdef _tera tera
`;
}

function zshOption(option: Option): string {
  const about = option.about.replace(/[[\]:]/g, " ");
  const value =
    option.value === undefined
      ? ""
      : `:${option.value.replace(/[[\]:]/g, " ").trim()}:${zshValues(option.choices, option.completes)}`;
  const many = option.kind === "list" || option.kind === "count" ? "*" : "";
  return words(option)
    .map((flag) => zshQuoted(`${many}${flag}[${about}]${value}`))
    .join(" ");
}

function zshValues(choices: readonly string[] | undefined, completes: Completes | undefined): string {
  if (choices) return `(${choices.join(" ")})`;
  if (completes === undefined) return "";
  if (completes === "folder") return "_files -/";
  const list = LISTS[completes];
  return list
    ? `{compadd -- $(${list.replace(/'/g, '"').replace(/\$\//g, "\\$/")}); ${completes === "inventory" ? "_files" : ":"}}`
    : "_files";
}

const zshQuoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

export function fishScript(commands: readonly Command[]): string {
  const names = commands.map((command) => command.name);
  const top = commands.map(
    ({ name, about }) => `complete -c tera -f -n __fish_use_subcommand -a ${name} -d ${fishQuoted(about)}`,
  );
  const rest = commands.flatMap((command) => {
    const within = `-n ${fishQuoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    const choices = command.operands[0]?.choices;
    const operand = choices ? [`complete -c tera -f ${within} -a ${fishQuoted(choices.join(" "))}`] : [];
    return [
      ...optionsOf(command).map((option) => `complete -c tera ${within} ${fishOption(option)}`),
      ...operand,
    ];
  });
  return [
    "# tera completion for fish: tera completion fish | source",
    `# commands: ${names.join(" ")}`,
    ...top,
    ...rest,
    "",
  ].join("\n");
}

function fishOption(option: Option): string {
  const short = words(option).find((flag) => /^-[^-]/.test(flag));
  const parts = short ? [`-s ${short.slice(1)}`] : [];
  parts.push(`-l ${longName(option).slice(2)}`);
  if (option.value !== undefined) parts.push(fishValues(option));
  return [...parts, `-d ${fishQuoted(option.about)}`].join(" ");
}

function fishValues({ choices, completes }: Option): string {
  if (choices) return `-x -a ${fishQuoted(choices.join(" "))}`;
  if (completes === undefined) return "-x";
  if (completes === "folder") return "-x -a '(__fish_complete_directories)'";
  const list = LISTS[completes];
  return list ? `-r -a ${fishQuoted(`(${list.replace(/\$\//g, "\\$/")})`)}` : "-r -F";
}

const fishQuoted = (text: string): string => `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
