/**
 * What every session starts with: the verbs that modules use. Kept small, it
 * crosses the wire once per session. `M` is the session's random mark: a line
 * that starts with it is ours, all other bytes are output of the user's programs.
 *
 * T_H: halted by a failure; T_N: a failure was noted; T_D: folder for temporary files.
 */
export function prelude(mark: string): string {
  return compact(`
M='\\001${mark}'
T_D=\${TMPDIR:-/tmp}/.tera-${mark} T_H= T_N=
if [ -n "\${LC_ALL+x}" ]; then T_L="LC_ALL='$LC_ALL'"; else T_L='unset LC_ALL'; fi
LC_ALL=C; export LC_ALL
if stat -c %a / >/dev/null 2>&1; then
t_stat() { stat -c '%u %g %U %G %a %s %h' -- "$1" 2>/dev/null; }
else
t_stat() { stat -f '%u %g %Su %Sg %Lp %z %l' "$1" 2>/dev/null; }
fi
trap 'rm -rf "$T_D"' EXIT
trap 'exit 1' HUP TERM
t_m() { printf "$M %s\\n" "$*"; }
t_go() { [ -z "$T_H" ] && { t_m begin; return 0; }; t_m halted; return 1; }
t_end() {
t_f=; [ ! -d "$T_D" ] || t_f=' files'
t_m "end $1$t_f"
t_m end >&2
case $1:$2 in 0:*) ;; 92:*|*:halt) T_H=1 ;; *:note) T_N=1 ;; esac
[ -z "$3" ] || { T_H=$T_H$T_N; T_N=; }
}
t_home() { eval "printf %s ~$1"; }
say() { t_m say \${#1} \${#2}; printf %s%s "$1" "$2"; }
say_json() { t_m json \${#1} \${#2}; printf %s%s "$1" "$2"; }
change() { t_m change; [ -z "$check" ]; }
differs() {
[ "x$2" != "x$3" ] || return 1
t_m diff \${#1} \${#2} \${#3}; printf %s%s%s "$1" "$2" "$3"
[ -z "$check" ]
}
fail() { t_m fail \${#1}; printf %s "$1"; exit 1; }
skip() { t_m skip \${#1}; printf %s "$1"; exit 0; }
warn() { t_m warn \${#1}; printf %s "$1"; }
have() { command -v "$1" >/dev/null 2>&1; }
t_dir() { [ -d "$T_D" ] || mkdir -m 700 "$T_D"; }
make_temp() { t_dir; temp=$(mktemp "$T_D/XXXXXX") || fail "cannot make a temporary file in $T_D"; }
must() {
t_out=$("$@" 2>&1) || { t_rc=$?; fail "$(printf '%s' "$t_out" | tail -n 15)
$1 ended with status $t_rc"; }
}
checksum() {
if have sha1sum; then sum=$(sha1sum <"$1"); elif have shasum; then sum=$(shasum <"$1"); else sum=$(openssl sha1 -r <"$1"); fi
sum=\${sum%% *}
}
differs_file() {
cmp -s "$2" "$3" && return 1
if [ -n "$diff" ]; then
t_a=0; [ ! -f "$2" ] || t_a=$(wc -c <"$2"); t_b=$(wc -c <"$3")
t_m content \${#1} $((t_a)) $((t_b)); printf %s "$1"; [ ! -f "$2" ] || cat "$2"; cat "$3"
else t_m change; fi
[ -z "$check" ]
}
copy_over() {
t_t=\${2%/*}; [ "$t_t" != "$2" ] || t_t=.
t_t=\${t_t:-/}/.tera-$$-\${2##*/}
cat <"$1" >"$t_t" || { rm -f "$t_t"; return 1; }
if [ -f "$2" ]; then
set -- "$1" "$2" $(t_stat "$2")
chmod "$7" "$t_t"
[ "$(id -u)" != 0 ] || chown "$3:$4" "$t_t"
fi
mv -f "$t_t" "$2" || { rm -f "$t_t"; return 1; }
}
write_file() { make_temp; cat >"$temp" && copy_over "$temp" "$1"; }
backup() {
backup_file=$1.$$.$(date +%Y-%m-%d@%H:%M:%S~)
cp -p "$1" "$backup_file" || fail "cannot make a backup of $1"
say backup_file "$backup_file"
}
need() {
eval "t_v=\\\${T_at_$1-}"
if [ -z "$t_v" ]; then
eval "t_v=\\\${T_in_$1+x}"
[ -n "$t_v" ] || { t_m need "$1"; exit 92; }
make_temp
eval "t_v=\\\${T_b64_$1-}"
if [ -n "$t_v" ]; then eval "printf %s \\"\\$T_in_$1\\"" | base64 -d >"$temp"; else eval "printf %s \\"\\$T_in_$1\\"" >"$temp"; fi
t_v=$temp
fi
eval "$1=\\$t_v"
}
user_run() {
if [ -n "$has_stdin" ]; then printf %s "$stdin" | (eval "$T_L"; exec "$@")
else (eval "$T_L"; exec "$@"); fi
rc=$?
}
t_m hello $$
`);
}

/** Shell text without comments, blank lines and indentation. */
export function compact(text: string): string {
  return `${text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("# "))
    .join("\n")}\n`;
}
