import type { ShellLibrary } from "../../model/script.js";

/**
 * New connections to one port of the host go to another one; those that there are stay where they are. It is what takes a
 * port from a container of Docker's that has it published, without a moment in which nobody has it.
 * `r_lead PORT VIA`, `r_unlead PORT VIA`, `r_led PORT VIA`.
 */
export const redirect: ShellLibrary = {
  name: "redirect",
  text: `
r_rule() { "$1" -w 30 -t nat "$2" "$3" -p tcp --dport "$4" -m addrtype --dst-type LOCAL -m comment --comment tera-takeover -j REDIRECT --to-ports "$5" 2>&1; }
r_led() { have iptables && r_rule iptables -C PREROUTING "$1" "$2" >/dev/null; }
r_add() { r_rule "$1" -C "$2" "$3" "$4" >/dev/null || r_rule "$1" -I "$2" "$3" "$4"; }
r_lead() {
have iptables || fail "iptables is not on the host: the port $1 cannot be taken over while a container has it"
for r_chain in OUTPUT PREROUTING; do
r_said=$(r_add ip6tables "$r_chain" "$1" "$2") || ! grep -q ' 00 .. ' /proc/net/if_inet6 2>/dev/null || warn "connections by IPv6 may be refused for a moment: $r_said"
done
# the one that is looked for comes last
for r_chain in OUTPUT PREROUTING; do
r_said=$(r_add iptables "$r_chain" "$1" "$2") || { r_unlead "$1" "$2"; fail "the port $1 cannot be taken over: $r_said"; }
done
}
r_unlead() {
# the one that is looked for goes last
for r_t in ip6tables iptables; do
have "$r_t" || continue
for r_chain in OUTPUT PREROUTING; do while r_rule "$r_t" -D "$r_chain" "$1" "$2" >/dev/null; do :; done; done
done
}
`,
};
