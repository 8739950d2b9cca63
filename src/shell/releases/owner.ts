import type { ShellLibrary } from "../../model/script.js";

/**
 * Who holds the lock of a service. `o_chain`: the processes from this session up, as far as they are known: when the
 * connection ends, the first of them has another parent. `o_orphan`: is nobody left who waits for this session?
 * `o_live PID CHAIN`: does that session still belong to somebody? `o_clock`: milliseconds of a clock that nobody sets, as
 * far as the system has one: a wait must not become longer because the time was set back.
 */
export const owner: ShellLibrary = {
  name: "owner",
  text: `
o_parent() {
if [ -r "/proc/$1/stat" ]; then sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 2
else ps -o ppid= -p "$1" 2>/dev/null | tr -d ' '; fi
}
o_chain() {
o_p=$1 o_c=$1
while [ -n "$o_p" ] && [ "$o_p" -gt 1 ]; do o_p=$(o_parent "$o_p"); o_c=$o_c.$o_p; done
t_p "$o_c"
}
o_clock() {
o_up=; [ ! -r /proc/uptime ] || read -r o_up o_idle </proc/uptime
case $o_up in ?*.??) t_p "\${o_up%.*}\${o_up#*.}0" ;; *) t_p "$(date +%s)000" ;; esac
}
o_live() { kill -0 "$1" 2>/dev/null && [ "$(o_chain "$1")" = "$2" ]; }
o_orphan() { [ -n "$o_first" ] || o_first=$(o_chain $$); [ "$(o_chain $$)" != "$o_first" ]; }
`,
};
