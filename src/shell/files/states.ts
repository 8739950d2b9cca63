import type { ShellLibrary } from "../../model/script.js";

/**
 * Parts of the module file that only some tasks need.
 * `set_times PATH`: makes $new_mtime and $new_atime so; each is empty (keep), `now`, or a time as `touch -t` takes it.
 */
export const fileTimes: ShellLibrary = {
  name: "file_times",
  text: `
t_hs=
t_times() { stat -c '%X %Y %x %y' -- "$1" 2>/dev/null || stat -f '%a %m x x.0 x x x.0 x' "$1"; }
# "seconds.fraction" of the access and of the change, in $at and $mt
read_times() { set -- $(t_times "$1"); at=$1.\${4#*.} mt=$2.\${7#*.}; }
set_times() {
case $new_mtime:$new_atime in
:) return 0 ;;
now:now) if change; then t_touch "$1"; t_out=$(touch $t_h "$1" 2>&1) || bad "Error while updating modification or access time: $t_out"; fi; return 0 ;;
esac
read_times "$1"; was_a=$at was_m=$mt
make_temp
[ -z "$new_mtime" ] || set_time -m "$new_mtime" "$temp"
[ -z "$new_atime" ] || set_time -a "$new_atime" "$temp"
read_times "$temp"
[ -z "$new_mtime" ] || if differs mtime "$was_m" "$mt"; then set_time -m "$new_mtime" "$1"; fi
[ -z "$new_atime" ] || if differs atime "$was_a" "$at"; then set_time -a "$new_atime" "$1"; fi
}
# what is no link is touched as none, whatever somebody puts in its place meanwhile; and nothing is made
t_touch() {
[ -n "$t_hs" ] || { t_hs=-c; ! touch -ch /nowhere/at/all 2>/dev/null || t_hs=-ch; }
t_h=-c; [ -L "$1" ] || t_h=$t_hs
}
set_time() {
t_touch "$3"
[ "$2" = now ] || set -- "$1" "$2" "$3" -t "$2"
case $# in 3) set -- touch $t_h "$1" "$3" ;; *) set -- touch $t_h "$1" -t "$5" "$3" ;; esac
t_out=$("$@" 2>&1) || bad "Error while updating modification or access time: $t_out"
}
`,
};

/** `recurse PATH`: attributes of everything below a folder; one stat for many files. */
export const fileTree: ShellLibrary = {
  name: "file_tree",
  text: `
recurse() {
a_quiet=1
# -L follows links into folders; what it lists through a link is told by its own stat
set -- \${follow:+-L} "$1" -mindepth 1
if stat -c %a / >/dev/null 2>&1; then find "$@" -exec stat -c '%u %g %U %G %a %s %h %n' {} +
else find "$@" | while IFS= read -r one; do printf '%s %s\\n' "$(t_stat "$one")" "$one"; done; fi 2>/dev/null | {
while read -r f1 f2 f3 f4 f5 f6 f7 one; do
attributes "$one" "$f1 $f2 $f3 $f4 $f5 $f6 $f7"
[ -z "$new_mtime$new_atime" ] || set_times "$one"
[ -z "$follow" ] || [ ! -L "$one" ] || { one=$(readlink -f "$one"); attributes "$one"; }
done
} || exit 1
a_quiet=
}
`,
};

/** `make_link` and `make_hard`: states link and hard. */
export const fileLinks: ShellLibrary = {
  name: "file_links",
  text: `
linked() { say path "$path"; [ -z "$src" ] || say src "$src"; say_path "$path"; fail "$1"; }
put_link() {
t_name; case $path in */*) t_l=\${path%/*}/$t_u ;; *) t_l=$t_u ;; esac
{ t_out=$("$@" "$src" "$t_l" 2>&1 && { [ "$now" != directory ] || rmdir "$path"; } 2>&1) && t_over "$t_l" "$path"; } || { rm -f "$t_l"; bad "Error while linking: $t_out"; }
}
hard_or() { set -- "$1" $(t_stat "$1"); [ "$8" -gt 1 ] && now=hard; }
make_link() {
[ -n "$src" ] || { [ -n "$follow" ] && [ -e "$path" ] && [ "$now" = link ] && src=$(readlink "$path"); }
folder=.; [ "$now" = directory ] && folder=$path || case $path in */*) folder=\${path%/*} ;; esac
case $src in /*) full=$src ;; *) full=$folder/$src ;; esac
[ -n "$force" ] || [ -z "$src" ] || [ -e "$full" ] || linked "src file does not exist, use \\"force=yes\\" if you really want to create the link: $full"
case $now in
directory)
[ -n "$force" ] || bad "refusing to convert from directory to symlink for $path"
[ -z "$(ls -A "$path")" ] || bad "the directory $path is not empty, refusing to convert it" ;;
file) [ -n "$force" ] || { hard_or "$path"; bad "refusing to convert from $now to symlink for $path"; } ;;
esac
if [ "$now" = link ]; then
was=$(readlink "$path")
if [ -n "$src" ] && differs src "$was" "$src"; then put_link ln -s; fi
else
[ -n "$src" ] || fail "src is required for creating new symlinks"
if differs state "$now" link; then put_link ln -s; fi
fi
say dest "$path"; [ -z "$src" ] || say src "$src"
[ -e "$path" ] || [ -z "$check" ] || { say_path "$path"; exit 0; }
target=$path
if [ -n "$follow" ] && [ -L "$path" ]; then
[ -e "$path" ] || { warn "Cannot set fs attributes on a non-existent symlink target. follow should be set to False to avoid this."; return 0; }
[ -z "$mode$owner$group$attributes$seuser$serole$setype$selevel$new_mtime$new_atime" ] || target=$(readlink -f "$path")
fi
attributes "$target"; set_times "$target"
}
tied() { say dest "$path"; [ -z "$src" ] || say src "$src"; say_path "$path"; fail "$1"; }
make_hard() {
[ "$now" != file ] || hard_or "$path"
[ "$now" = hard ] || [ -n "$src" ] || fail "src is required for creating new hardlinks"
[ -z "$src" ] || [ -e "$src" ] || { say dest "$path"; say src "$src"; fail "src does not exist"; }
same=; [ -z "$src" ] || [ "$now" = absent ] || { [ "$src" -ef "$path" ] && same=1; }
case $now in
hard) [ -n "$same$force" ] || [ -z "$src" ] || tied "Cannot link, different hard link exists at destination" ;;
file) [ -n "$same$force" ] || tied "Cannot link, file exists at destination" ;;
directory) [ -n "$force" ] || tied "Cannot link: different hard link exists at destination" ;;
esac
if [ -n "$src" ] && [ -z "$same" ] && differs state "$now" hard; then
say dest "$path"; say src "$src"
[ -z "$follow" ] || [ ! -L "$src" ] || { source=$src; src=$(readlink -f "$src"); }
put_link ln
src=\${source:-$src}
fi
say dest "$path"; [ -z "$src" ] || say src "$src"
attributes "$path"; set_times "$path"
}
`,
};
