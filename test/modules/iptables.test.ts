import { readFileSync } from "node:fs";
import test from "ava";
import { convertArgs } from "../../src/model/args.js";
import type { PlainDict } from "../../src/model/value.js";
import iptables from "../../src/modules/system/iptables.js";
import { quoteWords } from "../../src/shell/session/quote.js";

/** Arguments, and the words of the rule that Ansible's module makes of them. */
const RULES: [given: PlainDict, words: string[]][] = JSON.parse(
  readFileSync("test/modules/iptables_rules.json", "utf8"),
);

for (const [given, words] of RULES)
  test(`${JSON.stringify(given)} is the rule that Ansible makes of it: ${words.join(" ")}`, (t) => {
    const { args, problems } = convertArgs(iptables.args, { chain: "INPUT", ...given });
    t.deepEqual(problems, []);
    t.is(iptables.vars!(args).rule, quoteWords(words));
  });

const TOLD: [given: PlainDict, told: Record<string, unknown>][] = [
  [{ ip_version: "ipv6" }, { program: "ip6tables", is_empty: true, problem: "", wait_words: "" }],
  [
    { source: "a", wait: "5" },
    { program: "iptables", is_empty: false, wait_words: "-w 5" },
  ],
  [
    { log_prefix: "a", jump: "DROP" },
    { problem: "Logging options can only be used with the LOG jump target." },
  ],
  [
    { log_level: "info", jump: "DROP" },
    { problem: "Logging options can only be used with the LOG jump target." },
  ],
  [{ log_level: "info", jump: "LOG" }, { problem: "" }],
  [{ log_level: "info" }, { problem: "" }],
  [{ jump: "DROP" }, { problem: "" }],
];

for (const [given, told] of TOLD)
  test(`the host is told of ${JSON.stringify(given)}: ${JSON.stringify(told)}`, (t) => {
    const { args } = convertArgs(iptables.args, { chain: "INPUT", ...given });
    const vars: Record<string, unknown> = iptables.vars!(args);
    t.deepEqual(Object.fromEntries(Object.keys(told).map((name) => [name, vars[name]])), told);
  });
