import type { ShellLibrary } from "../../model/script.js";
import { tools } from "../tools.js";

/** `dnf_main`: all of the module dnf, with the variables of dnfVars. */
export const dnf: ShellLibrary = {
  name: "dnf",
  uses: [tools],
  text: `
dnf_main() {
if have dnf; then r_tool=dnf; elif have yum; then r_tool=yum; else r_tool=microdnf; fi
have $r_tool || fail "dnf is not on the host"
if [ -n "$update_cache" ] && [ -z "$check" ]; then tool_ok $r_tool -y $rpm_options makecache; fi
set -f; set -- $name; set +f
if [ $# != 0 ]; then rpm_packages "$@"
elif [ -n "$autoremove" ]; then
r_now=$($r_tool -q $rpm_options --assumeno autoremove 2>/dev/null | grep -c '^ ')
[ "$r_now" = 0 ] || ! change || tool_ok $r_tool -y $rpm_options autoremove
fi
}
rpm_is() { rpm -q --whatprovides "$1" >/dev/null 2>&1; }
rpm_has() {
case $1 in
@*) r_g=$($r_tool -q group list --installed 2>/dev/null); case $r_g in *"\${1#@}"*) return 0 ;; *) return 1 ;; esac ;;
*://*|/*.rpm) r_n=$(rpm -qp --qf '%{NAME}-%{VERSION}-%{RELEASE}' "$1" 2>/dev/null); [ -n "$r_n" ] && rpm -q "$r_n" >/dev/null 2>&1 ;;
*[*?]*) [ -n "$(rpm -qa "$1")" ] ;;
*) rpm -q "$1" >/dev/null 2>&1 || rpm_is "$1" ;;
esac
}
rpm_newer() { $r_tool -q $rpm_options check-update \${1:+"$1"} >/dev/null 2>&1; [ $? = 100 ]; }
# in check mode too: does anyone have it?
rpm_known() {
case $1 in @*|*://*|/*.rpm) return 0 ;; esac
[ -n "$($r_tool -q $rpm_options repoquery "$1" 2>/dev/null)" ] || [ -n "$($r_tool -q $rpm_options repoquery --whatprovides "$1" 2>/dev/null)" ]
}
rpm_packages() {
r_put= r_up= r_gone=
for r_p; do
case $state:$r_p in
absent:*) ! rpm_has "$r_p" || r_gone="$r_gone $r_p" ;;
latest:'*') ! rpm_newer || r_up="$r_up *" ;;
*:*)
if ! rpm_has "$r_p"; then
[ -z "$update_only" ] || continue
# an earlier task may have been going to set its repository up
[ -z "$check" ] || rpm_known "$r_p" || warn "No package $r_p is available yet: it is taken to come with what earlier tasks would have done"
r_put="$r_put $r_p"
elif [ "$state" = latest ] && rpm_newer "$r_p"; then r_up="$r_up $r_p"; fi ;;
esac
done
[ -n "$r_put$r_up$r_gone" ] || return 0
say put "$r_put$r_up"; say taken "$r_gone"
set -f
[ -z "$r_gone" ] || if differs packages "$r_gone" ""; then tool_ok $r_tool -y $rpm_options remove $r_gone; fi
[ -z "$r_put" ] || if differs packages "" "$r_put"; then tool_ok $r_tool -y $rpm_options \${allow_downgrade:+--allowerasing} install $r_put; fi
[ -z "$r_up" ] || if differs packages "" "$r_up"; then case " $r_up " in *' * '*) tool_ok $r_tool -y $rpm_options upgrade ;; *) tool_ok $r_tool -y $rpm_options upgrade $r_up ;; esac; fi
return 0
}
`,
};
