import test from "ava";
import { FACT_GROUPS } from "../../../src/shell/facts/facts.js";
import { collectorsOf, factsOf, groupNamesOf, subsetFaults } from "../../../src/shell/facts/subsets.js";

const MIN =
  "apparmor caps cmdline date_time distribution dns env fips local lsb pkg_mgr platform python selinux service_mgr ssh_pub_keys user";
const REST = "chroot facter fibre_channel_wwn hardware iscsi loadavg network nvme ohai systemd virtual";

/** What gather_subset says -> the collectors that run. */
const SUBSETS: readonly (readonly [subsets: string, collectors: string])[] = [
  ["", `${MIN} ${REST}`],
  ["all", `${MIN} ${REST}`],
  ["min", MIN],
  ["!all", MIN],
  ["!hardware", MIN],
  ["network", `${MIN} network`],
  ["all !hardware", `${MIN} ${REST}`.replace(" hardware", "")],
  ["all !devices", `${MIN} ${REST}`],
  ["!all !min", ""],
  ["!min", ""],
  ["!all !min lsb", "lsb"],
  ["!all !min mounts", "hardware platform"],
  ["!all !min network", "distribution network platform"],
  ["!all !min service_mgr", "distribution platform service_mgr"],
  ["!all !min pkg_mgr", "distribution pkg_mgr"],
  ["!all !min user !user", "user"],
  ["!all !min !nothing user_id", "user"],
];

const words = (text: string): string[] => text.split(" ").filter(Boolean);

for (const [subsets, collectors] of SUBSETS)
  test(`gather_subset ${subsets || "without a word"} gathers ${collectors || "nothing"}`, (t) =>
    t.deepEqual([...collectorsOf(words(subsets))].sort(), words(collectors).sort()));

test("a word that names nothing is told, but where it leaves something out", (t) => {
  t.deepEqual(subsetFaults(["!bogus", "winrm", "min", "all", "mounts"], ["winrm"]), []);
  const [fault, ...more] = subsetFaults(["bogus", "winrm"], []);
  t.true(
    fault!.startsWith(
      "Bad subset 'bogus' given to Ansible. gather_subset options allowed: all, all_ipv4_addresses, ",
    ),
  );
  t.deepEqual(more, []);
});

test("every group of facts belongs to a collector, and every collector names groups that are there", (t) =>
  t.deepEqual([...groupNamesOf(collectorsOf(["all"]))].sort(), FACT_GROUPS.map(({ name }) => name).sort()));

test("facts of other collectors are left out; what nobody owns is the network's", (t) => {
  const facts = { kernel: 1, user_id: 1, eth0: {}, lsb: {} };
  const names = (...collectors: string[]) => Object.keys(factsOf(new Set(collectors), facts));
  t.deepEqual(names("user"), ["user_id"]);
  t.deepEqual(names("network", "platform"), ["kernel", "eth0"]);
});

test("every fact of a group is a fact of the group's collectors", (t) => {
  for (const { name, facts } of FACT_GROUPS) {
    const owners = new Set(
      [...collectorsOf(["all"])].filter((one) => groupNamesOf(new Set([one])).has(name)),
    );
    const given = Object.fromEntries(facts.map((fact) => [fact, 1]));
    t.deepEqual(Object.keys(factsOf(owners, given)), [...facts], name);
  }
});
