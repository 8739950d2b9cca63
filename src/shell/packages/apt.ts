import type { ShellLibrary } from "../../model/script.js";
import { tools } from "../tools.js";

/** `apt_main`: all of the module apt, with the variables of aptVars. */
export const apt: ShellLibrary = {
  name: "apt",
  uses: [tools],
  text: `
apt_main() {
have apt-get || fail "apt-get is not on the host"
[ -z "$problem" ] || fail "$problem"
set -f; set -- $name; set +f
if [ -n "$clean" ] && [ -z "$1$upgrade$deb" ]; then change && tool_ok apt-get clean; exit 0; fi
[ -z "$update_cache" ] || apt_update "$1$upgrade$deb"
if [ -n "$upgrade" ]; then apt_upgrade; exit 0; fi
if [ -n "$deb" ]; then apt_debs; exit 0; fi
if [ $# = 0 ]; then
[ -z "$autoclean" ] || apt_tidy autoclean '^Del '
[ -z "$autoremove" ] || apt_tidy autoremove '^The following packages will be REMOVED'
[ "$state" = absent ] || [ -n "$autoclean$autoremove" ] || apt_times
else
apt_specs "$@"; set -f; set -- $specs; set +f
case $state in absent) apt_remove "$@" ;; *) apt_install "$@"; apt_times ;; esac
fi
}
apt_times() { say_json cache_updated "\${apt_updated:-false}"; say_json cache_update_time "$(apt_stamp)"; }
apt_stamp() {
a_f=/var/lib/apt/periodic/update-success-stamp; [ -e "$a_f" ] || a_f=/var/lib/apt/lists
stat -c %Y "$a_f" 2>/dev/null || echo 0
}
apt_update() {
apt_updated=false a_was=$(apt_stamp)
if [ $((a_was + cache_valid_time)) -lt "$(date +%s)" ]; then
a_try=0 a_delay=1
until [ -n "$check" ] || tool apt-get -o DPkg::Lock::Timeout="$lock_timeout" -o APT::Update::Error-Mode=any update; do
a_try=$((a_try + 1)); err=$(printf '%s\\n' "$err" | grep -v '^$' | tail -n 5)
[ "$a_try" -lt "$update_cache_retries" ] || fail "Failed to update apt cache after $update_cache_retries retries: $err"
warn "Failed to update cache after $a_try retries due to $err, retrying"
[ "$a_delay" -lt "$update_cache_retry_max_delay" ] || a_delay=$update_cache_retry_max_delay
warn "Sleeping for $a_delay seconds, before attempting to refresh the cache again"
command sleep "$a_delay"; a_delay=$((a_delay * 2))
done
if [ -n "$check" ] || [ "$(apt_stamp)" != "$a_was" ]; then apt_updated=true; fi
fi
if [ -z "$1" ]; then [ $apt_updated = false ] || change; apt_times; exit 0; fi
}
# apt-get does it, or says in check mode what it would do
apt_go() {
a_policy=/usr/sbin/policy-rc.d
if [ -n "$policy_rc_d" ] && [ -z "$check" ]; then
t_dir; [ ! -e $a_policy ] || mv $a_policy "$T_D/policy-rc.d"
printf '#!/bin/sh\\nexit %s\\n' "$policy_rc_d" >$a_policy; chmod 774 $a_policy
fi
DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical tool apt-get -y $apt_options \${check:+--simulate} "$@"; a_rc=$rc
if [ -n "$policy_rc_d" ] && [ -z "$check" ]; then
if [ -e "$T_D/policy-rc.d" ]; then mv "$T_D/policy-rc.d" $a_policy; else rm -f $a_policy; fi
fi
say stdout "$out"; say stderr "$err"
[ $a_rc = 0 ] || { say_json rc $a_rc; fail "'apt-get $*' failed: $err"; }
}
apt_did() { case $out in *'0 upgraded, 0 newly installed, 0 to remove'*) return 1 ;; esac; change; return 0; }
apt_upgrade() {
apt_go $upgrade \${autoremove:+--auto-remove} \${default_release:+-t "$default_release"}
say msg "$out"; apt_did
}
apt_tidy() {
apt_go \${purge:+--purge} "$1"
! printf '%s\\n' "$out" | grep -q "$2" || change
}
# names with * ? [ ] become those that there are, as in Ansible without the version; within a version they are its own
apt_specs() {
specs=
for a_p; do
a_like=\${a_p%%[=>]*}
case $a_like:$a_p in
*[*?[]*:*)
a_found=$(apt-cache pkgnames | while read -r a_n; do case $a_n in $a_like) echo "$a_n" ;; esac; done | sort)
[ -n "$a_found" ] || fail "No package(s) matching '$a_like' available"
specs="$specs $a_found" ;;
*:*=*=*) fail "invalid package spec: $a_p" ;;
*) specs="$specs $a_p" ;;
esac
done
}
apt_split() {
a_name=\${1%%[=>]*} a_want=\${1#"\${1%%[=>]*}"} a_cmp=
case $a_want in '>='*) a_cmp='>=' a_want=\${a_want#>=} ;; =*) a_cmp== a_want=\${a_want#=} ;; esac
}
apt_state() { dpkg-query -W -f '\${db:Status-Abbrev} \${Version}\\n' "$1" 2>/dev/null; }
# of several architectures the first one
apt_now() {
a_s=$(apt_state "$1"); a_s=\${a_s%%"
"*}
case $a_s in ?i*) printf %s "\${a_s##* }" ;; esac
}
apt_fits() {
case $a_cmp in
=) case $1 in $a_want) return 0 ;; *) return 1 ;; esac ;;
'>=') dpkg --compare-versions "$1" ge "$a_want" ;;
esac
}
# the version that would be installed
apt_best() {
if [ "$a_cmp" = = ]; then
apt-cache madison "$1" 2>/dev/null | awk -F'|' '{ gsub(/ /, "", $2); print $2 }' | while read -r a_v; do case $a_v in $a_want) echo "$a_v"; break ;; esac; done
else apt-cache \${default_release:+-o "APT::Default-Release=$default_release"} policy "$1" 2>/dev/null | awk '/Candidate:/ { if ($2 != "(none)") print $2; exit }'; fi
}
apt_providers() { apt-cache showpkg "$1" 2>/dev/null | awk '/^Reverse Provides:/ { on = 1; next } on { print $1 }' | sort -u; }
# in check mode nobody has fetched the lists that the task would fetch first: what they lack may be there then
apt_foresees() { [ -n "$check" ] && [ "\${apt_updated:-}" = true ] || return 1; change; return 0; }
apt_install() {
if [ "$state" = build-dep ]; then
apt_go $apt_recommends \${only_upgrade:+--only-upgrade} build-dep "$@"; apt_did; return 0
fi
a_do= a_names=
for a_p; do
apt_split "$a_p"; a_names="$a_names $a_name"
a_now=$(apt_now "$a_name") a_best=
if [ -n "$a_now" ] && [ -z "$a_cmp" ] && [ "$state" != latest ]; then continue; fi
if [ -z "$a_now" ]; then
[ -z "$only_upgrade" ] || continue
a_best=$(apt_best "$a_name")
if [ -z "$a_best" ] && ! apt-cache show "$a_name" >/dev/null 2>&1; then
a_prov=$(apt_providers "$a_name")
if [ -z "$a_prov" ] && apt_foresees; then continue; fi
[ -n "$a_prov" ] || fail "No package matching '$a_name' is available"
case $a_prov in *"
"*) ;; *) [ -z "$(apt_now "$a_prov")" ] || continue ;; esac
a_do="$a_do $a_p"; continue
fi
if [ -z "$a_best" ] && apt_foresees; then continue; fi
[ -n "$a_best" ] || { apt_times; fail "no available installation candidate for $a_p"; }
else
a_fits=; ! apt_fits "$a_now" || a_fits=1
[ -z "$a_fits" ] || [ "$state" = latest ] || continue
a_best=$(apt_best "$a_name")
if [ "$a_best" = "$a_now" ] || { [ -n "$a_best" ] && ! apt_fits "$a_best"; }; then a_best=; fi
[ -n "$a_best$a_fits" ] || { apt_times; fail "no available installation candidate for $a_p"; }
[ -n "$a_best" ] || continue
fi
a_do="$a_do $a_name=$a_best"
done
if [ -n "$a_do" ]; then
[ "$state" != fixed ] || a_fix=--fix-broken
change
apt_go $apt_recommends $a_fix \${only_upgrade:+--only-upgrade} \${autoremove:+--auto-remove} \${default_release:+-t "$default_release"} install $a_do
fi
apt_manual $a_names
}
# what is asked for is no longer there only for others
apt_manual() {
[ -z "$check" ] && [ -e /var/lib/apt/extended_states ] && have apt-mark || return 0
a_auto=$(awk -v names=" $* " '/^Package: / { p = $2 } /^Auto-Installed: 1/ && index(names, " " p " ") { print p }' /var/lib/apt/extended_states)
[ -z "$a_auto" ] || apt-mark manual $a_auto >/dev/null 2>&1
}
apt_remove() {
a_do=
for a_p; do
apt_split "$a_p"; a_now=$(apt_now "$a_name")
if [ -n "$a_now" ]; then ! apt_fits "$a_now" || a_do="$a_do $a_p"
elif [ -n "$purge" ]; then case $(apt_state "$a_name") in ?c*) a_do="$a_do $a_p" ;; esac; fi
done
[ -n "$a_do" ] || return 0
change
apt_go -q \${purge:+--purge} \${autoremove:+--auto-remove} remove $a_do
}
apt_debs() {
[ "$state" = present ] || fail "deb only supports state=present"
a_do=; a_ifs=$IFS; IFS=,; set -f; set -- $deb; set +f; IFS=$a_ifs
for a_p; do
case $a_p in *://*)
make_temp; a_file=$temp.deb
{ have curl && curl -fsSL -o "$a_file" "$a_p"; } || wget -qO "$a_file" "$a_p" || fail "Failure downloading $a_p"
a_p=$a_file ;;
esac
[ -e "$a_p" ] || fail "Unable to install package: E:Could not open file $a_p - open (2: No such file or directory)"
a_name=$(dpkg-deb -f "$a_p" Package 2>/dev/null) && a_want=$(dpkg-deb -f "$a_p" Version) || fail "Unable to install package: E:Invalid archive signature: $a_p"
case $a_p in /*) ;; *) a_p=$PWD/$a_p ;; esac
[ "$(apt_now "$a_name")" = "$a_want" ] || a_do="$a_do $a_p"
done
if [ -z "$a_do" ]; then say stdout ""; say stderr ""; return 0; fi
change
apt_go $apt_recommends install $a_do
}
`,
};
