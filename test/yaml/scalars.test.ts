import test from "ava";
import { DateValue, Float, type Value } from "../../src/model/value.js";
import { readYaml } from "../../src/yaml/read.js";

/** What PyYAML makes of these. */
const SCALARS: [string, Value][] = [
  ...["yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"].map((text): [string, Value] => [
    text,
    true,
  ]),
  ...["no", "No", "NO", "off", "Off", "OFF", "false"].map((text): [string, Value] => [text, false]),
  ...["~", "null", "Null", "NULL", ""].map((text): [string, Value] => [text, null]),
  ...[
    "y",
    "n",
    "yEs",
    "nUll",
    "0o644",
    "1e3",
    "08",
    "-.5",
    "+.",
    "1.2.3",
    "6379:6379",
    "12:60",
    "2024-1-2",
  ].map((text): [string, Value] => [text, text]),
  ["0644", 420],
  ["-0644", -420],
  ["1_000", 1000],
  ["0x1F", 31],
  ["0b101", 5],
  ["+5", 5],
  ["12:30:45", 45_045],
  ["190:20:30.15", 685_230.15],
  ["123456789012345678901234567890", 123456789012345678901234567890n],
  ["1.0", new Float(1)],
  ["1.5e+3", new Float(1500)],
  [".5", 0.5],
  ["-.inf", Number.NEGATIVE_INFINITY],
  [".NaN", Number.NaN],
  ["2024-01-02", new DateValue("2024-01-02", new Date("2024-01-02T00:00:00Z"))],
  [
    "2001-12-14t21:59:43.10-05:00",
    new DateValue("2001-12-14 21:59:43.100000-05:00", new Date("2001-12-14T21:59:43.1-05:00")),
  ],
  ['"yes"', "yes"],
  ["'0644'", "0644"],
  ["!!str 8080", "8080"],
  ['!!int "5"', 5],
  ["!!float 5", new Float(5)],
];

for (const [text, value] of SCALARS)
  test(`${text || "nothing"} reads as PyYAML reads it`, (t) =>
    t.deepEqual(readYaml(`- ${text}\n`, "s.yml"), [value]));
