import type { ShellLibrary } from "../../model/script.js";
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
e_to=$path; [ ! -L "$path" ] || e_to=$(readlink -f "$path")
e_was=; [ "$e_file" = /dev/null ] || e_was=$(t_stat "$e_file" -L)
set -- $e_was; e_size=\${6:-0} out=
e_done=$(e_awk "$e_file")
case $? in 0) ;; 4) e_nul ;; *) fail "cannot read $path" ;; esac
e_new_size=\${e_done%% *} e_done=\${e_done#* }
say msg "$e_done"; say path "$path"
e_count=\${e_done%% *}; [ "$state" != absent ] || say_json found "\${e_count:-0}"
if [ -n "$e_done" ] && e_change; then e_put; else attributes "$path"; fi
}
e_nul() { fail "$path holds NUL bytes, which this host's awk cannot keep"; }
# the new text is put into a file of its own only where something wants to look at it first
e_change() {
e_new=; out=1
[ -n "$diff$validate" ] || { change; return; }
make_temp; e_new=$temp; store "$e_new" e_lines "$e_file"
differs_file "$path (content)" "$path" "$e_new"
}
e_put() {
# busybox' awk takes NUL for the end of a line
if [ -s "$e_file" ] && have busybox && [ "$(command -v awk)" -ef "$(command -v busybox)" ]; then tr -d '\\000' <"$e_file" | cmp -s - "$e_file" || e_nul; fi
if ! in_folder "$path"; then mkdir -p "$parent" || fail "Error creating $path"; fi
validated "$e_new" "$path"
[ -z "$backup" ] || [ ! -e "$path" ] || backup "$path"
p_wear=1 p_check=size:$e_new_size
if [ -n "$e_new" ]; then put "$e_to" p_cat "$e_new"; else put "$e_to" e_lines "$e_file"; fi
}
e_lines() { (e_awk "$1") }
# becomes awk: only in a process of its own
e_awk() {
export e_size state by line search_string matches spot looked filled backrefs firstmatch insertafter insertbefore out
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
{ l[++n] = $0 "\\n"; size += length(l[n]) }
END {
# the last line may have no end
if (n && size == ENVIRON["e_size"] + 1) { l[n] = substr(l[n], 1, length(l[n]) - 1); size-- }
said = ENVIRON["state"] == "absent" ? removed() : placed()
if (said != "" && size != ENVIRON["e_size"]) exit 4
if (ENVIRON["out"]) for (i = 1; i <= n; i++) printf "%s", l[i]
else {
size = 0
for (i = 1; i <= n; i++) size += length(l[i])
printf "%.0f %s", size, said
}
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
}
`,
};
