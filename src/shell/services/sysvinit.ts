import type { ShellLibrary } from "../../model/script.js";

/** `sysvinit_main`: all of the module sysvinit. */
export const sysvinit: ShellLibrary = {
  name: "sysvinit",
  text: `
sysvinit_main() {
PATH=/sbin:/usr/sbin:/bin:/usr/bin:$PATH:/usr/local/sbin
case $name in /*) script=$name ;; *) script=/etc/init.d/$name ;; esac
[ -e "$script" ] || fail "Could not find the requested service $name: "
make_temp; v_out=$temp; make_temp; v_err=$temp; rc=0 out= err=
v_running
if [ -n "$runlevels" ]; then v_levels; else v_boot; fi
v_state
}
# output as it is, with its last newlines
v_ran() {
"$@" </dev/null >"$v_out" 2>"$v_err"; rc=$?
out=$(cat "$v_out"; echo x); out=\${out%x}; err=$(cat "$v_err"; echo x); err=\${err%x}
}
v_tell() { say_json "$1_rc" $rc; say "$1_stdout" "$out"; say "$1_stderr" "$err"; }
v_changes() { say_json "$1_changed" true; change; }
v_seen() {
have ps || fail "Failed to find required executable \\"ps\\" in paths: $PATH"
v_all=$(ps auxww 2>/dev/null) || return 1
case $v_all in *"$1"*) return 0 ;; *) return 1 ;; esac
}
# is it running? Each script tells it otherwise
v_running() {
is_on= v_known=
if [ -n "$pattern" ]; then
if v_seen "$pattern"; then is_on=1; else v_down; fi
return
fi
if have service; then v_ran service "$name" status
else v_runnable; v_ran "$script" status; fi
case $name:$out in iptables:*ACCEPT*) is_on=1; return ;; esac
if [ "$(wc -l <"$v_out")" -le 1 ]; then
v_low=$(printf %s "$name" | tr A-Z a-z) v_rest=$(printf %s "$out" | tr A-Z a-z) v_said=
while :; do case $v_rest in *"$v_low"*) v_said=$v_said\${v_rest%%"$v_low"*} v_rest=\${v_rest#*"$v_low"} ;; *) break ;; esac; done
case $v_said$v_rest in
*stop*|*'is dead '*|*'dead but '*|*'could not access pid file'*|*inactive*) return ;;
*'not '*) ;;
*run*|*start*|*active*) is_on=1; return ;;
esac
fi
case $rc in
1|2|3|4|69) ;;
0) is_on=1 ;;
*) if v_seen "$name"; then
is_on=1; warn "Used ps output to match service name and determine it is up, this is very unreliable"
else v_down; fi ;;
esac
}
v_down() { warn "Unable to determine if service is up, assuming it is down"; }
v_runnable() { [ -x "$script" ] || { say_json rc 13; say stdout ''; say stderr ''; say cmd "$script $1"; fail "[Errno 13] Permission denied: b'$script'"; }; }
# on or off: is there a link that starts it, in the run level?
v_enabled() {
v_base=/etc; [ -d /etc/rc0.d ] || v_base=/etc/init.d
for v_one in "$v_base"/rc\${1:-?}.d/S??"$name"; do
if [ -e "$v_one" ] || [ -L "$v_one" ]; then echo on; return; fi
done
echo off
}
# without a wish for it, run levels are disabled: as Ansible does
v_levels() {
v_differ= v_words= v_joined=
for v_level in $runlevels; do
[ "$wish" = "$(v_enabled "$v_level")" ] || v_differ=1
v_words="$v_words $v_level" v_joined=$v_joined$v_level
done
[ -n "$v_differ" ] && v_changes enabled || return 0
v_do=disable; [ "$wish" != on ] || v_do=enable
v_to=off; [ "$wish" != on ] || v_to=on
if have update-rc.d; then v_ran update-rc.d "$name" $v_do $v_words
elif have chkconfig; then v_ran chkconfig --level "$v_joined" "$name" $v_to; fi
v_booted
}
v_boot() {
[ -n "$wish" ] && [ "$wish" != "$(v_enabled)" ] && v_changes enabled || return 0
v_do=disable; [ "$wish" != on ] || v_do=defaults
if have update-rc.d; then v_ran update-rc.d "$name" $v_do
elif have chkconfig; then v_ran chkconfig "$name" $wish; fi
v_booted
}
v_booted() {
v_tell enabled
case $err in *"illegal runlevel specified"*) say_json illegal true; fail "Illegal runlevel specified for enable operation on service $name" ;; esac
}
v_state() {
case $state:$is_on in
restarted:*) v_steps='stop start' ;;
started:) v_steps=start ;;
stopped:1) v_steps=stop ;;
reloaded:*) v_steps=reload ;;
*) return 0 ;;
esac
v_changes state || return 0
for v_step in $v_steps; do
v_runnable "$v_step"
set --; [ -z "$daemonize" ] || ! have setsid || set -- setsid
v_line="
"
v_ifs=$IFS; IFS=$v_line; set -f; set -- "$@" "$script" "$v_step" $arguments; set +f; IFS=$v_ifs
v_ran "$@"
if [ $rc != 0 ]; then
case $state in restarted) v_step=restart ;; esac
say_json rc $rc; say stdout "$out"; say stderr "$err"; fail "Failed to $v_step service: $name"
fi
[ "$state" != restarted ] || [ "$sleep" = 0 ] || command sleep "$sleep"
done
v_tell state
}
`,
};
