import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { checkLimit, readLimit } from "../../../src/cli/engine/limit.js";
import { loadInventory } from "../../../src/inventory/load.js";
import type { Fault } from "../../../src/model/errors.js";
import { scratchFolder } from "../../helpers/scratch.js";

const inventory = (sources: string[]) => loadInventory(sources, { warn: () => {} });

test("a limit that leaves no host is a fault, and names what was meant", async (t) => {
  const two = await inventory(["web1,web2"]);
  const fault = t.throws<Fault>(() => checkLimit("wbe1", two), { code: "PATTERN_INVALID" });
  t.is(fault.hint, "did you mean `web1`?");
  t.throws(() => checkLimit("all:!all", two), { code: "PATTERN_INVALID" });
  t.throws(() => checkLimit("localhost", two), { code: "PATTERN_INVALID" });
});

test("a limit that leaves a host, none at all, and one without an inventory are no faults", async (t) => {
  const two = await inventory(["web1,web2"]);
  t.notThrows(() => checkLimit("web2", two));
  t.notThrows(() => checkLimit("web2:nobody", two));
  t.notThrows(() => checkLimit(undefined, two));
  const nobody = await inventory([]);
  t.notThrows(() => checkLimit("localhost", nobody));
});

test("@file in a limit stands for its lines, and a file that is not there is a fault", (t) => {
  const path = join(scratchFolder("limit"), "failed.retry");
  writeFileSync(path, "web1\nweb2\n");
  t.is(readLimit(`@${path}`), "web1,web2");
  t.is(readLimit("web*"), "web*");
  t.is(readLimit(undefined), undefined);
  t.throws(() => readLimit("@/nowhere/failed.retry"), { code: "FILE_MISSING" });
});
