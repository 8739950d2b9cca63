import type { ShellLibrary } from "../../model/script.js";
import { identity } from "./identity.js";

/**
 * The one way in which content comes into a file of the host.
 *
 * `put DEST COMMAND…`: what the command prints takes DEST's place: whole, or not at all. It is written to a file beside
 * DEST, which only we can have made and which is never more open than DEST will be: it has the old file's owner,
 * permissions, ACL and labels, with $p_wear as the task wants them, before there is content in it. They are set by its
 * descriptor, so that whoever owns the folder can put no link in the way. Where it cannot take DEST's place because
 * that is a mount of its own, or with $unsafe_writes for any reason, DEST itself is written.
 *
 * For one call: $p_check says how the content is looked at before it counts, `sha1:SUM`, `size:BYTES` or `as:FILE`;
 * $p_size is its size, where it is known; $p_as is the file whose looks it takes instead of DEST's, `-` for none.
 *
 * `copy_over FILE DEST`, `backup FILE`: the same with the content of a file. What is backed up must be replaced next.
 * `differs_file NAME OLD NEW`: whether two files differ, noted as a difference; false in check mode.
 */
export const writer: ShellLibrary = {
  name: "writer",
  uses: [identity],
  opensFiles: true,
  text: `
p_check= p_size= p_as= p_wear=
put() {
p_to=$1 p_why= p_done= p_stat=; shift
if [ -d "$p_to" ] && [ ! -L "$p_to" ]; then p_fail "it is a directory"; fi
if [ ! -L "$p_to" ] && { [ -c "$p_to" ] || [ -b "$p_to" ]; }; then
p_device "$@" 9<"$p_to"; [ -z "$p_why" ] || p_fail
return 0
fi
p_folder=.; case $p_to in */*) p_folder=\${p_to%/*} ;; esac
t_sweep "$p_folder" f
# neither name lets the other be guessed
t_name; p_first=$p_folder/$t_u
t_name; p_new=$p_folder/$t_u
trap 'rm -f "$p_new" "$p_first"' EXIT
trap 'exit 1' HUP INT TERM PIPE
p_fill "$@"
if [ -z "$p_made" ]; then
p_why=$(t_cause "$p_new"); rm -f "$p_new"
# the folder takes no new file: where the task accepts it, the old one is written
p_unsafe && [ -f "$p_to" ] || p_fail
make_temp; rm -f "$temp"; p_new=$temp; p_fill "$@"
[ -n "$p_done" ] && p_in_place || p_fail
elif [ -z "$p_done" ]; then p_fail
elif ! p_move; then p_in_place || p_fail
fi
trap - EXIT HUP INT TERM PIPE
if [ -z "$p_like" ] && [ -d /sys/fs/selinux/class ] && have restorecon; then restorecon "$p_to" 2>/dev/null; fi
if [ -n "$p_wear" ] && [ -n "$attributes$seuser$serole$setype$selevel" ]; then attributes "$p_to"; p_stat=; fi
a_stat= a_path=$p_to; set -- $p_stat
[ -z "$p_size" ] || [ $# != 7 ] || a_stat="$1 $2 $3 $4 $5 $p_size $7"
p_check= p_size= p_as= p_wear=
[ -z "$backup_file" ] || say backup_file "$backup_file"
return 0
}
p_unsafe() { case \${unsafe_writes:-\${ANSIBLE_UNSAFE_WRITES-}} in 1|[YyTt]|[Yy][Ee][Ss]|[Tt][Rr][Uu][Ee]|[Oo][Nn]) ;; *) return 1 ;; esac; }
p_fail() {
p_why=\${1:-\${p_why##*: }}
[ -z "$backup_file" ] || rm -f "$backup_file"
fail "cannot write $p_to: \${p_why:-not all of it could be written}"
}
# makes $p_new and writes it. $p_made: it could be made; $p_done: all is well
p_fill() {
case $p_as in
'') p_like=; if [ -f "$p_to" ] && [ ! -L "$p_to" ]; then p_like=$p_to; fi ;;
-) p_like= ;;
*) p_like=$p_as ;;
esac
p_new_looks=
# what stands under the old file's name may be another one a moment later: looks are those of one that is held
# (root can read whatever is there: what cannot be opened is gone, and what comes in its place is not to be believed)
if [ -n "$p_like" ] && { [ "$T_ID" = 0 ] || [ -r "$p_like" ]; } && [ -e /proc/self/fd/0 ]; then p_held "$@" 9<"$p_like"; else p_looks "$@"; fi
[ -n "$p_done" ] || return 0
case $p_check in
sha1:*) p_sum=$sum; checksum "$p_new"; [ "$sum" = "\${p_check#sha1:}" ] || p_done=; sum=$p_sum ;;
size:*) [ $(($(wc -c <"$p_new"))) = "\${p_check#size:}" ] || p_done= ;;
as:*) cmp -s "\${p_check#as:}" "$p_new" || p_done= ;;
esac
}
p_held() { p_like=/proc/self/fd/9; p_looks "$@"; }
p_looks() {
if [ -n "$p_wear" ] && [ -n "$mode$owner$group" ]; then
if [ -n "$p_like" ]; then
p_was=$(t_stat "$p_like" -L)
if p_same $p_was; then [ "$T_ID" != 0 ] || p_stat=$p_was
else p_dressed "$@"; return; fi
# what is told of a new file's attributes is told of those that it would have by itself
elif [ -n "$a_quiet" ] && p_open; then p_new_looks=1
else p_dressed "$@"; return; fi
elif [ -z "$p_like" ]; then p_open=$T_U
else p_open=077; fi
p_make "$p_open" "$p_new" p_write "$@"
}
# the looks are made on an empty file first: whoever may open what has not yet all of them gets no content
p_dressed() {
p_open=077
if [ -n "$p_like" ]; then p_make 077 "$p_first" p_dress_first "$@"; else p_make "$T_U" "$p_first" p_dress_first "$@"; fi
rm -f "$p_first"
}
p_dress_first() {
p_dress
if [ -n "$t_L" ]; then p_like=/proc/self/fd/7; p_make 077 "$p_new" p_write "$@" 7>&8
else p_like=$p_first; p_make 077 "$p_new" p_write "$@"; fi
}
# the umask with which a new file is made: as it shall be, where nobody else has a say
p_open() {
p_open=077; set -- "\${mode#0}"
case $1 in
[0246][0246][0246]) [ -n "$owner$group" ] || { set -- "\${1%??}" "\${1#?}" "\${1##??}"; p_open=$((6-$1))$((6-\${2%?}))$((6-$3)); } ;;
''|[0-7]*) ;;
*) return 1 ;;
esac
}
p_same() {
case $owner in ''|"$1"|"$3") ;; *) return 1 ;; esac
case $group in ''|"$2"|"$4") ;; *) return 1 ;; esac
case $mode in ''|"$5"|"0$5") ;; *) return 1 ;; esac
}
# UMASK FILE COMMAND…: with descriptor 8 on a file that was not there
p_make() {
p_file=$2 p_made=; umask "$1"; shift 2
set -C
{
set +C; umask "$T_U"; p_made=1
t_at=/proc/self/fd/8 t_L=-L; [ -e "$t_at" ] || t_at=$p_file t_L=
"$@"
} 2>/dev/null 8>"$p_file"
set +C; umask "$T_U"
}
p_write() {
[ -z "$p_like" ] || t_like "$p_like"
[ -z "$p_new_looks" ] || p_dress
if "$@" >&8; then p_done=1
else p_done= p_why=$( { "$@" 2>&3 | cat 2>&3 >&8; } 3>&1 | tail -n 1); fi
}
p_dress() {
[ -z "$p_like" ] || t_like "$p_like"
a_fd=$t_L; attributes "$t_at" "$(t_stat "$t_at" $t_L)"; a_fd=
[ -n "$mode$p_like" ] || { chmod =rw "$t_at"; a_stat=; }
p_stat=$a_stat
}
# the looks of the file $1 for the one that is being made
t_like() {
cp --attributes-only --preserve=all --no-preserve=timestamps,links -- "$1" "$t_at" 2>/dev/null && return
set -- "$1" $(t_stat "$1" -L)
if [ -n "$t_L" ]; then chown "$2:$3" "$t_at"; else chown -h "$2:$3" "$t_at"; fi
chmod "$6" "$t_at"
! have setfacl || getfacl -p "$1" | setfacl --set-file=- "$t_at"
}
p_move() {
t_over "$p_new" "$p_to" && return
p_why=$t_out
case $p_why in *busy*) ;; *) p_unsafe || p_fail ;; esac
return 1
}
# into the file itself; its old content is kept until the new one is whole
p_in_place() {
make_temp; p_old=$temp; store "$p_old" cat "$p_to"
p_into cat "$p_new"
if cmp -s "$p_new" "$p_to"; then rm -f "$p_new"; p_stat=; [ -z "$p_wear" ] || attributes "$p_to"; return 0; fi
cat "$p_old" >"$p_to"
return 1
}
# what was opened is the device itself, and not what a link of that name leads to
p_device() {
if [ -e /proc/self/fd/9 ]; then
same_file "$p_to" 9 && { [ -c /proc/self/fd/9 ] || [ -b /proc/self/fd/9 ]; } || p_fail "it was replaced meanwhile"
p_why=$( { "$@" 2>&3 | cat 2>&3 >/proc/self/fd/9; } 3>&1 2>&1 | tail -n 1)
else p_into "$@"; fi
}
p_into() { p_why=$( { "$@" 2>&3 | cat 2>&3 >"$p_to"; } 3>&1 2>&1 | tail -n 1); }
p_cat() { cat <"$1"; }
p_kept() { cat <"$1" && touch -r "$1" "$t_at"; }
copy_over() { p_check=as:$1; put "$2" p_cat "$1"; }
# of what was opened, where that is what the name stands for
p_backup() {
if [ -e /proc/self/fd/6 ]; then same_file "$1" 6 || [ -L "$1" ] || fail "$1 was replaced meanwhile"; set -- /proc/self/fd/6; fi
p_as=$1 p_check=as:$1; put "$t_b" p_kept "$1"
}
backup() {
t_b=$1.$$.$(date +%Y-%m-%d@%H:%M:%S~)
! p_unsafe && ln -- "$1" "$t_b" 2>/dev/null || (backup_file= p_wear= p_size=; p_backup "$1" 6<"$1") || exit 1
backup_file=$t_b
}
differs_file() {
cmp -s "$2" "$3" && return 1
if [ -n "$diff" ]; then
# a file that grows meanwhile would not fit its announced length
make_temp; [ ! -f "$2" ] || store "$temp" cat "$2"
t_a=$(wc -c <"$temp"); t_b=$(wc -c <"$3")
t_m content \${#1} $((t_a)) $((t_b)); t_p "$1"; cat "$temp" "$3"
else t_m change; fi
[ -z "$check" ]
}
`,
};
