import type { ShellLibrary } from "../../model/script.js";

/**
 * `mount_read`: what each of $sources says (`file:N`, and by what other name it goes: `real:N`), what $program says
 * where it is asked, and by which UUIDs devices go. `limited COMMAND…`: within $limit seconds; status 124 where it was not.
 */
export const mountRead: ShellLibrary = {
  name: "mount_read",
  text: `
limited() { if [ -n "$limit" ] && have timeout; then timeout "$limit" "$@"; else "$@"; fi; }
mount_late() {
case $on_timeout in
error) fail "$1" ;;
warn) warn "$1" ;;
esac
}
mount_program() {
PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin
m_bin=$(command -v "$program") || fail "Failed to find required executable \\"$program\\" in paths: $PATH"
m_out=$(limited "$m_bin" </dev/null); m_rc=$?
case $m_rc in
0) say mount "$m_out" ;;
124) mount_late "Command '$m_bin' timed out after $duration seconds" ;;
*) fail "Failed to execute $m_bin: Command '$m_bin' returned non-zero exit status $m_rc." ;;
esac
}
mount_read() {
m_n=0 m_fall= m_asked=
m_ifs=$IFS; IFS='
'; set -f; set -- $sources; set +f; IFS=$m_ifs
for m_one; do
m_n=$((m_n+1))
if [ "$m_one" = mount ]; then m_asked=1; continue; fi
m_real=$(readlink -f "$m_one" 2>/dev/null) || m_real=$m_one
say "real:$m_n" "$m_real"
m_out=; [ ! -r "$m_one" ] || [ -d "$m_one" ] || m_out=$(cat "$m_one" 2>/dev/null)
say "file:$m_n" "$m_out"
case $m_one in /etc/mtab|/proc/mounts|/etc/mnttab) if [ -n "$m_out" ]; then m_fall=no; else m_fall=\${m_fall:-1}; fi ;; esac
m_ids=$m_ids$(printf '%s\\n' "$m_out" | sed -n 's/^[ 	]*UUID=\\([^ 	]*\\).*/\\1 /p')
done
[ -z "$m_asked" ] && [ "$m_fall" != 1 ] || [ -z "$program" ] || mount_program
say uuids "$(for m_one in /dev/disk/by-uuid/*; do [ ! -e "$m_one" ] || echo "$(readlink -f "$m_one") \${m_one##*/}"; done)"
say lsblk "$(limited lsblk --list --noheadings --paths --output NAME,UUID --exclude 2 2>/dev/null)"
say named "$(for m_one in $m_ids; do m_dev=$(limited blkid --uuid "$m_one" 2>/dev/null) && echo "$m_one $m_dev"; done)"
}
`,
};

/** The sizes of the file systems at $points (of the kinds $kinds), and of $devices those UUIDs that only udev knows. */
export const MOUNT_DETAILS = `
n=0 line='
'
ifs=$IFS; set -f; IFS=$line; set -- $points; set +f; IFS=$ifs
for point; do
  kind=\${kinds%%"$line"*} kinds=\${kinds#*"$line"} n=$((n+1))
  size=$(limited stat -f -c '%S %b %a %s %c %d' -- "$point" 2>/dev/null)
  case $? in
  0) say "size:$n" "$size" ;;
  124) [ -z "$limit" ] || mount_late "Timed out getting mount size for mount $point (type $kind) after $duration seconds" ;;
  esac
done
have udevadm || exit 0
for device in $devices; do
  id=$(limited udevadm info --query property --name "$device" 2>/dev/null | sed -n 's/^ID_FS_UUID=//p' | head -n 1)
  [ -z "$id" ] || say "udev:$device" "$id"
done
`;
