import type { Controller } from "../../model/module.js";
import type { Answer, Difference, ResultValues } from "../../model/result.js";
import type { ShellLibrary } from "../../model/script.js";
import { attributes } from "./attributes.js";
import { writer } from "./writer.js";

/**
 * `place NEW SUM DEST`: makes DEST hold what the local file NEW holds, whose
 * SHA-1 is SUM. Uses $force, $backup, $validate and the attributes; NEW is
 * fetched from the controller only where it differs.
 */
export const content: ShellLibrary = {
  name: "content",
  uses: [attributes, writer],
  text: `
in_folder() { case $1 in */*) parent=\${1%/*}; parent=\${parent:-/} ;; *) parent=. ;; esac; [ -d "$parent" ]; }
# the folder that a new file goes to; in check mode an earlier task may have been going to make it
folder_of() {
in_folder "$1" || [ -n "$check" ] || fail "Destination directory $parent does not exist"
[ -w "$parent" ] || [ -n "$check" ] || p_unsafe || [ ! -d "$parent" ] || not_writable
}
# a way that leads through a file leads nowhere
reachable() {
r_up=$1
while case $r_up in */?*) ;; *) false ;; esac; do
r_up=\${r_up%/*}
if [ -d "$r_up" ] || [ -z "$r_up" ]; then return 0; fi
[ ! -e "$r_up" ] || { say_json unreached true; fail "Failed to get information on remote file ($1): Not a directory"; }
done
}
not_writable() { fail "Destination $parent not writable: $(t_cause "$parent/.tera-$$")"; }
validated() {
[ -n "$validate" ] || return 0
case $validate in *%s*) ;; *) fail "validate must contain %s: $validate" ;; esac
# programs look at the ending, and may ask for the wanted owner and permissions
make_temp; v_end=\${2##*/}; case $v_end in ?*.*) v_end=.\${v_end##*.} ;; *) v_end= ;; esac
v_file=$temp$v_end; store "$v_file" p_cat "$1"
v_mode=$mode; [ "$mode" != preserve ] || mode=
(check= a_quiet=1; attributes "$v_file") >/dev/null 2>&1; mode=$v_mode
v_cmd=$(printf '%s' "$validate" | awk -v f="$v_file" '{while(i=index($0,"%s")){printf "%s%s",substr($0,1,i-1),f;$0=substr($0,i+2)} print}')
v_out=$(eval "$T_L"; sh -c "$v_cmd" 2>"$T_D/v_err"; v_rc=$?; echo .; exit $v_rc); v_rc=$? v_out=\${v_out%?} v_looked=1
v_err=$(cat "$T_D/v_err"; echo .); v_err=\${v_err%?}
[ "$v_rc" = 0 ] || {
say_json exit_status $v_rc; say stdout "$v_out"; say stderr "$v_err"; fail "failed to validate: rc:$v_rc error:$v_err"
}
}
place() {
v_looked=
if [ -z "$force" ] && [ -e "$3" ]; then say dest "$3"; say_json kept true; return 0; fi
say checksum "$2"; c_sum=; if [ -f "$3" ] && [ ! -L "$3" ]; then checksum "$3"; c_sum=$sum; fi
if [ "$c_sum" = "$2" ]; then [ -z "$check" ] || a_foreseen; attributes "$3"; say path "$3"
elif say_json fresh true; [ -n "$check" ] && [ -z "$diff" ]; then change
else
[ -e "$3" ] || say_json is_new true
[ ! -d "$3" ] || say_json is_folder true
brought "$1"; c_new=
# the content is put into a file of its own only where something wants to look at it first
[ -z "$diff$validate" ] || { need "$1"; eval "c_new=\\$$1"; }
if if [ -n "$c_new" ]; then differs_file "$3" "$3" "$c_new" || { [ -L "$3" ] && change; }; else change; fi; then
validated "$c_new" "$3"
[ -z "$backup" ] || [ ! -e "$3" ] || backup "$3"
eval "p_size=\\\${\${1}_size-} c_m=\\\${\${1}_md5-}"
a_quiet=1 p_wear=1 p_check=sha1:$2
if [ -n "$c_new" ]; then put "$3" p_cat "$c_new"; else put "$3" content_of "$1"; fi
a_quiet=
[ -n "$c_m" ] || ! have md5sum || { c_m=$(md5sum <"$3"); c_m=\${c_m%% *}; }
[ -z "$c_m" ] || say md5sum "$c_m"
fi
fi
say dest "$3"
say_path "$3"
}
`,
};

/**
 * Whole texts as Ansible shows their difference. `source` names where the new text is from. Texts of more bytes than
 * `limit`, and such that hold a NUL, are not shown; 0: any may be.
 */
function contentDiffs(answer: Answer, source: string, limit: number): unknown[] {
  const contents = answer.diffs.filter((diff) => diff.kind === "content");
  return contents.map(({ name, before, after }) => {
    const header = answer.said.is_new === true ? {} : { before_header: name };
    const shown: Record<string, unknown> = { ...header, after_header: source };
    for (const [side, key, text] of [
      ["before", "dst", before],
      ["after", "src", after],
    ] as const)
      if (side === "before" && answer.said.is_folder === true) delete shown.before_header;
      else if (text.includes("\0")) shown[`${key}_binary`] = 1;
      else if (limit > 0 && Buffer.byteLength(text) > limit) shown[`${key}_larger`] = limit;
      else shown[side] = text;
    return shown;
  });
}

/** The values of a module that put one file in its place; `source` is where its content is from. */
export function placedResult(
  answer: Answer,
  source: string | undefined,
  { check, diffLimit }: Controller,
): ResultValues {
  const { fresh, is_new: _n, is_folder: _f, kept, ...said } = answer.said;
  if (said.unreached === true) return {};
  if (answer.failure !== undefined) {
    const msg = said.exit_status === undefined ? answer.failure : "failed to validate";
    return { ...said, msg, path: said.exit_status === undefined ? said.path : undefined, diff: [] };
  }
  if (kept === true) return { ...said, checksum: undefined, diff: undefined };
  if (fresh !== true) return { ...said, diff: stateDiff(answer.diffs, String(said.path ?? said.dest)) };
  const diff = contentDiffs(answer, source ?? String(said.dest), diffLimit);
  // Ansible asks no more of a host in check mode once it knows that the content differs
  return check ? { diff } : { ...said, diff, src: said.src ?? source ?? said.dest };
}

/** Two mappings of what differs, and the path. */
export function stateDiff(
  diffs: readonly Difference[],
  path: string,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const isNumber = (name: string) => /^(owner|group|[am]time)$/.test(name);
  const side = (which: "before" | "after") => ({
    path,
    ...Object.fromEntries(
      diffs.map((diff) => [diff.name, isNumber(diff.name) ? Number(diff[which]) : diff[which]]),
    ),
  });
  return { before: side("before"), after: side("after") };
}
