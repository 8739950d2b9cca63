import { flag, float, integer, list, mode, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Answer } from "../../model/result.js";
import { accounts } from "../../shell/accounts.js";
import { attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";
import windows from "../../shell/powershell/accounts/user.ps1";
import { native, accounts as windowsAccounts } from "../../shell/powershell/libraries.js";
import { accountPassedOver } from "../../shell/powershell/rights.js";
import { tools } from "../../shell/tools.js";

/** What accounts of Windows have nothing of, and what is none of their affair where it is given for other systems. */
const REFUSED = ["generate_ssh_key", "password_lock", "remove", "move_home", "seuser"] as const;
const PASSED_OVER = `uid non_unique group home shell skeleton umask local uid_min uid_max password_expire_max
  password_expire_min password_expire_warn password_expire_account_disable login_class`.split(/\s+/);

export default defineModule({
  name: "user",
  about: "Makes, changes or removes a user",
  hostLocal: true,
  check: "full",
  removesUser: ({ name, state }) => (state === "absent" ? name : undefined),
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
    ssh_key_file: path({ about: "where the key goes", default: "", nullable: true }),
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
  notes: [
    "On Windows the password is the plain one: Windows takes no hash. Numbers, shells and home folders are passed over there.",
  ],
  returns: {
    uid: "its number",
    group: "its main group's number",
    home: "its home folder",
    shell: "its login shell",
    sid: "of Windows: its SID",
  },
  uses: [accounts, tools],
  libraries: ({ generate_ssh_key }) => (generate_ssh_key ? [attributes, writer] : []),
  vars: ({ password, password_lock, groups, expires, ssh_key_bits }) => ({
    has_groups: groups !== undefined,
    groups: (groups ?? []).filter((one) => one !== ""),
    expires:
      expires === undefined ? "" : expires < 0 ? "-1" : new Date(expires * 1000).toISOString().slice(0, 10),
    ssh_key_bits: ssh_key_bits ?? "",
    plain_password: password !== undefined && isPlain(password),
    password_lock: password_lock === undefined ? "" : password_lock ? "1" : "0",
  }),
  sh: `
    [ -z "$plain_password" ] || warn "The input password appears not to have been hashed. The 'password' argument must be encrypted for this module to work properly."
    fields() { IFS=: read -r u1 u2 u3 u4 u5 u6 u7 <<END
$entry
END
}
    l=
    if [ -n "$local" ]; then
      for one in umask uid_min uid_max; do eval "[ -z "\\$$one" ]" || fail "'$one' can not be used with 'local'"; done
      l=l entry=$(entry_of /etc/passwd "$name")
    else entry=$(account passwd "$name"); fi
    fields
    # the tools of libuser know groups and ends by others of their kind
    local_rest() {
      [ -z "$local" ] || [ -z "$1" ] || by lchage -E "$1" "$name"
      [ -z "$local" ] || for one in $2; do by lgroupmod -M "$name" "$one"; done
      [ -z "$local" ] || for one in $3; do by lgroupmod -m "$name" "$one"; done
    }
    days_of() { case $1 in ''|-1) printf %s "$1" ;; *) printf %s $(($(date -d "$1" +%s) / 86400)) ;; esac; }
    by() { tool "$@" || { say name "$name"; say_json rc $rc; fail "$err
"; }; [ -z "$out" ] || say stdout "$out
"; [ -z "$err" ] || say stderr "$err
"; }
    say name "$name"; say state "$state"
    if [ "$state" = absent ]; then
      [ -n "$entry" ] || exit 0
      change || exit 0
      [ -z "$local" ] || { required luserdel; force=; }
      by "\${l}userdel" \${force:+-f} \${remove:+-r} "$name"
      say_json removed true
      exit 0
    fi
    comma() { printf '%s' "$groups" | tr '\n' ',' | sed 's/,$//'; }
    [ -n "$entry" ] || [ -z "$check" ] || { change; exit 0; }
    [ -z "$group" ] || getent group "$group" >/dev/null || fail "Group $group does not exist"
    for one in $groups; do getent group "$one" >/dev/null || fail "Group $one does not exist"; done
    if [ -z "$entry" ]; then
      say_json made true; change
      set --
      [ -z "$uid" ] || set -- "$@" -u "$uid"; [ -z "$non_unique" ] || set -- "$@" -o
      if [ -n "$group" ]; then set -- "$@" -g "$group"; elif getent group "$name" >/dev/null; then set -- "$@" -g "$name"; fi
      [ -z "$groups" ] || [ -n "$local" ] || set -- "$@" -G "$(comma)"
      [ -z "$comment" ] || set -- "$@" -c "$comment"; [ -z "$shell" ] || set -- "$@" -s "$shell"
      if [ -n "$home" ]; then
        [ -z "$create_home" ] || [ -d "\${home%/*}" ] || mkdir -p "\${home%/*}"
        set -- "$@" -d "$home"
      fi
      [ -n "$local" ] || [ -z "$expires" ] || [ "$expires" = -1 ] || set -- "$@" -e "$expires"; [ -n "$local" ] || [ "$expires" != -1 ] || set -- "$@" -e ''
      [ -z "$system" ] || set -- "$@" -r
      if [ -n "$create_home" ]; then [ -n "$local" ] || set -- "$@" -m; [ -z "$skeleton" ] || set -- "$@" -k "$skeleton"; [ -z "$umask" ] || set -- "$@" -K "UMASK=$umask"; else set -- "$@" -M; fi
      [ -z "$uid_min" ] || set -- "$@" -K "UID_MIN=$uid_min"; [ -z "$uid_max" ] || set -- "$@" -K "UID_MAX=$uid_max"
      [ -z "$local" ] || { required lgroupmod; required lchage; required luseradd; }
      by "\${l}useradd" "$@" "$name"
      local_rest "$(days_of "$expires")" "$groups"
      if [ -n "$password" ]; then printf '%s:%s\n' "$name" "$password" | chpasswd -e || fail "the password could not be set"; fi
      [ "$password_lock" != 1 ] || by usermod -L "$name"
      made=1
    else
      set --; more= fewer= ends=
      [ -z "$local" ] || { required lgroupmod; required lchage; required lusermod; }
      [ -z "$uid" ] || { differs uid "$u3" "$uid" && set -- "$@" -u "$uid" \${non_unique:+-o}; }
      if [ -n "$group" ]; then
        g=$(getent group "$group" | cut -d: -f3)
        [ "$g" = "$u4" ] || { differs group "$u4" "$g" && set -- "$@" -g "$group"; }
      fi
      if [ -n "$has_groups" ]; then
        main=$(id -gn "$name")
        now=$(id -Gn "$name" | tr ' ' '\n' | grep -vxF "$main" | sort | tr '\n' ' ')
        if [ -n "$append" ]; then
          missing=; for one in $groups; do case " $now$main " in *" $one "*) ;; *) missing=1 ;; esac; done
          [ -z "$missing" ] || { differs groups "$now" "$now$(printf '%s' "$groups" | tr '\n' ' ')" && if [ -n "$local" ]; then more=$groups; else set -- "$@" -a -G "$(comma)"; fi; }
        else
          want=$(printf '%s\n' "$groups" | sed '/^$/d' | grep -vxF "$main" | sort | tr '\n' ' ')
          [ "$now" = "$want" ] || { differs groups "$now" "$want" && if [ -n "$local" ]; then more=$groups fewer=$(for one in $now; do case " $want" in *" $one "*) ;; *) echo "$one" ;; esac; done); else set -- "$@" -G "$(comma)"; fi; }
        fi
      fi
      [ -z "$comment" ] || { differs comment "$u5" "$comment" && set -- "$@" -c "$comment"; }
      [ -z "$home" ] || { differs home "$u6" "$home" && set -- "$@" -d "$home" \${move_home:+-m}; }
      [ -z "$shell" ] || { differs shell "$u7" "$shell" && set -- "$@" -s "$shell"; }
      if [ -n "$expires" ]; then
        shadow=$(getent shadow "$name"); now=$(printf '%s' "$shadow" | cut -d: -f8)
        # an account without a line in shadow gets one
        [ -n "$shadow" ] || now=0
        if [ "$expires" = -1 ]; then want=; else want=$(($(date -d "$expires" +%s) / 86400)); fi
        [ "$now" = "$want" ] || { differs expires "$now" "$want" && if [ -n "$local" ]; then ends=$(days_of "$expires"); else [ "$expires" = -1 ] && set -- "$@" -e '' || set -- "$@" -e "$expires"; fi; }
      fi
      [ $# = 0 ] || by "\${l}usermod" "$@" "$name"
      local_rest "$ends" "$more" "$fewer"
      shadow=$(getent shadow "$name" | cut -d: -f2)
      if [ -n "$password" ] && [ "$update_password" = always ] && [ "\${shadow#!}" != "\${password#!}" ]; then
        lock=; [ "$password_lock" != 1 ] || lock=!
        change && { printf '%s:%s\n' "$name" "$lock\${password}" | chpasswd -e || fail "the password could not be set"; }
        [ "$password_lock" != 1 ] || password_lock=
      fi
      # usermod refuses to unlock an account without a password
      case $password_lock:$shadow in
      1:!*|0:[!!]*|0:) ;;
      1:*) change && by usermod -L "$name" ;;
      0:!*) change && { tool usermod -U "$name" || :; } ;;
      esac
    fi
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
    entry=$(account passwd "$name"); fields
    if [ -n "$entry" ]; then
      house=$u6
      if [ -n "$create_home" ] && [ -z "$made" ] && [ ! -d "$house" ] && differs home_directory absent "$house"; then
        mkdir -p "$house" && { cp -a "\${skeleton:-/etc/skel}/." "$house" 2>/dev/null; chown -R "$u3:$u4" "$house"; chmod \${umask:+$(printf %o $((0777 & ~0$umask)))} \${umask:-0755} "$house" 2>/dev/null || chmod 0755 "$house"; }
      fi
      if [ -n "$generate_ssh_key" ]; then
        key=\${ssh_key_file:-.ssh/id_$ssh_key_type}; case $key in /*) ;; *) key=$house/$key ;; esac
        if [ ! -e "$key" ] && change; then
          [ -d "\${key%/*}" ] || { must mkdir -p -m 700 "\${key%/*}"; chown -h "$u3:$u4" "\${key%/*}"; }
          # made where nobody else is: the user may put links under these names
          make_temp; fresh=$temp; rm -f "$fresh"
          must ssh-keygen -q -t "$ssh_key_type" \${ssh_key_bits:+-b "$ssh_key_bits"} -C "\${ssh_key_comment:-ansible-generated on $(hostname)}" -N "$ssh_key_passphrase" -f "$fresh"
          owner=$u3 group=$u4 a_quiet=1
          for end in '' .pub; do
            mode=0600; [ -z "$end" ] || mode=0644
            p_as=- p_wear=1; copy_over "$fresh$end" "$key$end"
          done
          rm -f "$fresh" "$fresh.pub"
        fi
        say ssh_key_file "$key"
        [ ! -e "$key.pub" ] || { say ssh_public_key "$(cat "$key.pub")"; say ssh_fingerprint "$(ssh-keygen -l -f "$key")"; }
      fi
      say_json uid "$u3"; say_json group "$u4"; say comment "$u5"; say home "$u6"; say shell "$u7"
    fi
  `,
  powershell: {
    text: windows,
    uses: [windowsAccounts, native],
    refuses: ({ password, ...args }) => [
      ...REFUSED.filter((name) => args[name] !== undefined && args[name] !== false).map(
        (name) => `${name} is nothing that accounts of Windows have`,
      ),
      ...(password !== undefined && !isPlain(password)
        ? ["password has to be the plain one there: Windows takes no hash"]
        : []),
    ],
    vars: ({ comment, append, groups, expires }) => ({
      fullname: comment,
      groups_action: append ? "add" : "replace",
      groups: groups?.filter((one) => one !== "") ?? null,
      account_expires:
        expires === undefined ? null : expires < 0 ? "never" : new Date(expires * 1000).toISOString(),
    }),
    result: ({ said, failure }: Answer, args) => ({
      name: args.name,
      state: args.state,
      ...(failure === undefined && said.sid !== undefined ? { sid: said.sid, comment: said.fullname } : {}),
      ...(args.groups ? { append: args.append, groups: args.groups.join(",") } : {}),
      ...(args.password === undefined ? {} : { password: "NOT_LOGGING_PASSWORD" }),
      ...accountPassedOver(args, PASSED_OVER),
    }),
  },
  result: (answer, args, { check }) => {
    const { removed, made, ...said } = answer.said;
    if (answer.failure !== undefined)
      return { ...said, name: said.rc === undefined ? undefined : said.name, state: undefined };
    if (check && said.uid === undefined && answer.changed) return { diff: undefined };
    const shown = args.password === undefined ? {} : { password: "NOT_LOGGING_PASSWORD" };
    if (args.state === "absent")
      return { ...said, ...(removed === true ? { force: args.force, remove: args.remove } : {}) };
    const { append, move_home, system, create_home, groups } = args;
    return {
      ...said,
      ...(made === true ? { system, create_home } : { append, move_home }),
      ...(groups ? { groups: groups.join(",") } : {}),
      ...shown,
    };
  },
});

/** Would nobody take this for what `crypt` makes of a password? */
function isPlain(password: string): boolean {
  if (/^(\*|!|\*{13})$/.test(password) || password === "") return false;
  const fields = password.split("$");
  if (/[:*!]/.test(password) || fields.length < 3) return true;
  const hash = fields.at(-1)!;
  const length = { "1": 22, "5": 43, "6": 86, y: 43 }[fields[1]!];
  return /[^a-zA-Z0-9./=]/.test(hash) || (length !== undefined && hash.length !== length);
}
