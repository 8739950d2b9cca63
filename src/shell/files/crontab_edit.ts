import type { ShellLibrary } from "../../model/script.js";

/**
 * `crontab_edit FILE`: the crontab's text with the job or variable as wanted, as output.
 * `crontab_names FILE PATTERN`: the names in it, as a JSON list; PATTERN is `job` or `env`.
 *
 * A job is the line after its marker `#Ansible: NAME`; one that stands there without a marker gets one.
 */
export const crontabEdit: ShellLibrary = {
  name: "crontab_edit",
  text: `
crontab_edit() { (
export name line state env insertafter insertbefore
exec awk '
function add(text) { out[++m] = text }
function starts(text, with) { return substr(text, 1, length(with)) == with }
{ l[++n] = $0 }
END {
name = ENVIRON["name"]; line = ENVIRON["line"]; wanted = ENVIRON["state"] == "present"
if (ENVIRON["env"]) variable(); else job()
for (i = 1; i <= m; i++) print out[i]
}
function job(   i, at, marker) {
marker = "#Ansible: " name
for (i = 1; i <= n && !at; i++) if (l[i] == marker) at = i
if (at) {
for (i = 1; i < at; i++) add(l[i])
if (wanted) { add(marker); add(line) }
for (i = at + 2; i <= n; i++) add(l[i])
return
}
for (i = 1; i <= n; i++) {
if (wanted && !at && l[i] == line && (i == 1 || !starts(l[i-1], "#Ansible: "))) { add(marker); at = i }
add(l[i])
}
if (wanted && !at) { add(marker); add(line) }
}
function variable(   i, at, spot, after) {
after = ENVIRON["insertafter"]; before = ENVIRON["insertbefore"]
for (i = 1; i <= n; i++) {
if (starts(l[i], name "=")) at = i
if (after != "" && starts(l[i], after "=")) spot = i + 1
if (before != "" && starts(l[i], before "=")) spot = i
}
if (wanted && !at && (after != "" || before != "") && !spot) exit 3
if (wanted && !at && !spot) spot = 1
for (i = 1; i <= n; i++) {
if (!at && i == spot) add(line)
if (i != at) add(l[i]); else if (wanted) add(line)
}
if (!at && spot > n) add(line)
}
' "$1"
) }
crontab_names() {
awk -v kind="$2" '
kind == "job" && /^#Ansible: / { print substr($0, 11) }
kind == "env" && /^[^ \\t#]+=/ { sub(/=.*/, ""); print }
' "$1" | awk '
{ gsub(/[\\\\"]/, "\\\\\\\\&"); gsub(/\\t/, "\\\\t"); printf "%s\\"%s\\"", (NR > 1 ? ", " : "["), $0 }
END { print NR ? "]" : "[]" }'
}
`,
};
