import { flag, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { BACKUP } from "../../shell/files/arguments.js";
import { writer } from "../../shell/files/writer.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "mount",
  collection: "ansible.posix",
  about: "Keeps a line of fstab, and mounts or unmounts",
  check: "full",
  args: {
    path: path({ about: "where it is mounted", required: true, aliases: ["name"] }),
    state: oneOf([
      "mounted",
      "present",
      "unmounted",
      "absent",
      "absent_from_fstab",
      "remounted",
      "ephemeral",
    ])({
      about:
        "mounted and in fstab; present: in fstab only; ephemeral: mounted only; absent: neither, and the folder goes",
      required: true,
    }),
    src: path({ about: "what is mounted" }),
    fstype: text({ about: "kind of the file system" }),
    opts: text({ about: "options", default: "defaults" }),
    opts_no_log: flag({ about: "accepted: options are not logged", default: false }),
    dump: text({ about: "is it dumped?", default: "0" }),
    passno: text({ about: "order of checks when the host starts", default: "0" }),
    boot: flag({ about: "mount it when the host starts; otherwise noauto", default: true }),
    fstab: path({ about: "the file", default: "/etc/fstab" }),
    backup: BACKUP,
  },
  examples: [{ path: "/srv/data", src: "LABEL=data", fstype: "ext4", opts: "noatime", state: "mounted" }],
  returns: { name: "where; also src, fstype, opts, dump, passno and fstab as they stand in the file" },
  validate: ({ state, src, fstype }) => {
    const needing = state === "mounted" || state === "present" || state === "ephemeral";
    const missing = needing
      ? [...(src === undefined ? ["src"] : []), ...(fstype === undefined ? ["fstype"] : [])]
      : [];
    return missing.length > 0
      ? [`state is ${state} but all of the following are missing: ${missing.join(", ")}`]
      : [];
  },
  uses: [tools, writer],
  vars: ({ opts, boot, path: where }) => ({
    opts:
      !boot && !/(^|,)noauto(,|$)/.test(opts)
        ? opts === "defaults"
          ? "defaults,noauto"
          : `${opts},noauto`
        : opts,
    path: { path: where === "/" ? where : where.replace(/\/+$/, "") },
  }),
  sh: `
    # blanks stand as \\040 in fstab
    esc() { printf %s "$1" | sed 's/ /\\\\040/g; s/	/\\\\011/g'; }
    is_mounted() { awk -v p="$(esc "$path")" '$2 == p { found = 1 } END { exit !found }' /proc/mounts; }
    make_temp; old=$temp; [ ! -e "$fstab" ] || store "$old" cat "$fstab"
    line="$(esc "$src") $(esc "$path") $fstype $(esc "$opts") $dump $passno"
    # of swap there may be many: what is swapped to tells them apart
    table() {
      line=$line state=$1 at=$(esc "$path") src=$(esc "$src") fstype=$fstype awk '
        function plain(s) { gsub(/[ \\t]+/, " ", s); sub(/^ /, "", s); sub(/ $/, "", s); return s }
        function is_it() {
          if ($0 ~ /^[ \\t]*(#|$)/ || NF < 4) return 0
          if ($2 != ENVIRON["at"]) return 0
          if (ENVIRON["fstype"] == "swap" || $3 == "swap") return $1 == ENVIRON["src"]
          return ENVIRON["src"] == "" || ENVIRON["at"] != "none" || $1 == ENVIRON["src"]
        }
        !is_it() { print; next }
        ENVIRON["state"] == "absent" { next }
        !done { done = 1; d = NF > 4 ? $5 : "0"; p = NF > 5 ? $6 : "0"; if ($1 " " $2 " " $3 " " $4 " " d " " p == ENVIRON["line"]) print; else print ENVIRON["line"] }
        END { if (ENVIRON["state"] == "present" && !done) print ENVIRON["line"] }' "$old"
    }
    write() {
      make_temp; new=$temp; table "$1" >"$new"
      if differs_file "$fstab" "$old" "$new"; then
        [ -z "$backup" ] || [ ! -e "$fstab" ] || backup "$fstab"
        copy_over "$new" "$fstab"
      fi
      cmp -s "$old" "$new" || wrote=1
    }
    unmount() { if is_mounted && change; then tool umount "$path" || { say_json rc $rc; fail "Error unmounting $path: $err"; }; fi; }
    wrote=
    case $state in
    present) write present ;;
    absent_from_fstab) write absent ;;
    absent)
      write absent; unmount
      if [ -d "$path" ] && change; then t_out=$(rmdir "$path" 2>&1) || fail "Error rmdir $path: $t_out"; fi ;;
    unmounted) unmount ;;
    remounted)
      is_mounted || fail "Mount point $path is not mounted"
      change; [ -n "$check" ] || tool mount -o remount "$path" || fail "Error remounting $path: $err" ;;
    mounted|ephemeral)
      [ -e "$path" ] || { change && { mkdir -p "$path" || fail "Error making dir $path"; }; }
      [ "$state" = ephemeral ] || write present
      if is_mounted; then
        if [ "$state" = ephemeral ]; then
          now=$(awk -v p="$(esc "$path")" '$2 == p { s = $1 } END { print s }' /proc/mounts)
          [ "$now" = "$src" ] || [ "$(readlink -f "$src" 2>/dev/null)" = "$now" ] || fail "Ephemeral mount point is already mounted with a different source than the specified one. Failing in order to prevent an unwanted unmount or override operation. Try replacing this command with a \\"state: unmounted\\" followed by a \\"state: ephemeral\\", or use a different destination path."
          change; [ -n "$check" ] || tool mount -o "remount,$opts" "$path" || fail "Error remounting $path: $err"
        elif [ -n "$wrote" ] && [ -z "$check" ]; then
          tool mount -o remount "$path" || { tool umount "$path" && tool mount "$path"; } || fail "Error remounting $path: $err"
        fi
      elif change; then
        if [ "$state" = ephemeral ]; then tool mount -t "$fstype" -o "$opts" "$src" "$path"
        elif [ "$fstab" != /etc/fstab ]; then tool mount -T "$fstab" "$path"
        else tool mount "$path"; fi || fail "Error mounting $path: $err"
      fi ;;
    esac
    say name "$path"
  `,
  result: ({ said, failure }, args) => {
    if (failure !== undefined) return { ...said, changed: false };
    const { opts, dump, passno, fstab, src, fstype, boot } = args;
    return { ...said, src, fstype, opts, dump, passno, fstab, boot: boot ? "yes" : "no" };
  },
});
