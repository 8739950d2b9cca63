import { flag, oneOf, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Value } from "../../model/value.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "debconf",
  about: "Answers a question that a Debian package asks when it is configured",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the package", required: true, aliases: ["pkg"] }),
    question: text({ about: "the question", aliases: ["selection", "setting"] }),
    vtype: oneOf([
      "boolean",
      "error",
      "multiselect",
      "note",
      "password",
      "seen",
      "select",
      "string",
      "text",
      "title",
    ])({ about: "the kind of the answer" }),
    value: raw({ about: "the answer", aliases: ["answer"] }),
    unseen: flag({ about: "do not mark the question as seen", default: false }),
  },
  examples: [
    { name: "locales", question: "locales/default_environment_locale", value: "C.UTF-8", vtype: "select" },
  ],
  returns: { current: "the answers as they are now", previous: "the answers as they were" },
  validate: ({ question, vtype, value }) => {
    if (Array.isArray(value) && new Set(value.map((one) => typeof one)).size > 1)
      return ["Invalid value provided for 'multiselect': the choices are of several types"];
    const given = [question, vtype, value].filter((one) => one !== undefined).length;
    return given === 0 || given === 3 ? [] : ["parameters are required together: question, vtype, value"];
  },
  uses: [tools],
  vars: ({ vtype, value }) => ({
    value: answerText(vtype, value),
    // an answer that is not there yet is given as it was written
    unsorted: Array.isArray(value) ? value.map(String).join(", ") : "",
    sorted: Array.isArray(value) ? [...value].map(String).sort().join("\n") : "",
  }),
  sh: `
    required debconf-show
    tool debconf-show "$name" || fail "$err"
    say shown "$out"
    [ -n "$question" ] || exit 0
    now=$(printf '%s\\n' "$out" | awk -v q="$question" '{ key = $0; sub(/:.*/, "", key); gsub(/^[* \\t]+|[* \\t]+$/, "", key); if (key == q) { sub(/^[^:]*:[ \\t]*/, ""); print "x" $0; exit } }')
    was=$now want=$value
    case $vtype in
    boolean) now=$(printf %s "$now" | tr A-Z a-z) ;;
    password)
      if [ -n "$now" ]; then
        required debconf-get-selections; tool_ok debconf-get-selections
        now=x$(printf '%s\\n' "$out" | awk -F '\\t' -v p="$name" -v q="$question" 'index($1, p) == 1 && $2 == q && $3 == "password" { print $4; exit }')
      fi ;;
    multiselect) [ -z "$sorted" ] || { now=x$(printf %s "\${now#x}" | tr ',' '\\n' | sed 's/^ *//; s/ *$//' | LC_ALL=C sort); want=$sorted; } ;;
    esac
    [ "$now" != "x$want" ] || exit 0
    [ -n "$was" ] || value=\${unsorted:-$value}
    if change; then
      make_temp; printf '%s %s %s %s\\n' "$name" "$question" "$vtype" "$value" >"$temp"
      out=$(debconf-set-selections \${unseen:+-u} <"$temp" 2>&1) || fail "$out"
      say msg "$out"
    fi
  `,
  result: ({ said, failure, changed }, { question, vtype, value }, { diff }) => {
    if (failure !== undefined) return { changed: false };
    const previous = selections(String(said.shown));
    if (!changed || question === undefined) return { msg: "", current: previous };
    const before = { [question]: previous[question] ?? "" };
    const current = { [question]: answerText(vtype, value) };
    return {
      msg: said.msg ?? "",
      current,
      previous: question in previous ? before : { ...previous, ...before },
      diff: diff ? { before, after: { ...before, ...current } } : {},
    };
  },
});

function answerText(vtype: string | undefined, value: Value | undefined): string {
  if (Array.isArray(value)) return [...value].map(String).sort().join(", ");
  if (typeof value === "boolean") return vtype === "boolean" ? String(value) : value ? "True" : "False";
  const text = String(value ?? "");
  return vtype === "boolean" ? text.toLowerCase() : text;
}

/** What debconf-show prints: a question and its answer a line. */
function selections(shown: string): Record<string, string> {
  const lines = shown.split("\n").filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => {
      const [, key, value] = /^([^:]*):(.*)$/.exec(line)!;
      return [key!.replace(/^\*+|\*+$/g, "").trim(), value!.trim()];
    }),
  );
}
