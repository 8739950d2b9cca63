import { flag, float, integer, list, mode, oneOf, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "user",
  about: "Makes, changes or removes a user",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the user", required: true, aliases: ["user"] }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
    uid: integer({ about: "its number" }),
    non_unique: flag({ about: "the number may be another user's too", default: false }),
    comment: text({ about: "full name" }),
    group: text({ about: "main group" }),
    groups: list(text({ about: "a group" }), { about: "further groups; an empty one takes all away" }),
    append: flag({ about: "keep the groups it is in", default: false }),
    home: path({ about: "home folder" }),
    shell: path({ about: "login shell" }),
    password: text({ about: "the password, hashed; `*` for none", secret: true }),
    password_lock: flag({ about: "lock the password" }),
    update_password: oneOf(["always", "on_create"])({ about: "when the password is set", default: "always" }),
    create_home: flag({ about: "make the home folder", default: true, aliases: ["createhome"] }),
    move_home: flag({ about: "move the home folder when home changes", default: false }),
    skeleton: text({ about: "folder that a new home is copied from" }),
    system: flag({ about: "a system user, where it is made", default: false }),
    force: flag({ about: "remove it while it is logged in", default: false }),
    remove: flag({ about: "remove its folders too", default: false }),
    expires: float({ about: "when the account ends, in seconds since 1970; negative: never" }),
    umask: mode({ about: "umask of a new home" }),
    local: flag({ about: "in the host's own files only", default: false }),
    generate_ssh_key: flag({ about: "make an SSH key", default: false }),
    ssh_key_bits: integer({ about: "bits of the key" }),
    ssh_key_type: text({ about: "type of the key", default: "rsa" }),
    ssh_key_file: path({ about: "where the key goes", default: "" }),
    ssh_key_comment: text({ about: "comment of the key" }),
    ssh_key_passphrase: text({ about: "passphrase of the key", secret: true }),
    password_expire_max: integer({ about: "most days between changes of the password" }),
    password_expire_min: integer({ about: "fewest days between changes of the password" }),
    password_expire_warn: integer({ about: "days of warning before the password ends" }),
    password_expire_account_disable: integer({ about: "days until a user with an ended password is locked" }),
    login_class: text({ about: "login class (BSD)" }),
    seuser: text({ about: "SELinux user" }),
    hidden: flag({ about: "hidden (macOS)" }),
    profile: text({ about: "profile (SunOS)" }),
    authorization: text({ about: "authorization (SunOS)" }),
    role: text({ about: "role (SunOS)" }),
    uid_min: integer({ about: "lowest number of a new user" }),
    uid_max: integer({ about: "highest number of a new user" }),
  },
  examples: [{ name: "deploy", shell: "/bin/bash", groups: ["docker"], append: true }],
  returns: { uid: "its number", home: "its home folder" },
  vars: ({ password, groups, expires, ssh_key_bits }) => ({
    has_groups: groups !== undefined,
    groups: (groups ?? []).filter((one) => one !== ""),
    expires:
      expires === undefined ? "" : expires < 0 ? "-1" : new Date(expires * 1000).toISOString().slice(0, 10),
    ssh_key_bits: ssh_key_bits ?? "",
    plain_password:
      password !== undefined &&
      !/^([*!x]|!!|)$|^[!]?\$[0-9a-z]{1,2}[a-z]?\$|^[!]?_|^[./0-9A-Za-z]{13}$/.test(password),
  }),
  sh: `
    [ -z "$plain_password" ] || warn "The input password appears not to have been hashed. The 'password' argument must be encrypted for this module to work properly."
    fields() { IFS=: read -r u1 u2 u3 u4 u5 u6 u7 <<END
$entry
END
}
    entry=$(getent passwd "$name" 2>/dev/null || grep "^$name:" /etc/passwd); fields
    if [ "$state" = absent ]; then
      if [ -n "$entry" ] && differs state present absent; then must userdel \${force:+-f} \${remove:+-r} "$name"; fi
      say name "$name"; say state absent; say_json force "\${force:+true}\${force:-false}"; say_json remove "\${remove:+true}\${remove:-false}"
      exit 0
    fi
    comma() { printf '%s' "$groups" | tr '\\n' ',' | sed 's/,$//'; }
    [ -z "$group" ] || getent group "$group" >/dev/null || [ -n "$check" ] || fail "Group $group does not exist"
    for one in $groups; do getent group "$one" >/dev/null || [ -n "$check" ] || fail "Group $one does not exist"; done
    if [ -z "$entry" ]; then
      if differs state absent present; then
        set --
        [ -z "$uid" ] || set -- "$@" -u "$uid"; [ -z "$non_unique" ] || set -- "$@" -o
        if [ -n "$group" ]; then set -- "$@" -g "$group"; elif getent group "$name" >/dev/null; then set -- "$@" -g "$name"; fi
        [ -z "$groups" ] || set -- "$@" -G "$(comma)"
        [ -z "$comment" ] || set -- "$@" -c "$comment"; [ -z "$home" ] || set -- "$@" -d "$home"; [ -z "$shell" ] || set -- "$@" -s "$shell"
        [ -z "$expires" ] || [ "$expires" = -1 ] || set -- "$@" -e "$expires"; [ "$expires" != -1 ] || set -- "$@" -e ''
        [ -z "$system" ] || set -- "$@" -r
        if [ -n "$create_home" ]; then set -- "$@" -m; [ -z "$skeleton" ] || set -- "$@" -k "$skeleton"; [ -z "$umask" ] || set -- "$@" -K "UMASK=$umask"; else set -- "$@" -M; fi
        [ -z "$uid_min" ] || set -- "$@" -K "UID_MIN=$uid_min"; [ -z "$uid_max" ] || set -- "$@" -K "UID_MAX=$uid_max"
        must useradd "$@" "$name"
        if [ -n "$password" ]; then printf '%s:%s\\n' "$name" "$password" | chpasswd -e || fail "the password could not be set"; fi
        [ -z "$password_lock" ] || must usermod -L "$name"
        made=1
      fi
    else
      set --
      [ -z "$uid" ] || { differs uid "$u3" "$uid" && set -- "$@" -u "$uid" \${non_unique:+-o}; }
      if [ -n "$group" ]; then
        g=$(getent group "$group" | cut -d: -f3)
        [ "$g" = "$u4" ] || { differs group "$u4" "$g" && set -- "$@" -g "$group"; }
      fi
      if [ -n "$has_groups" ]; then
        main=$(id -gn "$name")
        now=$(id -Gn "$name" | tr ' ' '\\n' | grep -vxF "$main" | sort | tr '\\n' ' ')
        if [ -n "$append" ]; then
          missing=; for one in $groups; do case " $now$main " in *" $one "*) ;; *) missing=1 ;; esac; done
          [ -z "$missing" ] || { differs groups "$now" "$now$(printf '%s' "$groups" | tr '\\n' ' ')" && set -- "$@" -a -G "$(comma)"; }
        else
          want=$(printf '%s\\n' "$groups" | sed '/^$/d' | grep -vxF "$main" | sort | tr '\\n' ' ')
          [ "$now" = "$want" ] || { differs groups "$now" "$want" && set -- "$@" -G "$(comma)"; }
        fi
      fi
      [ -z "$comment" ] || { differs comment "$u5" "$comment" && set -- "$@" -c "$comment"; }
      [ -z "$home" ] || { differs home "$u6" "$home" && set -- "$@" -d "$home" \${move_home:+-m}; }
      [ -z "$shell" ] || { differs shell "$u7" "$shell" && set -- "$@" -s "$shell"; }
      if [ -n "$expires" ]; then
        now=$(getent shadow "$name" | cut -d: -f8)
        if [ "$expires" = -1 ]; then want=; else want=$(($(date -d "$expires" +%s) / 86400)); fi
        [ "$now" = "$want" ] || { differs expires "$now" "$want" && { [ "$expires" = -1 ] && set -- "$@" -e '' || set -- "$@" -e "$expires"; }; }
      fi
      [ $# = 0 ] || must usermod "$@" "$name"
      shadow=$(getent shadow "$name" | cut -d: -f2)
      if [ -n "$password" ] && [ "$update_password" = always ] && [ "\${shadow#!}" != "\${password#!}" ]; then
        change && { printf '%s:%s\\n' "$name" "$password" | chpasswd -e || fail "the password could not be set"; }
      fi
      case $password_lock:$shadow in 1:!*) ;; 1:*) change && must usermod -L "$name" ;; esac
    fi
    if [ -n "$locks" ]; then :; fi
    days() {
      [ -n "$2" ] || return 0
      now=$(getent shadow "$name" | cut -d: -f"$1")
      if [ "$now" != "$2" ] && differs "$4" "$now" "$2"; then must chage "$3" "$2" "$name"; fi
    }
    if [ -z "$check" ] || [ -n "$entry" ]; then
      days 5 "$password_expire_max" -M password_expire_max
      days 4 "$password_expire_min" -m password_expire_min
      days 6 "$password_expire_warn" -W password_expire_warn
      days 7 "$password_expire_account_disable" -I password_expire_account_disable
    fi
    entry=$(getent passwd "$name" 2>/dev/null || grep "^$name:" /etc/passwd); fields
    if [ -n "$entry" ]; then
      house=$u6
      if [ -n "$create_home" ] && [ -z "$made" ] && [ ! -d "$house" ] && differs home_directory absent "$house"; then
        mkdir -p "$house" && { cp -a "\${skeleton:-/etc/skel}/." "$house" 2>/dev/null; chown -R "$u3:$u4" "$house"; chmod \${umask:+$(printf %o $((0777 & ~0$umask)))} \${umask:-0755} "$house" 2>/dev/null || chmod 0755 "$house"; }
      fi
      if [ -n "$generate_ssh_key" ]; then
        key=\${ssh_key_file:-.ssh/id_$ssh_key_type}; case $key in /*) ;; *) key=$house/$key ;; esac
        if [ ! -e "$key" ] && change; then
          [ -d "\${key%/*}" ] || { mkdir -p -m 700 "\${key%/*}"; chown "$u3:$u4" "\${key%/*}"; }
          must ssh-keygen -q -t "$ssh_key_type" \${ssh_key_bits:+-b "$ssh_key_bits"} -C "\${ssh_key_comment:-ansible-generated on $(hostname)}" -N "$ssh_key_passphrase" -f "$key"
          chown "$u3:$u4" "$key" "$key.pub"
        fi
        say ssh_key_file "$key"
        [ ! -e "$key.pub" ] || { say ssh_public_key "$(cat "$key.pub")"; say ssh_fingerprint "$(ssh-keygen -l -f "$key")"; }
      fi
      say_json uid "$u3"; say_json gid "$u4"; say comment "$u5"; say home "$house"; say shell "$u7"
    fi
    say name "$name"; say state present
  `,
  result: ({ said }, args) => ({
    ...said,
    group: args.group ?? said.gid,
    append: args.append,
    move_home: args.move_home,
    ...(args.groups ? { groups: args.groups.join(",") } : {}),
    ...(args.password === undefined ? {} : { password: "NOT_LOGGING_PASSWORD" }),
    ...(args.state === "present"
      ? { create_home: args.create_home, system: args.system }
      : { force: args.force, remove: args.remove }),
  }),
});
