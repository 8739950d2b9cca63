/** What of a session is random: the mark is a secret, the name of its folder is not. */
export interface SessionNames {
  /** stands before every record of ours; whoever knows it can forge them */
  mark: string;
  /** names the folder for temporary files, which `ls` and `ps` on the host may show */
  folder: string;
}

/**
 * What every session starts with: the verbs that modules use. Kept small, it
 * crosses the wire once per session. `T_M` is the session's random mark: a line
 * that starts with it is ours, all other bytes are output of the user's programs.
 * It must stay in this shell: no program may get it as an argument or by its environment.
 *
 * `t_stat FILE [-L]`: only inside `$( )`, whose process becomes `stat`: a fork less for the most frequent question.
 * T_H: halted by a failure; T_N: a failure was noted; T_D: folder for temporary files;
 * T_I: counts the requests; T_ID: who we are; T_U: the umask.
 */
export function prelude({ mark, folder }: SessionNames): string {
  return compact(PRELUDE).replace("@MARK@", mark).replace("@FOLDER@", folder);
}

const PRELUDE = `
set +a; unset T_M
T_M='\\001@MARK@'
T_H= T_N= T_I=0
if [ -n "\${LC_ALL+x}" ]; then T_L="LC_ALL='$LC_ALL'"; else T_L='unset LC_ALL'; fi
LC_ALL=C; export LC_ALL
# a shell whose printf is a program would show the mark in the list of processes
if [ -n "\${KSH_VERSION-}" ]; then t_m() { print "$T_M $*"; }; t_p() { print -rn -- "$1$2$3"; }
else t_m() { printf "$T_M %s\\n" "$*"; }; t_p() { printf %s%s%s "$1" "$2" "$3"; }; fi
set -- $(umask; stat -L -c '%u %a %n' / /proc/self "\${TMPDIR:-/tmp}" 2>/dev/null)
T_U=$1 T_ID=
if [ $# -gt 1 ]; then
shift 4; [ "$3" != /proc/self ] || { T_ID=$1; shift 3; }
t_stat() { exec stat $2 -c '%u %g %U %G %a %s %h' -- "$1" 2>/dev/null; }
else
set -- $(stat -f '%u %Lp' "\${TMPDIR:-/tmp}" 2>/dev/null)
t_stat() { exec stat $2 -f '%u %g %Su %Sg %Lp %z %l' "$1" 2>/dev/null; }
fi
T_ID=\${T_ID:-$(id -u)}
# a folder that others may rename things in is no place for ours
case $1:$2 in 0:[1357]???|"$T_ID":[1357]???) T_D=\${TMPDIR:-/tmp} ;; 0:*[2367]|0:*[2367]?|"$T_ID":*[2367]|"$T_ID":*[2367]?) T_D=\${HOME:-/} ;; 0:*|"$T_ID":*|:) T_D=\${TMPDIR:-/tmp} ;; *) T_D=\${HOME:-/} ;; esac
T_D=\${T_D%/}/.tera-@FOLDER@
trap 'rm -rf "$T_D"' EXIT
trap 'exit 1' HUP TERM PIPE
t_go() { T_I=$((T_I+1)); [ -z "$T_H" ] && { t_m begin; return 0; }; t_m halted; return 1; }
t_end() {
t_f=; [ ! -d "$T_D" ] || t_f=' files'
t_m "end $1$t_f"
t_m end >&2
# what waits for a file comes again: its group has not ended
case $1:$2 in 0:*) ;; 92:*) T_H=1; return ;; *:halt) T_H=1 ;; *:note) T_N=1 ;; esac
[ -z "$3" ] || { T_H=$T_H$T_N; T_N=; }
}
t_home() { eval "printf %s ~$1"; }
say() { t_m say \${#1} \${#2}; t_p "$1" "$2"; }
say_json() { t_m json \${#1} \${#2}; t_p "$1" "$2"; }
change() { t_m change; [ -z "$check" ]; }
differs() {
[ "x$2" != "x$3" ] || return 1
t_m diff \${#1} \${#2} \${#3}; t_p "$1" "$2" "$3"
[ -z "$check" ]
}
fail() { t_m fail \${#1}; t_p "$1"; exit 1; }
skip() { t_m skip \${#1}; t_p "$1"; exit 0; }
warn() { t_m warn \${#1}; t_p "$1"; }
have() { command -v "$1" >/dev/null 2>&1; }
t_sweep() {
for t_o in "$1"/.tera-*; do
[ -e "$t_o" ] || [ -L "$t_o" ] || return 0
find "$1/" -maxdepth 1 -name '.tera-*' -type "$2" -user "$T_ID" -mtime +0 -exec rm -rf {} + 2>/dev/null; return 0
done
}
t_dir() {
if [ -d "$T_D" ] && [ ! -L "$T_D" ] && [ -O "$T_D" ]; then return; fi
t_sweep "\${T_D%/*}" d
t_out=$(mkdir -m 700 "$T_D" 2>&1) || fail "cannot make the temporary folder $T_D: \${t_out##*: }"
}
make_temp() {
t_dir; t_i=\${t_i:-0}
while t_i=$((t_i+1)); [ -e "$T_D/$T_I-$t_i" ]; do :; done
temp=$T_D/$T_I-$t_i
{ true >"$temp"; } 2>/dev/null || fail "cannot make a temporary file in $T_D: $(t_cause "$temp")"
}
# a name that nobody can guess, in $t_u
t_name() { { read -r t_u </proc/sys/kernel/random/uuid; } 2>/dev/null || t_u=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n'); t_u=.tera-$t_u; }
# onto the name itself, whatever is there: not into a folder that a link of that name points to
t_over() {
t_out=$(mv -fT -- "$1" "$2" 2>&1) && return
case $t_out in *option*) [ ! -L "$2" ] || rm -f "$2"; t_out=$(mv -f -- "$1" "$2" 2>&1) ;; *) return 1 ;; esac
}
# why no file can be made there; through a link of that name nothing is emptied
t_cause() { t_out=$(set -C; : 2>&1 >"$1"); t_p "\${t_out##*: }"; }
store() {
t_f=$1; shift
"$@" >"$t_f" 2>/dev/null || { t_out=$( { "$@" 2>&3 | cat 2>&3 >>"$t_f"; } 3>&1 2>/dev/null | tail -n 1); fail "cannot write $t_f: \${t_out##*: }"; }
}
must() {
t_out=$("$@" 2>&1) || { t_rc=$?; fail "$(printf '%s' "$t_out" | tail -n 15)
$1 ended with status $t_rc"; }
}
checksum() {
if have sha1sum; then sum=$(sha1sum <"$1"); elif have shasum; then sum=$(shasum <"$1"); else sum=$(openssl sha1 -r <"$1"); fi
sum=\${sum%% *}
}
brought() {
eval "[ -n \\"\\\${T_at_$1-}\\\${T_in_$1+x}\\" ]" || { t_dir; t_m need \${#1} \${#T_D}; t_p "$1" "$T_D"; exit 92; }
}
content_of() {
eval "t_v=\\\${T_at_$1-}"
if [ -n "$t_v" ]; then cat <"$t_v"
else
eval "t_v=\\$T_in_$1 t_b=\\\${T_b64_$1-}"
if [ -n "$t_b" ]; then t_p "$t_v" | base64 -d; else t_p "$t_v"; fi
fi
}
need() {
brought "$1"; eval "t_v=\\\${T_at_$1-}"
if [ -z "$t_v" ]; then make_temp; store "$temp" content_of "$1"; t_v=$temp; fi
eval "$1=\\$t_v"
}
user_run() {
if [ -n "$has_stdin" ]; then t_p "$stdin" | (eval "$T_L"; exec "$@")
else (eval "$T_L"; exec "$@"); fi
rc=$?
}
t_m hello >&2
t_m hello $$
`;

const compacted = new Map<string, string>();

/** Shell text of this program without comments, blank lines and indentation: made once, for all hosts. */
export function compact(text: string): string {
  let short = compacted.get(text);
  if (short === undefined) {
    const lines = text.split("\n").map((line) => line.trim());
    short = `${lines.filter((line) => line !== "" && !line.startsWith("# ")).join("\n")}\n`;
    compacted.set(text, short);
  }
  return short;
}
