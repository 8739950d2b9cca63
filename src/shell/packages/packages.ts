import type { ShellLibrary } from "../../model/script.js";

/** `other_packages NAME…`: with $state, by apk, zypper or pacman. */
export const otherPackages: ShellLibrary = {
  name: "other_packages",
  text: `
o_kind() { for o_k in apk zypper pacman; do ! have $o_k || return 0; done; fail "Could not detect a package manager. Try using the \\"use\\" option."; }
o_has() { case $o_k in apk) apk info -e "$1" ;; zypper) rpm -q --whatprovides "$1" ;; pacman) pacman -Q "$1" ;; esac >/dev/null 2>&1; }
o_run() {
case $o_k:$1 in
apk:put) shift; must apk add "$@" ;;
apk:up) shift; must apk add -u "$@" ;;
apk:take) shift; must apk del "$@" ;;
apk:read) must apk update ;;
zypper:put) shift; must zypper -n install "$@" ;;
zypper:up) shift; must zypper -n update "$@" ;;
zypper:take) shift; must zypper -n remove "$@" ;;
zypper:read) must zypper -n refresh ;;
pacman:put|pacman:up) shift; must pacman --noconfirm -S "$@" ;;
pacman:take) shift; must pacman --noconfirm -R "$@" ;;
pacman:read) must pacman --noconfirm -Sy ;;
esac
}
o_newer() {
case $o_k in
apk) [ -n "$(apk version -q -l '<' "$1" 2>/dev/null)" ] ;;
zypper) zypper -n -q list-updates 2>/dev/null | grep -q "| $1 " ;;
pacman) pacman -Qu "$1" >/dev/null 2>&1 ;;
esac
}
other_packages() {
o_kind
[ -z "$update_cache" ] || [ -n "$check" ] || o_run read
o_put= o_up= o_gone=
for o_p; do
case $state in
absent|removed) ! o_has "$o_p" || o_gone="$o_gone $o_p" ;;
*) if ! o_has "$o_p"; then o_put="$o_put $o_p"; elif [ "$state" = latest ] && o_newer "$o_p"; then o_up="$o_up $o_p"; fi ;;
esac
done
[ -z "$o_gone" ] || if differs packages "$o_gone" ""; then o_run take $o_gone; fi
[ -z "$o_put" ] || if differs packages "" "$o_put"; then o_run put $o_put; fi
[ -z "$o_up" ] || if differs packages "" "$o_up"; then o_run up $o_up; fi
return 0
}
`,
};
