import type { ShellLibrary } from "../model/script.js";
import { content } from "./content.js";

/**
 * `edit_line`: one line of $path is made so, or lines are removed. awk decides what is to be done,
 * and writes the new text only where something changes.
 *
 * $by: lines are found by `regexp`, `search` or as the `line` itself. $matches and $spot are POSIX
 * expressions of regexp and of insertafter or insertbefore; with $looked they are the numbers of
 * the lines that match, found on the controller, and $filled is the line with its groups filled in.
 */
export const editLine: ShellLibrary = {
  name: "edit_line",
  uses: [content],
  text: `
edit_line() {
[ ! -d "$path" ] || { say_json rc 256; fail "Path $path is a directory !"; }
if [ -e "$path" ]; then e_file=$path
elif [ "$state" = absent ]; then say msg "file not present"; say_json absent true; return 0
elif [ -n "$create" ]; then e_file=/dev/null; say_json exists false
else say_json rc 257; fail "Destination $path does not exist !"
fi
if [ -n "$look" ]; then say_json looked true; cat "$e_file" || fail "cannot read $path"; return 0; fi
if [ -n "$looked" ]; then
checksum "$e_file"; [ "$sum" = "$looked" ] || fail "$path was changed by somebody else meanwhile"
fi
open=; [ ! -s "$e_file" ] || [ -z "$(tail -c 1 "$e_file")" ] || open=1
out=; e_done=$(e_lines "$e_file") || fail "cannot read $path"
say msg "$e_done"; say path "$path"
e_count=\${e_done%% *}; [ "$state" != absent ] || say_json found "\${e_count:-0}"
[ -z "$e_done" ] || e_put
attributes "$path"
}
e_put() {
tr -d '\\000' <"$e_file" | cmp -s - "$e_file" || fail "$path holds NUL bytes, it is no text"
make_temp; out=$temp; e_lines "$e_file" >/dev/null || fail "cannot read $path"
differs_file "$path (content)" "$path" "$temp" || return 0
if ! in_folder "$path"; then mkdir -p "$parent" || fail "Error creating $path"; fi
validated "$temp" "$path"
[ -z "$backup" ] || [ ! -e "$path" ] || backup "$path"
copy_over "$temp" "$path" || fail "cannot write $path"
}
e_lines() { (
export state by line search_string matches spot looked filled backrefs firstmatch insertafter insertbefore open out
exec awk '
function bare(text) { sub(/[\\r\\n]+$/, "", text); return text }
function is_match(i) {
if (by == "search") return search == "" || index(l[i], search)
if (by == "line") return bare(l[i]) == line
return looked ? (i in match_at) : l[i] ~ matches
}
function is_spot(i) { return looked ? (i in spot_at) : spot != "" && l[i] ~ spot }
function numbers(text, set, part, i) { i = split(text, part, " "); while (i) set[part[i--]] }
BEGIN {
by = ENVIRON["by"]; line = ENVIRON["line"]; search = ENVIRON["search_string"]; looked = ENVIRON["looked"] != ""
matches = ENVIRON["matches"]; spot = ENVIRON["spot"]; first = ENVIRON["firstmatch"]; after = ENVIRON["insertafter"]
if (looked) { numbers(matches, match_at); numbers(spot, spot_at) }
}
{ l[++n] = $0 "\\n" }
END {
if (n && ENVIRON["open"]) l[n] = substr(l[n], 1, length(l[n]) - 1)
said = ENVIRON["state"] == "absent" ? removed() : placed()
if (said == "") exit
print said
out = ENVIRON["out"]
if (out != "") for (i = 1; i <= n; i++) printf "%s", l[i] > out
}
function removed(i, kept) {
for (i = 1; i <= n; i++) if (!is_match(i)) l[++kept] = l[i]
i = n - kept; n = kept + 0
return i ? i " line(s) removed" : ""
}
function placed(i, at, to, fresh) {
if (by != "line") for (i = 1; i <= n; i++) if (is_match(i)) { at = i; if (first) break }
fresh = at && ENVIRON["backrefs"] ? ENVIRON["filled"] : line
if (!at) for (i = 1; i <= n; i++) {
if (bare(l[i]) == line) at = i
else if (is_spot(i)) { to = after != "" ? i + 1 : i; if (first) break }
}
if (at) {
if (fresh !~ /\\n$/) fresh = fresh "\\n"
if (l[at] == fresh) return ""
l[at] = fresh
return "line replaced"
}
if (ENVIRON["backrefs"]) return ""
if (after == "BOF" || ENVIRON["insertbefore"] == "BOF") to = 1
if (to && after != "" && to <= n && bare(l[to]) == line) return ""
if (!to) to = n + 1
if (to > n && n && l[n] !~ /[\\r\\n]$/) l[n] = l[n] "\\n"
for (i = n++; i >= to; i--) l[i + 1] = l[i]
l[to] = line "\\n"
return "line added"
}
' "$1"
) }
`,
};
