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
t_m end $1
t_m end >&2
case $1:$2 in 0:*) ;; 92:*|*:halt) T_H=1 ;; *:note) T_N=1 ;; esac
[ -z "$3" ] || { T_H=$T_H$T_N; T_N=; }
}
t_home() { eval "printf %s ~$1"; }
say() { t_m say \${#1} \${#2}; printf %s%s "$1" "$2"; }
say_t_m hello $$
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
