import { namesHost, parseKnownHosts } from "../../src/connections/ssh/known_hosts.js";
import { addToGroup, emptyInventory, finish } from "../../src/inventory/build.js";
import { readIni } from "../../src/inventory/ini.js";
import { PythonRegex } from "../../src/model/python_regex.js";
import { selectHosts } from "../../src/plan/patterns.js";
import { FrameReader } from "../../src/shell/session/frame.js";
import { evaluateTemplate } from "../../src/template/render.js";
import { readAllYaml } from "../../src/yaml/read.js";
import { contextOf } from "../helpers/template.js";

const at = { path: "fuzz.yml", line: 1, column: 1 };

const fleet = emptyInventory();
for (const name of ["web1", "web2", "web3.example.com"]) addToGroup(fleet, "web", name);
addToGroup(fleet, "staging", "web1");
finish(fleet);

/** What reads text that others wrote: it may refuse it by a fault, and nothing else. */
export const TARGETS: Readonly<Record<string, (text: string) => void>> = {
  yaml: (text) => void readAllYaml(text, "fuzz.yml"),
  template: (text) => void evaluateTemplate(text, at, contextOf({ x: { a: [1, "b"] }, y: "text" })),
  ini: (text) => {
    const inventory = emptyInventory();
    readIni(text, "fuzz.ini", inventory);
    finish(inventory);
  },
  frames: (text) => {
    const reader = new FrameReader("\u0001MARK", () => {});
    const bytes = Buffer.from(text);
    const middle = text.length >> 1;
    for (const part of [bytes.subarray(0, middle), bytes.subarray(middle)]) reader.push(part);
  },
  patterns: (text) => void selectHosts(text, fleet),
  regex: (text) => {
    const [pattern = "", subject = ""] = text.split("\u0000");
    PythonRegex.of(pattern).search(subject);
  },
  known_hosts: (text) => {
    for (const { hosts } of parseKnownHosts(text, "fuzz")) namesHost(hosts, "web1");
  },
};
