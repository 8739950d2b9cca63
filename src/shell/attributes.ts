import type { ShellLibrary } from "../model/script.js";

/**
 * `attributes PATH`: makes $mode, $owner and $group so, with differences noted.
 * `say_path PATH`: the state, owner, group, mode and size, as file modules return them.
 */
export const attributes: ShellLibrary = {
  name: "attributes",
  text: `
pad() { case \${#1} in 1) m=000$1 ;; 2) m=00$1 ;; 3) m=0$1 ;; *) m=$1 ;; esac; }
attributes() {
a_stat=
[ -e "$1" ] || [ -L "$1" ] || return 0
[ -n "$mode$owner$group" ] || return 0
a_path=$1; a_link=
[ ! -L "$1" ] || a_link=-h
a_stat=$(t_stat "$1")
set -- $a_stat
pad "$5"; a_now=$m
if [ -n "$mode" ] && [ "$mode" != preserve ] && [ -z "$a_link" ]; then
case $mode in
[0-7]*) pad "$mode"; a_want=$m ;;
*) symbolic "$a_path" "$5"; a_want=$m ;;
esac
if differs mode "$a_now" "$a_want"; then a_stat=; chmod "$a_want" "$a_path" || fail "chmod failed: $a_path"; fi
fi
a_own=$3; a_grp=$4
case $owner in *[!0-9]*) ;; ?*) a_own=$1 ;; esac
case $group in *[!0-9]*) ;; ?*) a_grp=$2 ;; esac
if [ -n "$owner" ] && [ "$a_own" != "$owner" ]; then
[ -n "$check" ] || id -u "$owner" >/dev/null 2>&1 || case $owner in *[!0-9]*) fail "chown failed: failed to look up user $owner" ;; esac
if differs owner "$a_own" "$owner"; then a_stat=; must chown $a_link "$owner" "$a_path"; fi
fi
if [ -n "$group" ] && [ "$a_grp" != "$group" ]; then
if differs group "$a_grp" "$group"; then a_stat=; chgrp $a_link "$group" "$a_path" 2>/dev/null || fail "chgrp failed: failed to look up group $group"; fi
fi
[ -z "$mode" ] || [ -z "$owner$group" ] || [ -n "$check" ] || [ -n "$a_link" ] || case $a_want in [4267]???) chmod "$a_want" "$a_path" ;; esac
return 0
}
symbolic() {
make_temp
if [ -d "$1" ]; then rm -f "$temp"; mkdir "$temp"; fi
chmod "$2" "$temp"; chmod "$mode" "$temp" 2>/dev/null || fail "mode must be in octal or symbolic form"
set -- $(t_stat "$temp")
pad "$5"
}
say_path() {
if [ ! -e "$1" ] && [ ! -L "$1" ]; then say state absent; return 0; fi
p_path=$1
[ -n "$a_stat" ] && [ "$a_path" = "$1" ] || a_stat=$(t_stat "$1")
set -- $a_stat
pad "$5"
say_json uid "$1"; say_json gid "$2"; say owner "$3"; say group "$4"; say mode "$m"; say_json size "$6"
if [ -L "$p_path" ]; then say state link
elif [ -d "$p_path" ]; then say state directory
elif [ -f "$p_path" ] && [ "$7" -gt 1 ]; then say state hard
else say state file; fi
}
`,
};
