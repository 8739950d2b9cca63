import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { readTimes, writeTimes } from "../../src/state/times.js";
import { inFolder } from "../helpers/play.js";

const TIMES = { seconds: 3, reached: { "1 1 a": 2.5 } };

test("times come back for a run that was asked for in the same way, and for no other one", (t) =>
  inFolder({}, (folder) => {
    const path = join(folder, "runs/site.times.json");
    writeTimes(path, "abc", TIMES);
    t.deepEqual(readTimes(path, "abc"), TIMES);
    t.is(readTimes(path, "abd"), undefined);
    writeTimes(path, "abd", { seconds: 4, reached: {} });
    t.is(readTimes(path, "abc"), undefined, "one file, the last run");
    return Promise.resolve();
  }));

for (const text of [
  "",
  "{",
  "[]",
  "null",
  '{"asked":"abc","seconds":"3"}',
  '{"asked":"abc","seconds":3,"reached":{"a":"b"}}',
])
  test(`a file of times that holds ${text || "nothing"} is none`, (t) =>
    inFolder({ "times.json": text }, (folder) => {
      t.is(readTimes(join(folder, "times.json"), "abc"), undefined);
      return Promise.resolve();
    }));

test("times that cannot be written are no fault", (t) =>
  inFolder({ file: "" }, (folder) => {
    writeTimes(join(folder, "file/times.json"), "abc", TIMES);
    t.is(readFileSync(join(folder, "file"), "utf8"), "");
    return Promise.resolve();
  }));
