import type { ShellLibrary } from "../../model/script.js";
import { attributes } from "./attributes.js";
import { fileTree } from "./states.js";

/**
 * `make_way PATH`: a folder and those above it, with $directory_mode, $owner and $group where they are new.
 * `set_link TARGET PATH`: a link in the place of whatever is there.
 */
export const folderWay: ShellLibrary = {
  name: "folder_way",
  uses: [attributes],
  text: `
# the link is made under a name that nobody has, so that it comes into no folder
set_link() {
t_name; t_u=\${2%/*}/$t_u
t_out=$(ln -s "$1" "$t_u" 2>&1) && { [ ! -d "$2" ] || [ -L "$2" ] || rm -rf "$2"; } && t_over "$t_u" "$2" || { rm -f "$t_u"; fail "cannot make the link $2: \${t_out##*: }"; }
}
with_folder_mode() { t_m=$mode; mode=$directory_mode; attributes "$1"; mode=$t_m; }
make_way() {
w_way= w_rest=\${1%/}/ w_q=$a_quiet a_quiet=1
while [ -n "$w_rest" ]; do
w_way=$w_way\${w_rest%%/*} w_rest=\${w_rest#*/}
[ -z "$w_way" ] || [ -d "$w_way" ] || { change && { mkdir "$w_way" 2>/dev/null || fail "cannot make the folder $w_way"; with_folder_mode "$w_way"; }; }
w_way=$w_way/
done
a_quiet=$w_q
}
`,
};

/**
 * `place_tree`: folders, files and links of the controller below $dest. $list has a line
 * `SHA1 MODE OFFSET SIZE PATH` for each file; their bytes stand one after the
 * other in the local file `new`, sent only where something differs.
 */
export const localTree: ShellLibrary = {
  name: "local_tree",
  uses: [folderWay],
  text: `
# one process for all files that are there; one line for each file
sums() {
if [ ! -d "$dest" ]; then sed 's/.*/no/'
elif have sha1sum; then cut -d ' ' -f 1,5- | sed 's/ /  /' | (cd "$dest"; sha1sum -c 2>/dev/null) | sed 's/.*: //'
else while read -r s m o n p; do sum=; [ ! -f "$dest/$p" ] || checksum "$dest/$p"; case $sum in "$s") echo OK ;; *) echo FAILED ;; esac; done; fi
}
sums_of() { sums <"$1"; }
part_of() { tail -c "+$((offset+1))" "$1" | head -c "$size"; }
place_tree() {
a_quiet=1
[ "$dest" = / ] || dest=\${dest%/}
[ -z "$list" ] || reachable "$dest/$(printf '%s\\n' "$list" | sed -n '1s/^[^ ]* [^ ]* [^ ]* [^ ]* //p')"
[ -z "$links$list$folders" ] || make_way "$dest/$top"
t_dir; store "$T_D/folders" printf '%s\\n' "$folders"; store "$T_D/links" printf '%s\\n' "$links"
while IFS= read -r one; do
if [ -z "$one" ]; then :; elif [ -d "$dest/$one" ]; then with_folder_mode "$dest/$one"; else make_way "$dest/$one"; fi
done <"$T_D/folders"
if [ -n "$list" ]; then store "$T_D/list" printf '%s\\n' "$list"; else store "$T_D/list" :; fi
store "$T_D/sums" sums_of "$T_D/list"
t_mode=$mode
while read -r t_sum m offset size one && read -r fits <&3; do
[ -n "$force" ] || [ ! -e "$dest/$one" ] || continue
mode=$t_mode; [ "$mode" != preserve ] || mode=$m
if [ "$fits" = OK ] && [ ! -L "$dest/$one" ]; then
if [ "$count" = 1 ]; then place new "$t_sum" "$dest/$one"; else attributes "$dest/$one"; fi
elif [ -n "$check" ] && [ -z "$diff" ]; then change
else
need new
make_temp; T_at_part=$temp; [ "$size" = 0 ] || store "$temp" part_of "$new"
place part "$t_sum" "$dest/$one"; a_quiet=1
fi
done <"$T_D/list" 3<"$T_D/sums"
mode=
while IFS= read -r one && IFS= read -r to; do
[ -n "$one" ] || continue
[ "$(readlink "$dest/$one" 2>/dev/null)" = "$to" ] || { change && set_link "$to" "$dest/$one"; }
attributes "$dest/$one"
done <"$T_D/links"
mode=$t_mode
[ "$count" = 1 ] || say dest "$dest/"
say_json files "$count"
}
`,
};

/** `copy_remote`: from a path of the host itself; `copy_remote_tree` for its folders. */
export const remoteCopy: ShellLibrary = {
  name: "remote_copy",
  uses: [fileTree, folderWay],
  text: `
copy_remote() {
say src "$src"
[ -e "$src" ] || fail "Source $src not found"
[ -r "$src" ] || fail "Source $src not readable"
if [ "$mode" = preserve ]; then set -- $(t_stat "$src"); mode=$5; fi
if [ -f "$src" ]; then checksum "$src"; want=$sum
else want=; [ -d "$src" ] || fail "Cannot copy invalid source '$src': not a file"; fi
[ -z "$checksum" ] || [ "$checksum" = "$want" ] || { say checksum "$want"; say expected_checksum "$checksum"; fail "Copied file does not match the expected checksum. Transfer failed."; }
whole=$dest
case $dest in */)
in_folder "$dest"
if [ ! -d "$parent" ]; then
change || { say msg "dest directory $parent would be created"; exit 0; }
make_way "$parent"
fi ;;
esac
[ ! -d "$dest" ] || dest=\${dest%/}/\${src##*/}
if [ -e "$dest" ] && [ -L "$dest" ] && [ -n "$follow" ]; then dest=$(readlink -f "$dest"); fi
if [ -e "$dest" ] && [ -z "$force" ]; then say msg "file already exists"; say dest "$dest"; say_path "$dest"; exit 0; fi
[ -e "$dest" ] || in_folder "$dest" || fail "Destination directory $parent does not exist"
in_folder "$dest"; [ -w "$parent" ] || p_unsafe || not_writable
if [ -n "$want" ]; then copy_remote_file; else copy_remote_tree; fi
say dest "$dest"; say_path "$dest"
}
copy_remote_file() {
sum=; if [ -f "$dest" ] && [ ! -L "$dest" ]; then checksum "$dest"; fi
if [ "$sum" != "$want" ] && { differs_file "$dest" "$dest" "$src" || { [ -L "$dest" ] && change; }; }; then
validated "$src" "$dest"
[ -z "$backup" ] || [ ! -e "$dest" ] || backup "$dest"
# a file that was there takes the source's permissions
if [ -n "$mode" ] || [ ! -e "$dest" ]; then copy_as "$src" "$dest" "$mode"
else set -- $(t_stat "$src" -L); copy_as "$src" "$dest" "$5"; fi
a_quiet=1
fi
attributes "$dest"
! have md5sum || { m5=$(md5sum <"$src"); say md5sum "\${m5%% *}"; }
say checksum "$want"
}
copy_remote_tree() {
case $src in */) into=$whole ;; *) into=\${whole%/}/\${src##*/} ;; esac
a_quiet=1 from=\${src%/} into=\${into%/}; t_dir
if [ "$local_follow" = 1 ]; then set -- -L "$from"; else set -- "$from"; fi
[ -d "$into" ] || { change && { mkdir -p "$into" || fail "cannot make $into"; mode_as "$from" "$into"; }; }
store "$T_D/folders" find "$@" -mindepth 1 -type d; store "$T_D/files" find "$@" -mindepth 1 ! -type d
while IFS= read -r one; do
to=$into\${one#"$from"}
[ -d "$to" ] || { change && { mkdir "$to" || fail "cannot make $to"; mode_as "$one" "$to"; }; }
done <"$T_D/folders"
while IFS= read -r one; do
to=$into\${one#"$from"}
if [ -L "$one" ] && { [ "$local_follow" != 1 ] || [ ! -e "$one" ]; }; then
l=$(readlink "$one"); [ "$(readlink "$to" 2>/dev/null)" = "$l" ] || { change && set_link "$l" "$to"; }
else cmp -s "$one" "$to" || { change && { set -- $(t_stat "$one" -L); copy_as "$one" "$to" "$5"; }; }; fi
done <"$T_D/files"
t_mode=$mode mode= follow=
[ ! -d "$into" ] || [ -z "$owner$group" ] || { attributes "$into"; recurse "$into"; }
mode=$t_mode a_quiet=
attributes "$dest"
}
mode_as() { set -- "$2" $(t_stat "$1"); put_mode "$6" "$1"; }
# with the time of the source and these permissions, and nothing of a file that was there
copy_as() {
t_mode2=$mode mode=$3 p_as=- p_wear=1 p_check=as:$1
put "$2" p_kept "$1"; mode=$t_mode2
}
`,
};
