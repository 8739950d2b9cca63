import { type Args, flag, list, oneOf, options, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { quoteWords } from "../../shell/session/quote.js";
import { tools } from "../../shell/tools.js";

const word = text({ about: "one" });

const ARGS = {
  table: oneOf(["filter", "nat", "mangle", "raw", "security"])({ about: "the table", default: "filter" }),
  state: oneOf(["present", "absent"])({ about: "is the rule wanted?", default: "present" }),
  action: oneOf(["append", "insert"])({
    about: "where a new rule goes: the end, or the beginning",
    default: "append",
  }),
  ip_version: oneOf(["ipv4", "ipv6"])({ about: "iptables or ip6tables", default: "ipv4" }),
  chain: text({ about: "the chain" }),
  rule_num: text({ about: "insert as this rule of the chain" }),
  protocol: text({ about: "the protocol; ! before it: any other" }),
  wait: text({ about: "seconds to wait for another iptables" }),
  source: text({ about: "where it comes from" }),
  to_source: text({ about: "the address of SNAT" }),
  destination: text({ about: "where it goes" }),
  to_destination: text({ about: "the address of DNAT" }),
  match: list(word, { about: "extensions to match with", default: [] }),
  tcp_flags: options(
    {
      flags: list(word, { about: "those that are looked at" }),
      flags_set: list(word, { about: "those that are set" }),
    },
    { about: "TCP flags" },
  ),
  jump: text({ about: "what happens: ACCEPT, DROP, a chain" }),
  gateway: text({ about: "the host that TEE copies to" }),
  log_prefix: text({ about: "text before what is logged" }),
  log_level: oneOf("0 1 2 3 4 5 6 7 emerg alert crit error warning notice info debug".split(" "))({
    about: "level of what is logged",
  }),
  goto: text({ about: "go on in this chain" }),
  in_interface: text({ about: "the interface it comes in by" }),
  out_interface: text({ about: "the interface it goes out by" }),
  fragment: text({ about: "only fragments that are not the first" }),
  set_counters: text({ about: "packets and bytes to begin with" }),
  source_port: text({ about: "a port or ports a:b" }),
  destination_port: text({ about: "a port or ports a:b" }),
  destination_ports: list(word, { about: "many ports", default: [] }),
  to_ports: text({ about: "ports of REDIRECT and MASQUERADE" }),
  set_dscp_mark: text({ about: "a DSCP mark" }),
  set_dscp_mark_class: text({ about: "a DSCP class" }),
  comment: text({ about: "a comment" }),
  ctstate: list(word, { about: "states of the connection", default: [] }),
  src_range: text({ about: "addresses it comes from" }),
  dst_range: text({ about: "addresses it goes to" }),
  match_set: text({ about: "an ipset" }),
  match_set_flags: oneOf(["src", "dst", "src,dst", "dst,src", "src,src", "dst,dst"])({
    about: "which side is in the set",
  }),
  limit: text({ about: "how often" }),
  limit_burst: text({ about: "how many before the limit holds" }),
  uid_owner: text({ about: "the user it is from" }),
  gid_owner: text({ about: "the group it is from" }),
  reject_with: text({ about: "the answer of REJECT" }),
  icmp_type: text({ about: "type of ICMP" }),
  syn: oneOf(["ignore", "match", "negate"])({ about: "the SYN bit", default: "ignore" }),
  flush: flag({ about: "remove all rules", default: false }),
  policy: oneOf(["ACCEPT", "DROP", "QUEUE", "RETURN"])({ about: "what happens to what no rule takes" }),
  chain_management: flag({ about: "make and remove the chain itself", default: false }),
  numeric: flag({ about: "do not look up names", default: false }),
} as const;

type Rule = Args<typeof ARGS>;

export default defineModule({
  name: "iptables",
  about: "Keeps rules of the kernel's packet filter; they last until the host starts again",
  check: "full",
  args: ARGS,
  examples: [{ chain: "INPUT", protocol: "tcp", destination_port: "8080", jump: "ACCEPT" }],
  returns: { rule: "the rule's words", chain: "the chain" },
  exclusive: ["set_dscp_mark|set_dscp_mark_class", "flush|policy"],
  validate: (args) => [
    ...(args.flush !== true && args.chain === undefined
      ? ["flush is False but all of the following are missing: chain"]
      : []),
    ...(/^tee$/i.test(args.jump ?? "") && args.gateway === undefined
      ? [`jump is ${args.jump} but all of the following are missing: gateway`]
      : []),
    ...(["set_dscp_mark", "set_dscp_mark_class"] as const)
      .filter((name) => args[name] !== undefined && args.jump === undefined)
      .map((name) => `missing parameter(s) required by '${name}': jump`),
  ],
  uses: [tools],
  vars: (args) => {
    const logs = args.log_prefix !== undefined || args.log_level !== undefined;
    const rule = { ...args, jump: args.jump ?? (logs ? "LOG" : undefined) };
    return {
      program: args.ip_version === "ipv4" ? "iptables" : "ip6tables",
      problem:
        logs && rule.jump !== "LOG" ? "Logging options can only be used with the LOG jump target." : "",
      wait: "",
      rule: quoteWords(ruleOf(rule)),
      wait_words: args.wait === undefined ? "" : quoteWords(["-w", args.wait]),
      is_empty: ruleOf(args).length === 0,
    };
  },
  sh: `
    required $program
    [ -z "$problem" ] || fail "$problem"
    listed() { tool $program -t "$table" -L "$chain" \${numeric:+--numeric}; }
    ruled() { eval "tool $program $wait_words -t \\"\\$table\\" \\"\\$@\\" $rule"; }
    ruled_ok() { ruled "$@" || { say_json rc $rc; say stdout "$out"; say stderr "$err"; fail "$err"; }; }
    if [ -n "$flush" ]; then change && tool_ok $program -t "$table" -F $chain
    elif [ -n "$policy" ]; then
      listed || fail "$err"
      now=$(printf '%s\\n' "$out" | sed -n '1s/.*(policy \\([A-Z]*\\).*/\\1/p')
      [ -n "$now" ] || fail "Can't detect current policy"
      if [ "$now" != "$policy" ] && change; then tool_ok $program -t "$table" -P "$chain" "$policy"; fi
    elif [ -n "$is_empty" ]; then
      if listed; then now=present; else now=absent; fi
      if [ "$now" != "$state" ] && change && [ -n "$chain_management" ]; then
        case $state in absent) tool_ok $program -t "$table" -X "$chain" ;; *) tool_ok $program -t "$table" -N "$chain" ;; esac
      fi
    else
      if ruled -C "$chain"; then now=present; else now=absent; fi
      if [ "$now" != "$state" ] && change; then
        case $state:$action in
        absent:*) ruled_ok -D "$chain" ;;
        *:insert) ruled_ok -I "$chain" $rule_num ;;
        *) ruled_ok -A "$chain" ;;
        esac
      fi
    fi
  `,
  result: ({ said, failure, changed }, args) => {
    if (failure !== undefined) return { ...said, changed: false };
    const { ip_version, table, chain = null, flush, state, chain_management } = args;
    const words = [...(args.wait === undefined ? [] : ["-w", args.wait]), ...ruleOf(args)];
    return { changed, ip_version, table, chain, flush, rule: words.join(" "), state, chain_management };
  },
});

/** The rule's words, in Ansible's order. */
function ruleOf(args: Rule): string[] {
  const rule: string[] = [];
  const put = (flag: string, value: string | undefined) => {
    if (value === undefined) return;
    if (value.startsWith("!")) rule.push("!", flag, value.slice(1));
    else rule.push(flag, value);
  };
  const csv = (flag: string, values: readonly string[]) => {
    if (values.length > 0) rule.push(flag, values.join(","));
  };
  const extension = (wanted: unknown, name: string) => {
    if (wanted !== undefined && wanted !== "") rule.push("-m", name);
  };
  const { match } = args;
  put("-p", args.protocol);
  put("-s", args.source);
  put("-d", args.destination);
  for (const name of match) put("-m", name);
  if (args.tcp_flags?.flags && args.tcp_flags.flags_set)
    rule.push("--tcp-flags", args.tcp_flags.flags.join(","), args.tcp_flags.flags_set.join(","));
  put("-j", args.jump);
  if (args.jump?.toLowerCase() === "tee") put("--gateway", args.gateway);
  put("--log-prefix", args.log_prefix);
  put("--log-level", args.log_level);
  put("--to-destination", args.to_destination);
  if (args.destination_ports.length > 0) rule.push("-m", "multiport");
  csv("--dports", args.destination_ports);
  put("--to-source", args.to_source);
  put("-g", args.goto);
  put("-i", args.in_interface);
  put("-o", args.out_interface);
  put("-f", args.fragment);
  put("-c", args.set_counters);
  put("--source-port", args.source_port);
  put("--destination-port", args.destination_port);
  put("--to-ports", args.to_ports);
  put("--set-dscp", args.set_dscp_mark);
  if (args.set_dscp_mark && args.jump?.toLowerCase() !== "dscp") rule.push("-j", "DSCP");
  put("--set-dscp-class", args.set_dscp_mark_class);
  if (args.set_dscp_mark_class && args.jump?.toLowerCase() !== "dscp") rule.push("-j", "DSCP");
  if (args.syn !== "ignore") rule.push(...(args.syn === "negate" ? ["!", "--syn"] : ["--syn"]));
  if (!match.includes("conntrack") && !match.includes("state") && args.ctstate.length > 0)
    rule.push("-m", "conntrack");
  csv(match.includes("state") && !match.includes("conntrack") ? "--state" : "--ctstate", args.ctstate);
  if (!match.includes("iprange")) extension(args.src_range ?? args.dst_range, "iprange");
  put("--src-range", args.src_range);
  put("--dst-range", args.dst_range);
  if (args.match_set !== undefined) {
    if (!match.includes("set")) rule.push("-m", "set");
    put("--match-set", args.match_set);
    if (args.match_set_flags !== undefined) rule.push(args.match_set_flags);
  }
  extension(args.limit ?? args.limit_burst, "limit");
  put("--limit", args.limit);
  put("--limit-burst", args.limit_burst);
  extension(args.uid_owner, "owner");
  put("--uid-owner", args.uid_owner);
  extension(args.gid_owner, "owner");
  put("--gid-owner", args.gid_owner);
  if (args.jump === undefined && args.reject_with !== undefined) rule.push("-j", "REJECT");
  put("--reject-with", args.reject_with);
  put(args.ip_version === "ipv4" ? "--icmp-type" : "--icmpv6-type", args.icmp_type);
  extension(args.comment, "comment");
  put("--comment", args.comment);
  return rule;
}
