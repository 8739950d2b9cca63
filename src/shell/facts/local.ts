import { IniFault, IniFile } from "../../model/ini_file.js";
import { readJson } from "../../model/json_read.js";
import type { ShellLibrary } from "../../model/script.js";
import type { Facts, Said } from "./lines.js";

/** Facts of the host's own files: `NAME.fact`, JSON or INI, or a program that prints such. */
export const LOCAL_FACTS: ShellLibrary = {
  name: "facts_local",
  text: `
facts_local() {
[ -d "$fact_path" ] || return 0
for f in "$fact_path"/*.fact; do
b=\${f##*/}; b=\${b%.fact}
if [ ! -e "$f" ]; then
[ ! -L "$f" ] || say "lost:$b" "Could not stat fact ($f): [Errno 2] No such file or directory: '$f'"
continue
fi
case $(ls -ldL "$f") in ???[xs]*) ;; *) say "file:$b" "$f"; say "local:$b" "$(cat "$f" 2>/dev/null)"; continue ;; esac
fact_script "$f" "$b"
done
}
fact_script() {
e=$(mktemp) || return 0
o=$("$1" 2>"$e"); r=$?
case $r in
0) say "file:$2" "$1"; say "local:$2" "$o" ;;
126|127) say "lost:$2" "Could not execute fact script ($1): $(cat "$e")" ;;
*) say "lost:$2" "Failure executing fact script ($1), rc: $r, err: $(cat "$e")" ;;
esac
rm -f "$e"
}`,
};

/** The values by the files' names; where there is none, why. */
export function localFacts(said: Said): Facts {
  const facts: Facts = {};
  for (const [key, text = ""] of Object.entries(said)) {
    const [, kind, name = ""] = /^(local|lost):(.*)$/s.exec(key) ?? [];
    if (kind === "lost") facts[name] = text;
    else if (kind === "local") facts[name] = factOf(text, said[`file:${name}`] ?? name);
  }
  return facts;
}

/** What is wrong with the files, as warnings. */
export function localFaults(said: Said): string[] {
  return Object.keys(said)
    .filter((key) => /^(local|lost):/.test(key))
    .map((key) => localFacts(said)[key.replace(/^\w+:/, "")])
    .filter((fact): fact is string => typeof fact === "string" && FAULTY.test(fact));
}

const FAULTY = /^(error loading facts as|Could not (stat|execute) fact|Failure executing fact)/;

function factOf(text: string, file: string): unknown {
  try {
    return readJson(text);
  } catch {
    return sectionsOf(text, file);
  }
}

function sectionsOf(text: string, file: string): unknown {
  const ini = new IniFile({ caseSensitive: false, allowNoValue: false, interpolation: true });
  try {
    ini.read(text);
  } catch (error) {
    return inWords(error, `error loading facts as JSON or ini - please check content: ${file}`);
  }
  try {
    return Object.fromEntries(ini.sections().map((name) => [name, Object.fromEntries(ini.entries(name))]));
  } catch (error) {
    const why = error instanceof IniFault ? ` (${error.message})` : "";
    return inWords(error, `error loading facts as ini - please check content: ${file}${why}`);
  }
}

function inWords(error: unknown, words: string): string {
  if (error instanceof IniFault) return words;
  throw error;
}
