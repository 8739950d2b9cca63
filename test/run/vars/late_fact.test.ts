import test from "ava";
import type { HostState } from "../../../src/run/hosts/host.js";
import type { Walk } from "../../../src/run/hosts/state.js";
import { lateFact } from "../../../src/run/vars/facts.js";
import { FACTS } from "../../../src/run/vars/pending.js";
import { Suspend } from "../../../src/template/machine/suspend.js";

/** Does the reading of a variable that nobody has set wait for facts, or have them gathered? */
function asks(
  name: string,
  host: { gathered: HostState["gathered"]; isGathering?: boolean },
  injectFacts = true,
): boolean {
  const coming = { position: "1", promise: Promise.resolve(), what: "facts" };
  const pending = new Map(host.isGathering ? [[FACTS, [coming]]] : []);
  const batch = { run: { settings: { injectFacts } } };
  const walk = { batch, gatherAll: () => Promise.resolve() } as unknown as Walk;
  try {
    lateFact(walk, { ...host, pending } as unknown as HostState, name, "2");
    return false;
  } catch (error) {
    if (error instanceof Suspend) return true;
    throw error;
  }
}

const NO_FACTS = [
  "user",
  "http_port",
  "distribution",
  "my_ansible_fact",
  "ansible_host",
  "ansible_become_user",
];

test("only names of facts have facts gathered that seemed not to be read", (t) => {
  for (const name of NO_FACTS) t.false(asks(name, { gathered: "some" }), name);
  for (const name of ["ansible_distribution", "ansible_user_id"])
    t.true(asks(name, { gathered: "some" }), name);
  for (const gathered of ["none", "all"] as const)
    t.false(asks("ansible_distribution", { gathered }), gathered);
});

test("and only they wait for facts on their way", (t) => {
  for (const name of NO_FACTS) t.false(asks(name, { gathered: "none", isGathering: true }), name);
  t.true(asks("ansible_distribution", { gathered: "none", isGathering: true }));
  t.true(asks("ansible_facts", { gathered: "none", isGathering: true }));
});

test("where facts are no variables only the host's own facts are asked for by their long name", (t) => {
  t.false(asks("ansible_distribution", { gathered: "some" }, false));
  t.true(asks("ansible_local", { gathered: "some" }, false));
});
