import type { ShellLibrary } from "../../model/script.js";

/**
 * What is in an archive, and whether a folder holds it. Uses $include, $exclude and
 * $extra_opts (lines), $keep_newer, and $mode, $owner, $group: what is given there is
 * not taken from the archive.
 *
 * `archive_kind FILE` sets $kind and $archive; `archive_list` prints the names in it, or sets $archive_error;
 * `archive_extract FOLDER` unpacks it; `archive_lists FOLDER DEST WAS WANTED` describes
 * what was unpacked into FOLDER, in WANTED, and the same names of DEST, in WAS.
 */
export const archive: ShellLibrary = {
  name: "archive",
  text: `
archive_kind() {
archive=$1 r_flag= r_need=tar r_timeless=
case $(od -An -tx1 -N6 <"$1" | tr -d ' \\n') in
504b0304*|504b0506*) kind=zip; have unzip || fail "Failed to find handler for \\"$1\\". Make sure the required command to extract the file is installed: unzip"
# busybox' unzip does not restore times
! unzip 2>&1 | grep -q BusyBox || r_timeless=1; return ;;
1f8b*) kind=gz r_flag=-z ;;
425a68*) kind=bz2 r_flag=-j r_need=bzip2 ;;
fd377a585a00*) kind=xz r_flag=-J r_need=xz ;;
28b52ffd*) kind=zst r_need=zstd ;;
*) kind=tar ;;
esac
have tar && have "$r_need" || fail "Failed to find handler for \\"$1\\". Make sure the required command to extract the file is installed: $r_need"
[ -z "$exclude$keep_newer" ] || tar --help 2>&1 | grep -q -e --exclude || fail "this host's tar has no --exclude and --keep-newer-files, which exclude and keep_newer need: install GNU tar"
# not every tar knows zstd
[ $kind != zst ] || { make_temp; zstd -dcq <"$1" >"$temp" || fail "\\"$1\\" is not a whole archive"; archive=$temp; }
}
# "$@" becomes the tool's options, each line one
archive_run() {
r_do=$1; shift
r_old=$IFS; IFS='
'; set -f
if [ $kind = zip ]; then
case $r_do in
names) if unzip -Z1 "$archive" >/dev/null 2>&1; then set -- unzip -Z1 "$archive" $include; else set -- unzip -l "$archive" $include; fi ;;
*) set -- unzip -q -o \${keep_newer:+-u} $extra_opts -d "$1" "$archive" $include ;;
esac
[ -z "$exclude" ] || set -- "$@" -x $exclude
else
case $r_do in
names) r_do="-t" ;;
*) r_to=$1; r_do="-x" ;;
esac
set -- tar "$r_do" $r_flag -f "$archive"
[ "$r_do" != -x ] || set -- "$@" -C "$r_to" \${keep_newer:+--keep-newer-files}
for r_one in $exclude; do set -- "$@" "--exclude=$r_one"; done
[ "$r_do" != -x ] || set -- "$@" $extra_opts
set -- "$@" $include
fi
IFS=$r_old; set +f
"$@"
}
archive_list() {
make_temp; r_names=$temp; make_temp
archive_run names >"$r_names" 2>"$temp" || { archive_error=$(tail -n 5 "$temp"); return 1; }
# where unzip has only its table: length, date, time, name, between two rules
if [ $kind = zip ] && grep -q '^ *Length' "$r_names"; then
awk '/^ *-+/ { on = !on; next } on { sub(/^ *[0-9]+ +[-0-9]+ +[0-9:]+ +/, ""); print }' "$r_names"
else cat "$r_names"; fi
}
archive_extract() {
make_temp
archive_run extract "$1" >"$temp" 2>&1; r_rc=$?
# unzip's 1 is a warning
case $kind:$r_rc in *:0|zip:1) ;; *) fail "failed to unpack \\"$src\\" to \\"$dest\\": $(tail -n 15 "$temp")" ;; esac
}
archive_stat() {
if stat -c %a / >/dev/null 2>&1; then xargs -0 stat -c '%f %a %u %g %Y %s %n'; else xargs -0 stat -f '%Xp %Lp %u %g %m %z %N'; fi
}
# a line for each name: type and permissions, owner, group, time, size, checksum or link, name
archive_describe() { (
cd "$1" || exit 1
tr '\\n' '\\000' <"$2" | archive_stat 2>/dev/null >"$3.stat"
while IFS= read -r r_one; do [ ! -L "$r_one" ] || printf 'link %s %s\\n' "$(readlink "$r_one")" "$r_one"; done <"$2" >"$3"
while IFS= read -r r_one; do [ -L "$r_one" ] || [ ! -f "$r_one" ] || printf '%s\\n' "$r_one"; done <"$2" | tr '\\n' '\\000' | xargs -0 cksum /dev/null 2>/dev/null | sed -e '/ \\/dev\\/null$/d' -e 's/^/sum /' >>"$3"
no_mode=$mode no_owner=$owner no_group=$group
[ "$(id -u)" = 0 ] || no_owner=1 no_group=1
awk -v m="$no_mode" -v o="$no_owner" -v g="$no_group" -v t="$r_timeless" '
{ name = $0; sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "", name); type = substr($1, 1, length($1) - 3) }
type == "4" { print "directory " name; next }
type == "a" || type == "A" { next }
{ print "file mode=" (m ? "-" : $2) " uid=" (o ? "-" : $3) " gid=" (g ? "-" : $4) " time=" (t ? "-" : $5) " size=" $6 " " name }
' "$3.stat" >>"$3"
rm -f "$3.stat"
) }
archive_lists() {
make_temp; r_names=$temp
(cd "$1" && find . ! -name . | sort) >"$r_names"
archive_describe "$1" "$r_names" "$4"
archive_describe "$2" "$r_names" "$3"
[ -z "$keep_newer" ] || archive_newer "$3" "$4"
}
# with keep_newer what is newer on the host is as wanted
archive_newer() {
make_temp; r_newer=$temp
awk '
{ name = $0 }
/^file / { sub(/^file [^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "", name); t = $5; sub("time=", "", t) }
/^file / && FNR == NR { was[name] = t + 0 }
/^file / && FNR < NR && name in was && was[name] > t + 0 { print name }
' "$1" "$2" >"$r_newer"
for r_list in "$1" "$2"; do
awk -v list="$r_newer" 'FILENAME == list { newer[$0]; next }
{ name = $0; if (/^file /) sub(/^file [^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ /, "", name); else if (/^sum /) sub(/^sum [0-9]+ [0-9]+ /, "", name); else name = "" }
!(name in newer)' "$r_newer" "$r_list" >"$r_list.new"
mv -f "$r_list.new" "$r_list"
done
}
`,
};
