import type { ShellLibrary } from "../../model/script.js";
import { accounts } from "../accounts.js";
import { identity } from "./identity.js";

/**
 * `attributes PATH [STAT]`: makes $mode, $owner, $group, $attributes and the
 * SELinux context so, with differences noted; with $a_quiet only that there are
 * some. STAT is what t_stat says of PATH, where it is known; $a_fd: PATH is an open descriptor.
 * `put_mode MODE PATH`: these permissions, and not those of what a link leads to.
 * `a_foreseen`: warns of an owner and a group that are not there.
 * `say_path PATH`: state, owner, group, mode and size, as file modules return them.
 */
export const attributes: ShellLibrary = {
  name: "attributes",
  uses: [accounts, identity],
  opensFiles: true,
  text: `
a_fd=
pad() { case \${#1} in 0) m=0000 ;; 1) m=000$1 ;; 2) m=00$1 ;; *) m=0$1 ;; esac; }
a_differs() {
[ -n "$a_quiet" ] || { differs "$@"; return; }
[ "x$2" != "x$3" ] && change
}
attributes() {
a_stat=
[ -n "$mode$owner$group$attributes$seuser$serole$setype$selevel" ] || return 0
[ -e "$1" ] || [ -L "$1" ] || return 0
a_path=$1 a_link= a_owned=
[ -n "$a_fd" ] || [ ! -L "$1" ] || a_link=1
a_stat=\${2-$(t_stat "$1")}
set -- $a_stat
[ -n "$a_fd" ] || [ -z "$seuser$serole$setype$selevel" ] || selinux
if [ -n "$owner" ] && [ "$owner" != "$3" ] && [ "$owner" != "$1" ]; then
case $owner in *[!0-9]*) a_id=$(id -u "$owner" 2>/dev/null) || a_fail "chown failed: failed to look up user $owner" ;; *) a_id=$owner ;; esac
if a_differs owner "$1" "$a_id"; then a_set chown "$a_id"; fi
fi
if [ -n "$group" ] && [ "$group" != "$4" ] && [ "$group" != "$2" ]; then
case $group in *[!0-9]*) a_id=$(account group "$group"); a_id=\${a_id#*:*:}; a_id=\${a_id%%:*}; [ -n "$a_id" ] || a_fail "chgrp failed: failed to look up group $group" ;; *) a_id=$group ;; esac
if a_differs group "$2" "$a_id"; then a_set chgrp "$a_id"; fi
fi
# a new owner takes the set-user-ID bits away
if [ -n "$a_owned" ]; then case $5 in ????*) set -- $(t_stat "$a_path" $a_fd) ;; esac; fi
if [ -n "$mode" ] && [ "$mode" != preserve ] && [ -z "$a_link" ]; then
case $mode in [0-7]*) a_want=\${mode#0}; a_want=\${a_want:-0} ;; *) symbolic "$a_path" "$5"; a_want=$m ;; esac
pad "$5"; a_now=$m; pad "$a_want"
if a_differs mode "$a_now" "$m"; then
a_out=$(a_chmod 2>&1) || a_fail "chmod failed: $a_out"
[ -z "$a_stat" ] || a_stat="$1 $2 $3 $4 \${m#0} $6 $7"
fi
fi
[ -z "$attributes" ] || [ -n "$a_fd" ] || flags
return 0
}
a_fail() {
a_stat=; [ -z "$a_fd" ] || a_path=$p_to
say path "$a_path"; say_path "$a_path"; fail "$1"
}
a_set() {
a_stat= a_owned=1
if [ -n "$a_fd" ]; then a_out=$("$1" "$2" "$a_path" 2>&1); else a_out=$("$1" -h "$2" "$a_path" 2>&1); fi || a_fail "$1 failed: $a_out"
}
# root does not follow a link that somebody puts in the file's place meanwhile
a_chmod() {
if [ -n "$a_fd" ] || [ "$T_ID" != 0 ] || [ ! -e /proc/self/fd/1 ] || { [ ! -f "$a_path" ] && [ ! -d "$a_path" ]; }; then chmod "$m" "$a_path"
else {
same_file "$a_path" 9 || { echo "$a_path was replaced meanwhile"; return 1; }
chmod "$m" /proc/self/fd/9
} 9<"$a_path"; fi
}
put_mode() { pad "$1"; a_path=$2; a_chmod; }
# an account that is not there may come of a task that has not been run in check mode
a_foreseen() {
if [ -n "$owner" ] && ! id -u "$owner" >/dev/null 2>&1; then
case $owner in *[!0-9]*) a_who=$owner ;; *) a_who="with uid $owner" ;; esac
warn "failed to look up user $a_who. Create user up to this point in real play"
fi
if [ -n "$group" ] && [ -z "$(account group "$group")" ]; then
case $group in *[!0-9]*) a_who=$group ;; *) a_who="with gid $group"; ! grep -q "^[^:]*:[^:]*:$group:" /etc/group || return 0 ;; esac
warn "failed to look up group $a_who. Create group up to this point in real play"
fi
}
symbolic() {
if [ -n "$a_fd" ]; then
chmod -- "$mode" "$1" || a_fail "mode must be in octal or symbolic form"
set -- $(t_stat "$1" -L); m=\${5#0}; return
fi
a_umask=$(umask); make_temp
[ ! -d "$1" ] || { rm -f "$temp"; mkdir "$temp"; }
chmod "$2" "$temp"
(umask "$a_umask"; chmod -- "$mode" "$temp") 2>/dev/null || a_fail "mode must be in octal or symbolic form"
set -- $(t_stat "$temp"); m=\${5#0}
}
say_path() {
[ -e "$1" ] || return 0
p_path=$1
[ -n "$a_stat" ] && [ "$a_path" = "$1" ] || a_stat=$(t_stat "$1")
set -- $a_stat
pad "$5"
say_json uid "$1"; say_json gid "$2"
case $3 in UNKNOWN) say owner "$1" ;; *) say owner "$3" ;; esac
case $4 in UNKNOWN) say group "$2" ;; *) say group "$4" ;; esac
say mode "$m"; say_json size "$6"
if [ -L "$p_path" ]; then say state link
elif [ -d "$p_path" ]; then say state directory
elif [ "$7" -gt 1 ]; then say state hard
else say state file; fi
}
`,
};

/** chattr flags and the SELinux context: for the few tasks that name them. */
const rareAttributes: ShellLibrary = {
  name: "rare_attributes",
  text: `
flags() {
have chattr && have lsattr || return 0
a_is=$(lsattr -d "$a_path" 2>/dev/null); a_is=$(printf %s "\${a_is%% *}" | tr -d -)
case $attributes in [-+=]*) a_op=\${attributes%"\${attributes#?}"} a_want=\${attributes#?} ;; *) a_op== a_want=$attributes ;; esac
a_do= a_rest=$a_want
while [ -n "$a_rest" ]; do
a_one=\${a_rest%"\${a_rest#?}"} a_rest=\${a_rest#?}
case $a_op$a_is in -*$a_one*) a_do=1 ;; -*) ;; *$a_one*) ;; *) a_do=1 ;; esac
done
[ "$a_op" != = ] || [ "$(printf %s "$a_is" | tr -d eIN)" = "$a_want" ] || [ "$a_is" = "$a_want" ] || [ -z "$a_want" ] || a_do=1
[ -n "$a_do" ] || return 0
if a_differs attributes "$a_is" "$a_op$a_want"; then a_out=$(chattr "$a_op$a_want" "$a_path" 2>&1) || a_fail "chattr failed: $a_out"; fi
}
selinux() {
[ -d /sys/fs/selinux/class ] && have chcon || return 0
a_is=$(stat -c %C "$a_path")
a_want=$(printf %s "$a_is" | { IFS=: read -r u r t l; case $selevel in _default) ;; ?*) l=$selevel ;; esac; printf %s "\${seuser:-$u}:\${serole:-$r}:\${setype:-$t}\${l:+:$l}"; })
if a_differs secontext "$a_is" "$a_want"; then a_out=$(chcon -h "$a_want" "$a_path" 2>&1) || a_fail "set selinux context failed: $a_out"; fi
}
`,
};

/** For a module's `libraries`: what `attributes` calls where these arguments are given. */
export function attributeLibraries(args: {
  attributes?: string | undefined;
  seuser?: string | undefined;
  serole?: string | undefined;
  setype?: string | undefined;
  selevel?: string | undefined;
}): readonly ShellLibrary[] {
  const { attributes, seuser, serole, setype, selevel } = args;
  return attributes || seuser || serole || setype || selevel ? [rareAttributes] : [];
}
