import test from "ava";
import { emptyInventory } from "../../src/inventory/build.js";
import { readIni } from "../../src/inventory/ini.js";
import { addYaml } from "../../src/inventory/yaml.js";
import { Fault } from "../../src/model/errors.js";
import { readYaml } from "../../src/yaml/read.js";

interface Mistake {
  title: string;
  text: string;
  says: RegExp;
  line: number;
  column: number;
  hint?: RegExp;
}

const INI: Mistake[] = [
  {
    title: "a bracket that is not closed",
    text: "a\n[web\nb\n",
    says: /The bracket of '\[web' is not closed/,
    line: 2,
    column: 1,
    hint: /write `\[web\]`/,
  },
  {
    title: "a word that is no assignment",
    text: "web1 port=22 oops",
    says: /Expected key=value host variable assignment, got: oops/,
    line: 1,
    column: 14,
    hint: /no spaces around/,
  },
  {
    title: "a quote that is not closed",
    text: 'web1 motto="fresh',
    says: /No closing quotation/,
    line: 1,
    column: 1,
  },
  {
    title: "a range with a dash",
    text: "web[1-3] port=22",
    says: /host range of web\[1-3\]: it must be begin:end/,
    line: 1,
    column: 1,
    hint: /\[01:20\]/,
  },
  {
    title: "a range that is not closed",
    text: "a\nweb[1:3",
    says: /host range of web\[1:3: it must be begin:end/,
    line: 2,
    column: 1,
  },
  {
    title: "a backslash at the end of a host's line",
    text: "web1 share=a\\",
    says: /No escaped character/,
    line: 1,
    column: 1,
    hint: /two for one/,
  },
  {
    title: "a group that holds all",
    text: "[web:children]\nall",
    says: /'all' cannot be in 'web': it would contain itself/,
    line: 2,
    column: 1,
  },
  {
    title: "a section of an unknown kind",
    text: "[web:childen]\ndb",
    says: /unknown type: childen/,
    line: 1,
    column: 1,
    hint: /`children`/,
  },
  {
    title: "a section with spaces",
    text: "\n[web servers]",
    says: /Invalid section entry/,
    line: 2,
    column: 1,
  },
  {
    title: "children that are not defined",
    text: "[apples]\na1\n[orchards:children]\n apple",
    says: /undefined group: apple/,
    line: 4,
    column: 2,
    hint: /`apples`/,
  },
  {
    title: "variables of a group that is not defined",
    text: "[apples]\na1\n[aples:vars]\nkg=1",
    says: /not valid for undefined group: aples/,
    line: 3,
    column: 1,
    hint: /`apples`/,
  },
  {
    title: "a variable without a value",
    text: "[all:vars]\nkg",
    says: /Expected key=value, got: kg/,
    line: 2,
    column: 1,
  },
  {
    title: "groups in a circle",
    text: "[a:children]\nb\n[b:children]\na\n[a]\nx",
    says: /would contain itself/,
    line: 4,
    column: 1,
    hint: /already/,
  },
  {
    title: "a range that runs backwards",
    text: "web[5:2]",
    says: /begin must not be above end/,
    line: 1,
    column: 1,
  },
  {
    title: "a range without an end",
    text: "web[5:]",
    says: /must specify end value/,
    line: 1,
    column: 1,
    hint: /\[01:20\]/,
  },
];

const YAML: Mistake[] = [
  {
    title: "a key that groups do not have",
    text: "all:\n  host:\n    web1:\n",
    says: /unexpected key `host` in group "all"/,
    line: 2,
    column: 3,
    hint: /`hosts`/,
  },
  {
    title: "hosts as a list",
    text: "all:\n  hosts:\n    - web1\n",
    says: /requires a dictionary/,
    line: 3,
    column: 5,
    hint: /colon/,
  },
  {
    title: "the configuration of a plugin that does not say which",
    text: "regions: [eu-west-1]\n",
    says: /the group "regions" must be a mapping/,
    line: 1,
    column: 1,
    hint: /plugin: NAME/,
  },
  { title: "a list of groups", text: "- all\n", says: /should be a dictionary/, line: 1, column: 1 },
  {
    title: "variables of a host that are no mapping",
    text: "all:\n  hosts:\n    web1: 22\n",
    says: /must be a mapping/,
    line: 3,
    column: 11,
  },
  {
    title: "groups in a circle",
    text: "a:\n  children:\n    b:\n      children:\n        a:\n",
    says: /would contain itself/,
    line: 3,
    column: 5,
  },
];

function check(kind: string, mistakes: Mistake[], read: (text: string) => void): void {
  for (const { title, text, says, line, column, hint } of mistakes)
    test(`${kind}: ${title} is a fault with its place`, (t) => {
      const fault = t.throws(() => read(text), { instanceOf: Fault, message: says });
      t.is(fault?.code, "INVENTORY_INVALID");
      t.like(fault?.at, { path: "hosts", line, column });
      if (hint) t.regex(fault?.hint ?? "", hint);
    });
}

check("ini", INI, (text) => readIni(text, "hosts", emptyInventory()));
check("yaml", YAML, (text) => addYaml(readYaml(text, "hosts"), "hosts", emptyInventory()));
