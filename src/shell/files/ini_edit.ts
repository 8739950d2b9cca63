import type { ShellLibrary } from "../../model/script.js";

/**
 * `ini_edit OLD OUT`: edits the INI text of OLD as $section, $option and their kin say. The first line of OUT says
 * whether something changed (1 or 0) and the message, the others are the new text. $values and $having are told by
 * `iniLines`. The lines before the first section are a section too, with a heading of their own that is dropped in the end.
 */
export const iniEdit: ShellLibrary = {
  name: "ini_edit",
  text: `
ini_edit() {
section=$section option=$option values=$values having=$having unfinished=$unfinished state=$state exclusive=$exclusive tight=$no_extra_spaces loose=$ignore_spaces bare=$allow_no_value inactive=$modify_inactive_option awk '
function lead(s) { sub(/^[ \\t]+/, "", s); return s }
function plain(s,  out, i) {
while (i = index(s, "\\\\")) { out = out substr(s, 1, i - 1) (substr(s, i + 1, 1) == "n" ? "\\n" : "\\\\"); s = substr(s, i + 2) }
return out s
}
function assigned(name, v) { return tight ? name "=" v : name " = " v }
# does the text begin with NAME and "=", or is it NAME alone? Sets value
function named(s, name) {
s = lead(s)
if (substr(s, 1, length(name)) "" != name "") return 0
s = lead(substr(s, length(name) + 1)); value = ""
if (s == "") return 1
if (substr(s, 1, 1) != "=") return 0
value = lead(substr(s, 2)); return 1
}
# sets sign to the character that makes it a comment
function hit(line, name, commented) {
sign = ""
if (commented && lead(line) ~ /^[#;]/ && named(substr(lead(line), 2), name)) { sign = 1; return 1 }
return named(line, name)
}
function place(v,  i) { for (i = 1; i <= vn; i++) if (V[i] "" == v "") return i; return 0 }
function drop(i) { for (; i < vn; i++) V[i] = V[i + 1]; vn-- }
function has_all(from, to,  k, i, j, met) {
for (k = 1; k <= cn; k++) {
met = 0
for (i = from; i < to && !met; i++) {
if (!hit(L[i], CO[k], 1)) continue
met = !CN[k]
for (j = 1; j <= CN[k]; j++) if (CV[k, j] "" == value "") met = 1
}
if (!met) return 0
}
return 1
}
function set(i, line,  differs) {
differs = S[i] "" != line ""
if (loose && hit(S[i], option, 1) && !sign) { v = value; hit(line, option, 1); differs = v "" != value "" }
if (differs) { S[i] = line; note("option changed") }
done[i] = 1
}
function note(text) { changed = 1; msg = text }
function insert(i, line,  k) { for (k = m; k >= i; k--) S[k + 1] = S[k]; S[i] = line; m++; note("option added") }
function keep(  i, k) { for (i = 1; i <= m; i++) if (!gone[i]) S[++k] = S[i]; if (k != m) note("option changed"); m = k }
BEGIN {
section = ENVIRON["section"]; option = ENVIRON["option"]; tight = ENVIRON["tight"]; loose = ENVIRON["loose"]; bare = ENVIRON["bare"]
present = ENVIRON["state"] == "present"; exclusive = ENVIRON["exclusive"]; inactive = ENVIRON["inactive"]; msg = "OK"; changed = ENVIRON["unfinished"] + 0
k = split(ENVIRON["values"], part, "\\n"); for (i = 1; i <= k; i++) { v = plain(substr(part[i], 2)); if (!place(v)) V[++vn] = v }
k = split(ENVIRON["having"], part, "\\n")
for (i = 1; i <= k; i++) if (part[i] ~ /^o/) CO[++cn] = plain(substr(part[i], 2)); else CV[cn, ++CN[cn]] = plain(substr(part[i], 2))
if (section == "") section = "ad01e11446efb704fcdbdb21f2c43757423d91c5"
name = section; gsub(/^[ \\t\\r\\f\\v]+|[ \\t\\r\\f\\v]+$/, "", name)
L[n = 1] = "[ad01e11446efb704fcdbdb21f2c43757423d91c5]"
}
{ L[++n] = $0 }
END {
if (n == 1) L[++n] = ""
L[++n] = "["
for (i = 1; i <= n; i++) {
if (inside && L[i] ~ /^\\[/) { if (has_all(start, i)) { end = i; break }; inside = start = end = 0 }
s = L[i]
if (s !~ /^\\[/) continue
s = substr(s, 2); sub(/^[ \\t\\r\\f\\v]+/, "", s)
if (substr(s, 1, length(name)) "" != name "") continue
s = substr(s, length(name) + 1); sub(/^[ \\t\\r\\f\\v]+/, "", s)
if (s ~ /^\\]/) { inside = 1; start = i }
}
for (i = start; inside && i < end; i++) S[++m] = L[i]
if (present && option != "") change_lines()
else if (!present && option != "") {
for (i = 1; i <= m; i++) gone[i] = hit(S[i], option, 0) && (exclusive || place(value))
keep()
} else if (!present && m) { m = 0; note("section removed") }
# the heading that was put on top, or what took its place, and the bracket below are no part of the text
for (i = 1; i < (inside ? start : 1); i++) O[++o] = L[i]
for (i = 1; i <= m; i++) O[++o] = S[i]
for (i = inside ? end : 1; i <= n; i++) O[++o] = L[i]
o--
if (present && !inside) add_section()
print (changed ? 1 : 0) " " msg
for (i = 2; i <= o; i++) print O[i]
}
function change_lines(  i, k, last) {
for (i = 1; i <= m; i++) {
if (!hit(S[i], option, inactive)) continue
if (vn && (k = place(value))) {
v = V[k]; drop(k)
if (v == "" && bare) { noted = 1; set(i, option) } else set(i, assigned(option, v))
} else if (!vn && bare) { noted = 1; set(i, option); break }
}
if (exclusive && !bare) {
for (i = 1; i <= m && vn; i++) if (!done[i] && hit(S[i], option, inactive)) { set(i, assigned(option, V[1])); drop(1) }
for (i = 2; i <= m; i++) gone[i] = !done[i] && hit(S[i], option, inactive)
keep()
}
for (last = m; last && S[last] ~ /^[ \\t]*([#;].*)?$/; last--) ;
if (!last) return
for (i = vn; i; i--) insert(last + 1, assigned(option, V[i]))
if (!vn && bare && !noted) insert(last + 1, option)
}
function add_section(  k, j) {
O[++o] = "[" section "]"; note("section and option added")
for (k = 1; k <= cn; k++) {
if (CO[k] "" != option "") {
for (j = 1; j <= CN[k]; j++) O[++o] = assigned(CO[k], CV[k, j])
if (!CN[k] && bare) O[++o] = CO[k]
} else if (!exclusive) for (j = 1; j <= CN[k]; j++) if (!place(CV[k, j])) V[++vn] = CV[k, j]
}
if (option != "" && vn) for (k = 1; k <= vn; k++) O[++o] = assigned(option, V[k])
else if (option != "" && bare) O[++o] = option
else msg = "only section added"
}' "$1" >"$2" || fail "cannot edit $path"
}
`,
};

/** Texts for `$values` and `$having`: a line each, behind the letter that says what it is. */
export function iniLines(letter: "o" | "v", texts: readonly string[]): string[] {
  return texts.map((text) => letter + text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"));
}
