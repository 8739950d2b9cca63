import test from "ava";
import ssh2 from "ssh2";
import { newKeyPair } from "../../src/lab/keys.js";

test("every key that is made can be read", (t) => {
  const pairs = Array.from({ length: 2000 }, newKeyPair);
  t.is(pairs.filter((pair) => ssh2.utils.parseKey(pair.private) instanceof Error).length, 0);
  t.is(pairs.filter((pair) => ssh2.utils.parseKey(pair.public) instanceof Error).length, 0);
});
