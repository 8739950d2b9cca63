import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellLibrary, ShellValue } from "../../model/script.js";
import { tools } from "../tools.js";

/** `systemd_main`: all of the module systemd, with the variables of systemdVars. */
export const systemd: ShellLibrary = {
  name: "systemd",
  uses: [tools],
  text: `
sd() { XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)} systemctl $s_options "$@"; }
sd_offline() { [ "$SYSTEMD_OFFLINE" = 1 ] || [ "$(stat -c %d:%i /)" != "$(stat -c %d:%i /proc/1/root/. 2>/dev/null)" ]; }
sd_whole() {
tool sd "$1" && return 0
sd_offline || fail "failure $rc during $1: $err"
warn "$1 failed, but target is a chroot or systemd is offline. Continuing. Error was: $rc / $err"
}
# a unit that an earlier task would have brought is not there yet in check mode
sd_missing() {
[ -z "$sd_found$sd_init" ] || return 0
[ -z "$check" ] || { change; exit 0; }
fail "Could not find the requested service $name: host"
}
sd_known() {
tool sd is-enabled "$name"
case $out in
enabled|enabled-runtime|linked|linked-runtime|masked|masked-runtime|static|indirect|disabled|generated|transient) sd_found=1 ;;
*) tool sd list-unit-files "$name" && sd_found=1 || { tool sd || fail "$err"; } ;;
esac
}
sd_value() { printf '%s\\n' "$sd_shown" | sed -n "s/^$1=//p" | head -n 1; }
sd_change() { change && { tool sd "$1" "$name" || fail "$2 $name: $err
"; }; }
systemd_main() {
required systemctl
case $name in *'*'*) sd_glob='*' ;; *'?'*) sd_glob='?' ;; *'['*) sd_glob='[' ;; *) sd_glob= ;; esac
[ -z "$sd_glob" ] || fail "This module does not currently support using glob patterns, found '$sd_glob' in service name: $name"
[ -z "$daemon_reload" ] || [ -n "$check" ] || sd_whole daemon-reload
[ -z "$daemon_reexec" ] || [ -n "$check" ] || sd_whole daemon-reexec
[ -n "$name" ] || return 0
sd_found= sd_shown= sd_init=; [ ! -x "/etc/init.d/$name" ] || sd_init=1
tool sd show "$name"
case $rc:$out$err in
0:*=*)
sd_shown=$out; say show "$out"
case $(sd_value LoadState) in
''|not-found) ;;
masked) sd_found=1 ;;
*) sd_found=1; sd_error=$(sd_value LoadError); [ -z "$sd_error" ] || fail "Error loading unit file '$name': $sd_error" ;;
esac ;;
*) sd_known ;;
esac
[ -z "$sd_init" ] || [ -n "$sd_found" ] || warn "The service ($name) is actually an init script but the system is managed by systemd"
[ -z "$masked" ] || sd_mask
[ -z "$enabled" ] || sd_boot
[ -z "$state" ] || sd_state
}
sd_mask() {
tool sd is-enabled "$name"; sd_now=0; [ "$out" != masked ] || sd_now=1
[ "$sd_now" != "$masked" ] || return 0
sd_do=unmask; [ "$masked" = 0 ] || sd_do=mask
if change && ! tool sd $sd_do "$name"; then sd_missing; fail "Failed to $sd_do the service ($name): $err"; fi
}
sd_boot() {
sd_missing
sd_now=0 sd_do=disable; [ "$enabled" = 0 ] || sd_do=enable
tool sd is-enabled "$name" -l
case $rc:$out in
0:enabled-runtime|0:indirect|0:alias) ;;
0:*) sd_now=1 ;;
1:*disabled) ;;
1:*) if [ "$scope" = system ] && [ -n "$sd_init" ] && ls /etc/rc?.d/S??"$name" >/dev/null 2>&1; then sd_now=1; fi ;;
esac
if [ "$sd_now" != "$enabled" ] && change; then tool sd $sd_do "$name" || fail "Unable to $sd_do service $name: $out$err
"; fi
if [ "$enabled" = 1 ]; then say_json enabled true; else say_json enabled false; fi
}
sd_state() {
sd_missing
sd_now=$(sd_value ActiveState)
if [ -z "$sd_now" ]; then
sd_offline || fail "Service is in unknown state"
warn "Target is a chroot or systemd is offline. This can lead to false positives or prevent the init system tools from working."
say state "$state"; return 0
fi
case $state in stopped) say state stopped ;; *) say state started ;; esac
case $state:$sd_now in
stopped:active|stopped:activating|stopped:deactivating) sd_change stop "Unable to stop service" ;;
stopped:*|started:active|started:activating) ;;
restarted:active|restarted:activating) sd_change restart "Unable to restart service" ;;
reloaded:active|reloaded:activating) sd_change reload "Unable to reload service" ;;
*) sd_change start "Unable to start service" ;;
esac
return 0
}
`,
};

interface Unit {
  name?: string | undefined;
  enabled?: boolean | undefined;
  masked?: boolean | undefined;
  scope?: string | undefined;
  no_block?: boolean | undefined;
  force?: boolean | undefined;
}

const bit = (value: boolean | undefined): string => (value === undefined ? "" : value ? "1" : "0");

/** The variables of `systemd_main`. */
export function systemdVars({
  enabled,
  masked,
  scope = "system",
  no_block,
  force,
}: Unit): Record<string, ShellValue> {
  const options = [
    ...(scope === "system" ? [] : [`--${scope}`]),
    ...(no_block ? ["--no-block"] : []),
    ...(force ? ["--force"] : []),
  ];
  return { enabled: bit(enabled), masked: bit(masked), scope, s_options: options.join(" ") };
}

export function systemdResult({ said, failure }: Answer, { name }: Unit): ResultValues {
  const { show, ...values } = said;
  if (failure !== undefined) return { changed: false };
  return { name: name ?? null, ...values, status: unitProperties(String(show ?? "")) };
}

/** What `systemctl show` prints, by name. Only commands have values of several lines. */
function unitProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  let open: string | undefined;
  for (const line of text.split("\n")) {
    if (open !== undefined) {
      properties[open] += `\n${line}`;
      if (line.trimEnd().endsWith("}")) open = undefined;
      continue;
    }
    const [, name, value = ""] = /^([^=]+)=(.*)$/s.exec(line) ?? [];
    if (name === undefined) continue;
    properties[name] = value.trim();
    if (name.startsWith("Exec") && /^\s*\{/.test(value) && !value.trimEnd().endsWith("}")) open = name;
  }
  return properties;
}
