import { existsSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { runCase, runWithAnsible } from "../../helpers/case.js";
import { ORIGINS, type Origin, PAIRS, PLACES, PRECEDENCE, winnersIn } from "../../helpers/precedence.js";

/**
 * For each place the origins that are seen there, the strongest first: recorded from Ansible with
 * ANSIBLE_PLAYBOOK=/path/to/ansible-playbook, which also compares what was recorded before.
 */
const FILE = "test/run/vars/precedence.json";
type Order = Record<string, Origin[]>;

const recorded = (): Order => (existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as Order) : {});

/** The order of origins that all winners agree with. */
function orderOf(winners: readonly (Origin | undefined)[]): Origin[] {
  const seen = new Set(winners.filter((winner) => winner !== undefined));
  const wins = (origin: Origin) => winners.filter((winner) => winner === origin).length;
  return [...seen].sort((one, other) => wins(other) - wins(one));
}

/** What an order says of every pair. */
function told(order: readonly Origin[]): string[] {
  return PAIRS.flatMap(([one, other]) => {
    const [first, second] = [order.indexOf(one), order.indexOf(other)];
    if (first === -1 && second === -1) return [];
    const isFirst = second === -1 || (first !== -1 && first < second);
    return [isFirst ? `${one} over ${other}` : `${other} over ${one}`];
  });
}

function found(winners: readonly (Origin | undefined)[]): string[] {
  return PAIRS.flatMap(([one, other], index) => {
    const winner = winners[index];
    return winner === undefined ? [] : [`${winner} over ${winner === one ? other : one}`];
  });
}

test.serial("the recorded orders are Ansible's", async (t) => {
  const program = process.env.ANSIBLE_PLAYBOOK;
  if (!program) return t.pass("ANSIBLE_PLAYBOOK names no program to compare with");
  const outcome = await runWithAnsible(PRECEDENCE, program);
  const orders: Order = {};
  for (const [place, winners] of winnersIn(outcome.story)) {
    orders[place] = orderOf(winners);
    t.deepEqual(found(winners), told(orders[place]), `${place}: one order for all pairs`);
  }
  t.deepEqual(Object.keys(orders).toSorted(), [...PLACES].toSorted(), outcome.output);
  if (!existsSync(FILE)) writeFileSync(FILE, `${JSON.stringify(orders, null, 2)}\n`);
  t.deepEqual(orders, recorded());
});

test.serial(
  "of every two origins of a variable the one wins that wins with Ansible, wherever it is read",
  async (t) => {
    const outcome = await runCase(PRECEDENCE);
    const winners = winnersIn(outcome.story);
    const orders = recorded();
    t.deepEqual([...winners.keys()].toSorted(), Object.keys(orders).toSorted(), outcome.output);
    const each = (of: (place: string) => string[]) =>
      Object.keys(orders).flatMap((place) => of(place).map((line) => `${place}: ${line}`));
    t.deepEqual(
      each((place) => found(winners.get(place)!)),
      each((place) => told(orders[place]!)),
    );
  },
);

test("every origin is seen somewhere", (t) => {
  const seen = new Set(Object.values(recorded()).flat());
  t.deepEqual(
    ORIGINS.filter((origin) => !seen.has(origin)),
    [],
  );
});
