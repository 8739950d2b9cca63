import type { ShellLibrary } from "../model/script.js";

/** `apt_packages NAME…`: with $state. */
export const packages: ShellLibrary = {
  name: "packages",
  text: `
apt_run() { t_o=$(DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical apt-get -y -o DPkg::Lock::Timeout="\${lock_timeout:-60}" -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold $apt_options "$@" 2>&1) || fail "'apt-get $*' failed: $(printf '%s' "$t_o" | tail -n 15)"; }
apt_update() {
u_age=99999999
if [ -n "$cache_valid_time" ] && [ "$cache_valid_time" != 0 ]; then
u_s=/var/lib/apt/periodic/update-success-stamp; [ -e "$u_s" ] || u_s=/var/lib/apt/lists
u_age=$(($(date +%s) - $(stat -c %Y "$u_s" 2>/dev/null || echo 0)))
fi
if [ "$u_age" -gt "\${cache_valid_time:-0}" ]; then
[ -n "$check" ] || apt_run update
say_json cache_updated true
[ -n "$1" ] || change
else say_json cache_updated false; fi
}
apt_installed() { dpkg-query -W -f '\${db:Status-Abbrev} \${Package} \${Version}\\n' "$1" 2>/dev/null | awk '$1 ~ /^.i/ {print $NF; exit}'; }
apt_packages() {
have apt-get || fail "apt-get is not on the host"
a_do=
for a_p; do
a_name=\${a_p%%[=<>]*}; a_want=\${a_p#"$a_name"}; a_want=\${a_want#=}; a_want=\${a_want#=}
a_now=$(apt_installed "$a_name")
case $state in
absent|removed) [ -z "$a_now" ] || a_do="$a_do $a_name" ;;
latest)
a_new=$(apt-cache policy "$a_name" 2>/dev/null | awk '/Candidate:/ {print $2; exit}')
[ -n "$a_now" ] && [ "$a_now" = "$a_new" ] || a_do="$a_do $a_name" ;;
*)
if [ -z "$a_now" ]; then
if apt-cache show "$a_name" >/dev/null 2>&1 || [ -n "$check" ] || apt-cache showpkg "$a_name" 2>/dev/null | grep -q '^Reverse Provides: *$' ; then a_do="$a_do $a_p"
else
a_prov=$(apt-cache showpkg "$a_name" 2>/dev/null | sed -n '/^Reverse Provides:/,$p' | sed -n '2p' | cut -d' ' -f1)
[ -n "$a_prov" ] || fail "No package matching '$a_name' is available"
[ -n "$(apt_installed "$a_prov")" ] || a_do="$a_do $a_p"
fi
elif [ -n "$a_want" ]; then case $a_now in $a_want) ;; *) a_do="$a_do $a_p" ;; esac; fi ;;
esac
done
[ -n "$a_do" ] || return 0
case $state in
absent|removed) differs packages "$a_do" "" && apt_run remove \${purge:+--purge} \${autoremove:+--auto-remove} $a_do ;;
*)
[ "$install_recommends" != no ] || a_rec=--no-install-recommends
[ "$install_recommends" != yes ] || a_rec=--install-recommends
differs packages "" "$a_do" && apt_run install $a_rec \${allow_downgrade:+--allow-downgrades} \${default_release:+-t "$default_release"} \${only_upgrade:+--only-upgrade} \${allow_unauthenticated:+--allow-unauthenticated} $a_do ;;
esac
return 0
}
`,
};

/** `rpm_packages` and `other_packages`: the same for dnf and yum, and for apk, zypper and pacman. */
export const otherPackages: ShellLibrary = {
  name: "other_packages",
  text: `
rpm_packages() {
if have dnf; then r_tool=dnf; elif have yum; then r_tool=yum; else r_tool=microdnf; fi
have $r_tool || fail "dnf is not on the host"
r_opt="$rpm_options"; r_do=
for r_p; do
case $state in
absent|removed) if rpm -q "$r_p" >/dev/null 2>&1; then r_do="$r_do $r_p"; fi ;;
latest)
case $r_p in
'*') $r_tool -q check-update $r_opt >/dev/null 2>&1 || r_do="$r_do *" ;;
*) if ! rpm -q --whatprovides "$r_p" >/dev/null 2>&1; then r_do="$r_do $r_p"; else $r_tool -q check-update $r_opt "$r_p" >/dev/null 2>&1; [ $? != 100 ] || r_do="$r_do $r_p"; fi ;;
esac ;;
*) case $r_p in
@*) r_g=$($r_tool -q group list --installed 2>/dev/null); case $r_g in *"\${r_p#@}"*) ;; *) r_do="$r_do $r_p" ;; esac ;;
/*|*://*) r_n=$(rpm -qp --qf '%{NAME}-%{VERSION}-%{RELEASE}' "$r_p" 2>/dev/null); [ -n "$r_n" ] && rpm -q "$r_n" >/dev/null 2>&1 || r_do="$r_do $r_p" ;;
*) rpm -q "$r_p" >/dev/null 2>&1 || rpm -q --whatprovides "$r_p" >/dev/null 2>&1 || r_do="$r_do $r_p" ;;
esac ;;
esac
done
[ -n "$r_do" ] || return 0
case $state in
absent|removed) differs packages "$r_do" "" && must $r_tool -y $r_opt remove $r_do ;;
latest) set -f; differs packages "" "$r_do" && { case $r_do in *'*'*) must $r_tool -y $r_opt upgrade ;; *) for r_p in $r_do; do if rpm -q "$r_p" >/dev/null 2>&1; then must $r_tool -y $r_opt upgrade "$r_p"; else must $r_tool -y $r_opt install "$r_p"; fi; done ;; esac; } ;;
*) differs packages "" "$r_do" && must $r_tool -y $r_opt install $r_do ;;
esac
return 0
}
other_packages() {
o_do=
if have apk; then
for o_p; do if apk info -e "$o_p" >/dev/null 2>&1; then o_i=1; else o_i=; fi; case $state:$o_i in absent:1) o_do="$o_do $o_p" ;; absent:*|present:1|installed:1) ;; *) o_do="$o_do $o_p" ;; esac; done
[ -z "$o_do" ] || case $state in absent) differs packages "$o_do" "" && must apk del $o_do ;; *) differs packages "" "$o_do" && must apk add $o_do ;; esac
elif have zypper; then
for o_p; do if rpm -q "$o_p" >/dev/null 2>&1; then o_i=1; else o_i=; fi; case $state:$o_i in absent:1) o_do="$o_do $o_p" ;; absent:*|present:1|installed:1) ;; *) o_do="$o_do $o_p" ;; esac; done
[ -z "$o_do" ] || case $state in absent) differs packages "$o_do" "" && must zypper -n remove $o_do ;; *) differs packages "" "$o_do" && must zypper -n install $o_do ;; esac
elif have pacman; then
for o_p; do if pacman -Q "$o_p" >/dev/null 2>&1; then o_i=1; else o_i=; fi; case $state:$o_i in absent:1) o_do="$o_do $o_p" ;; absent:*|present:1|installed:1) ;; *) o_do="$o_do $o_p" ;; esac; done
[ -z "$o_do" ] || case $state in absent) differs packages "$o_do" "" && must pacman --noconfirm -R $o_do ;; *) differs packages "" "$o_do" && must pacman --noconfirm -S $o_do ;; esac
else fail "no package manager was found that is known: apt, dnf, yum, apk, zypper, pacman"; fi
return 0
}
`,
};
