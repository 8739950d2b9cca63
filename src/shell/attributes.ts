import type { ShellLibrary } from "../model/script.js";

/**
 * `attributes PATH`: makes $mode, $owner and $group so, with differences noted.
 * `say_path PATH`: the state, owner, group, mode and size, as file modules return them.
 */
export const attributes: ShellLibrary = {
  name: "attributes",
  text: `
octal() { printf %04o "$((0$1))"; }
attributes() {
[ -e "$1" ] || [ -L "$1" ] || return 0
[ -n "$mode$owner$group" ] || return 0
a_path=$1; a_link=
[ ! -L "$1" ] || a_link=-h
set -- $(t_stat "$1")
a_now=$(octal "$5")
if [ -n "$mode" ] && [ "$mode" != preserve ] && [ -z "$a_link" ]; then
case $mode in
[0-7]*) a_want=$(octal "$mode") ;;
*) a_want=$(symbolic "$a_path" "$5") ;;
esac
if differs mode "$a_now" "$a_want"; then chmod "$a_want" "$a_path" || fail "chmod failed: $a_path"; fi
fi
a_own=$3; a_grp=$4
case $owner in *[!0-9]*) ;; ?*) a_own=$1 ;; esac
case $group in *[!0-9]*) ;; ?*) a_grp=$2 ;; esac
if [ -n "$owner" ] && [ "$a_own" != "$owner" ]; then
[ -n "$check" ] || id -u "$owner" >/dev/null 2>&1 || case $owner in *[!0-9]*) fail "chown failed: failed to look up user $owner" ;; esac
if differs owner "$a_own" "$owner"; then must chown $a_link "$owner" "$a_path"; fi
fi
if [ -n "$group" ] && [ "$a_grp" != "$group" ]; then
if differs group "$a_grp" "$group"; then chgrp $a_link "$group" "$a_path" 2>/dev/null || fail "chgrp failed: failed to look up group $group"; fi
fi
[ -z "$mode" ] || [ -z "$owner$group" ] || [ -n "$check" ] || [ -n "$a_link" ] || case $a_want in [4267]???) chmod "$a_want" "$a_path" ;; esac
return 0
}
symbolic() {
make_temp
if [ -d "$1" ]; then rm -f "$temp"; mkdir "$temp"; fi
chmod "$2" "$temp"; chmod "$mode" "$temp" 2>/dev/null || fail "mode must be in octal or symbolic form"
a_t=$(t_stat "$temp"); set -- $a_t
octal "$5"
}
say_path() {
if [ ! -e "$1" ] && [ ! -L "$1" ]; then say state absent; return 0; fi
p_path=$1
set -- $(t_stat "$1")
say_json uid "$1"; say_json gid "$2"; say owner "$3"; say group "$4"; say mode "$(octal "$5")"; say_json size "$6"
if [ -L "$p_path" ]; then say state link
elif [ -d "$p_path" ]; then say state directory
elif [ "$(t_links "$p_path")" -gt 1 ] && [ -f "$p_path" ]; then say state hard
else say state file; fi
}
t_links() { set -- $(ls -ld -- "$1"); printf %s "$2"; }
`,
};
