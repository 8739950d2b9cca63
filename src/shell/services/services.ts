import type { ShellLibrary } from "../../model/script.js";
import { tools } from "../tools.js";

/** `service_main`: all of the module service where systemd does not run: by OpenRC or init scripts. */
export const services: ShellLibrary = {
  name: "services",
  uses: [tools],
  text: `
service_main() {
if have rc-service; then s_k=openrc; else s_k=sysv; fi
if [ ! -x "/etc/init.d/$name" ]; then
# an earlier task would have brought it
[ -z "$check" ] || { [ -z "$state$enabled" ] || change; exit 0; }
fail "Could not find the requested service $name: host"
fi
say name "$name"
s_boot
s_state
}
s_active() {
if [ -n "$pattern" ]; then ps -A -o args= | grep -v grep | grep -q -e "$pattern"; return; fi
if [ $s_k = openrc ]; then rc-service "$name" status >/dev/null 2>&1; return; fi
tool "/etc/init.d/$name" status </dev/null
case $rc in 1|2|3|4|69) return 1 ;; esac
s_said=$(printf %s "$out" | tr A-Z a-z)
case $s_said in
*"
"*) ;;
*stop*|*'not run'*|*'could not access pid file'*|*'is dead and pid file exists'*|*'dead but'*) return 1 ;;
*run*|*start*) return 0 ;;
esac
[ $rc = 0 ]
}
s_do() {
if [ $s_k = openrc ]; then tool rc-service "$name" "$1"; else tool "/etc/init.d/$name" "$1" $arguments </dev/null; fi
[ $rc = 0 ] || fail "\${err:-$out}"
}
s_enabled() {
case $s_k in
openrc) rc-update show "$runlevel" 2>/dev/null | awk -v n="$name" '$1 == n { f = 1 } END { exit !f }' ;;
*) ls /etc/rc[2345].d/S??"$name" >/dev/null 2>&1 ;;
esac
}
s_enable() {
case $s_k:$1 in
openrc:yes) must rc-update add "$name" "$runlevel" ;;
openrc:no) must rc-update del "$name" "$runlevel" ;;
*:yes) if have update-rc.d; then update-rc.d "$name" defaults >/dev/null 2>&1; must update-rc.d "$name" enable; elif have chkconfig; then must chkconfig "$name" on; fi ;;
*) if have update-rc.d; then must update-rc.d "$name" disable; elif have chkconfig; then must chkconfig "$name" off; fi ;;
esac
}
s_state() {
s_how=
case $state in
started) s_active || s_how=start ;;
stopped) ! s_active || s_how=stop ;;
restarted) s_how=restart ;;
reloaded) s_how=reload; s_active || s_how=start ;;
esac
if [ -n "$s_how" ]; then
change || { say_json asked true; exit 0; }
case $s_k:$s_how in
sysv:restart) s_do stop; [ -z "$sleep" ] || command sleep "$sleep"; s_do start ;;
*) s_do $s_how ;;
esac
fi
case $state in '') ;; stopped) say state stopped ;; *) say state started ;; esac
}
s_boot() {
case $enabled in
1) s_enabled || { change && s_enable yes; }; say_json enabled true ;;
0) ! s_enabled || { change && s_enable no; }; say_json enabled false ;;
esac
}
`,
};
