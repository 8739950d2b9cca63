import test from "ava";
import { whoText } from "../../src/model/host_ranges.js";

const numbers = (count: number, name: (n: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index + 1));

const CASES: readonly (readonly [hosts: readonly string[], who: string])[] = [
  [["web1"], "web1"],
  [["web2", "web1"], "web1, web2"],
  [["a", "b"], "a, b"],
  [["web1", "web3"], "web1, web3"],
  [numbers(12, (n) => `web${n}`), "web[1:12] (12 hosts)"],
  [numbers(47, (n) => `web${String(n).padStart(2, "0")}`), "web[01:47] (47 hosts)"],
  [["web9", "web10", "web08"], "web08, web9, web10"],
  [["web09", "web010"], "web09, web010"],
  [numbers(3, (n) => `db${n}.example.org`), "db[1:3].example.org"],
  [["db1.eu", "db2.us"], "db1.eu, db2.us"],
  [["10.0.0.1", "10.0.0.2", "10.0.1.1"], "10.0.0.1, 10.0.0.2, 10.0.1.1"],
  [numbers(900, (n) => `web${n}.eu-central-1.aws`), "web[1:900].eu-central-1.aws (900 hosts)"],
  [numbers(4, (n) => `10.0.0.${n}`), "10.0.0.[1:4] (4 hosts)"],
  [["a1b1", "a1b2", "a1b3", "a2b3", "a3b3"], "a1b[1:3], a2b3, a3b3 (5 hosts)"],
  [["a", "b", "c", "d", "e", "f"], "a, b, c, d, … (6 hosts)"],
];

for (const [hosts, who] of CASES)
  test(`${hosts.slice(0, 6)} of ${hosts.length} are ${who}`, (t) => t.is(whoText(hosts), who));
