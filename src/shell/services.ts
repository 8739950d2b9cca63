import type { ShellLibrary } from "../model/script.js";

/** Services: `s_active NAME`, `s_do ACTION NAME`, `s_enabled NAME`, `s_enable NAME yes|no`, by systemd, OpenRC or init scripts. */
export const services: ShellLibrary = {
  name: "services",
  text: `
s_kind() {
if [ -d /run/systemd/system ] && have systemctl; then s_k=systemd
elif have rc-service; then s_k=openrc
else s_k=sysv; fi
}
s_exists() {
case $s_k in
systemd) systemctl $s_scope cat "$1" >/dev/null 2>&1 || systemctl $s_scope list-unit-files --no-legend "$1" "$1.service" 2>/dev/null | grep -q . || [ -x "/etc/init.d/$1" ] ;;
*) [ -x "/etc/init.d/$1" ] ;;
esac
}
s_active() {
case $s_k in
systemd) systemctl $s_scope is-active --quiet "$1" ;;
openrc) rc-service "$1" status >/dev/null 2>&1 ;;
*) if [ -n "$pattern" ]; then ps -A -o args= | grep -v grep | grep -q -- "$pattern"; else "/etc/init.d/$1" status >/dev/null 2>&1; fi ;;
esac
}
s_do() {
case $s_k in
systemd) must systemctl $s_scope \${no_block:+--no-block} "$1" "$2" ;;
openrc) must rc-service "$2" "$1" ;;
*) t_out=$("/etc/init.d/$2" "$1" </dev/null 2>&1) || fail "$(printf '%s' "$t_out" | tail -n 15)" ;;
esac
}
s_enabled() {
case $s_k in
systemd) case $(systemctl $s_scope is-enabled "$1" 2>/dev/null) in enabled|enabled-runtime|static|indirect|alias|generated) return 0 ;; *) return 1 ;; esac ;;
openrc) rc-update show default 2>/dev/null | grep -q "^ *$1 " ;;
*) ls /etc/rc[2345].d/S??"$1" >/dev/null 2>&1 ;;
esac
}
s_enable() {
case $s_k:$2 in
systemd:yes) must systemctl $s_scope enable \${force:+--force} "$1" ;;
systemd:no) must systemctl $s_scope disable "$1" ;;
openrc:yes) must rc-update add "$1" default ;;
openrc:no) must rc-update del "$1" default ;;
*:yes) if have update-rc.d; then update-rc.d "$1" defaults >/dev/null 2>&1; must update-rc.d "$1" enable; elif have chkconfig; then must chkconfig "$1" on; fi ;;
*) if have update-rc.d; then must update-rc.d "$1" disable; elif have chkconfig; then must chkconfig "$1" off; fi ;;
esac
}
s_state() {
case $state in
started) s_active "$name" || { differs state stopped started && s_do start "$name"; } ;;
stopped) ! s_active "$name" || { differs state started stopped && s_do stop "$name"; } ;;
restarted) if change; then if [ -n "$sleep" ] && s_active "$name"; then s_do stop "$name"; command sleep "$sleep"; s_do start "$name"; else s_do restart "$name"; fi; fi ;;
reloaded) if s_active "$name"; then change && s_do reload "$name"; else differs state stopped started && s_do start "$name"; fi ;;
esac
[ -z "$state" ] || case $state in stopped) say state stopped ;; *) say state started ;; esac
}
s_boot() {
case $enabled in
1) s_enabled "$name" || { differs enabled false true && s_enable "$name" yes; }; say_json enabled true ;;
0) ! s_enabled "$name" || { differs enabled true false && s_enable "$name" no; }; say_json enabled false ;;
esac
}
`,
};
