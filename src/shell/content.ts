import type { ShellLibrary } from "../model/script.js";
import { attributes } from "./attributes.js";

/**
 * `place NEW SUM DEST`: makes DEST hold what the local file NEW holds, whose
 * SHA-1 is SUM. Uses $force, $backup, $validate and the attributes; NEW is
 * fetched from the controller only where it differs.
 */
export const content: ShellLibrary = {
  name: "content",
  uses: [attributes],
  text: `
in_folder() { case $1 in */*) parent=\${1%/*}; parent=\${parent:-/} ;; *) parent=. ;; esac; [ -d "$parent" ]; }
validated() {
[ -n "$validate" ] || return 0
case $validate in *%s*) ;; *) fail "validate must contain %s: $validate" ;; esac
v_cmd=$(printf '%s' "$validate" | awk -v f="$1" '{i=index($0,"%s"); if(i) print substr($0,1,i-1) f substr($0,i+2); else print}')
v_out=$(sh -c "$v_cmd" 2>&1) || fail "failed to validate: rc:$? error:$v_out"
}
place() {
c_sum=
if [ -f "$3" ]; then checksum "$3"; c_sum=$sum; fi
if [ "$c_sum" != "$2" ] && { [ -n "$force" ] || [ ! -e "$3" ]; }; then
if [ -n "$check$diff" ] || [ -z "$check" ]; then
if [ -n "$check" ] && [ -z "$diff" ]; then change
else
need "$1"; eval "c_new=\\$$1"
if differs_file "$3" "$3" "$c_new"; then
validated "$c_new"
[ -z "$backup" ] || [ ! -e "$3" ] || backup "$3"
copy_over "$c_new" "$3" || fail "cannot write $3"
! have md5sum || { c_m=$(md5sum <"$3"); say md5sum "\${c_m%% *}"; }
fi
fi
fi
c_sum=$2
fi
attributes "$3"
say dest "$3"; say checksum "$c_sum"
say_path "$3"
}
`,
};
