import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import test from "ava";
import { isThisMachine } from "../../../src/run/task/this_machine.js";

test("the cards of this machine are looked at once for many steps", (t) => {
  const real = os.networkInterfaces;
  const own = Object.values(real()).flatMap((cards) => cards ?? []);
  let looks = 0;
  os.networkInterfaces = () => {
    looks += 1;
    return real();
  };
  syncBuiltinESMExports();
  t.teardown(() => {
    os.networkInterfaces = real;
    syncBuiltinESMExports();
  });
  for (const { address } of own) t.true(isThisMachine(address), address);
  for (let step = 0; step < 1000; step++) t.false(isThisMachine("192.0.2.7"));
  // a busy machine may take more than a second for it
  t.true(looks > 0 && looks < 50, `${looks}`);
});
