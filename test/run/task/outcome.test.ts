import test from "ava";
import type { Task } from "../../../src/model/play.js";
import type { Walk } from "../../../src/run/hosts/state.js";
import type { Begun } from "../../../src/run/task/begun.js";
import type { Verdict } from "../../../src/run/task/conclude.js";
import { openStep } from "../../../src/run/task/outcome.js";

const at = { path: "play.yml", line: 1, column: 1 };
const take = async () => ({});
const sent: Begun = { take, session: "s" };
const skipped: Begun = { take, known: { skipped: true } };
const failed: Begun = { take, known: { failed: true } };
const fine: Begun = { take, known: { changed: false } };
const acting: Begun = { take, actsHere: "pause runs on the controller" };
const judged: Begun = { take, session: "s", decidedHere: "the controller judges what it answers" };

const walk = {
  batch: { play: { keywords: {}, handlers: [{ keywords: { name: { value: "known", at } } }] } },
} as unknown as Walk;

interface Row {
  rounds: Begun[];
  keywords?: Record<string, unknown>;
  ignoreErrors?: boolean;
  held: RegExp | undefined;
}

const ROWS: Record<string, Row> = {
  "a request whose host stops itself": { rounds: [sent], held: undefined },
  "what is skipped": { rounds: [skipped], keywords: { failed_when: "x" }, held: undefined },
  "what succeeded already": { rounds: [fine], held: undefined },
  "what failed already": { rounds: [failed], held: /has failed/ },
  "what failed already, ignored": { rounds: [failed], ignoreErrors: true, held: undefined },
  "what acts here": { rounds: [acting], held: /runs on the controller/ },
  "what acts here, errors ignored": { rounds: [acting], ignoreErrors: true, held: /runs on the controller/ },
  "what acts here and never fails": {
    rounds: [acting],
    keywords: { failed_when: false },
    held: /runs on the controller/,
  },
  "a module that the controller judges": { rounds: [judged], held: /judges/ },
  "failed_when with an expression": { rounds: [sent], keywords: { failed_when: "x" }, held: /failed_when/ },
  "failed_when that is true": { rounds: [fine], keywords: { failed_when: true }, held: /failed_when/ },
  "failed_when that is false": { rounds: [sent], keywords: { failed_when: false }, held: undefined },
  "changed_when with an expression": {
    rounds: [sent],
    keywords: { changed_when: "x" },
    held: /changed_when/,
  },
  "changed_when that is false": { rounds: [sent], keywords: { changed_when: false }, held: undefined },
  "a handler that is there": { rounds: [sent], keywords: { notify: "known" }, held: undefined },
  "a handler that is not there": { rounds: [sent], keywords: { notify: "none" }, held: /notify/ },
  "a handler that is not there, errors ignored": {
    rounds: [sent],
    keywords: { notify: "none" },
    ignoreErrors: true,
    held: /notify/,
  },
  "a handler by a template": { rounds: [sent], keywords: { notify: "{{ x }}" }, held: /notify/ },
  "a loop whose last round is sent": { rounds: [skipped, sent], held: undefined },
  "a loop whose last round is not sent": { rounds: [sent, skipped], held: /last round/ },
};

for (const [name, { rounds, keywords = {}, ignoreErrors = false, held }] of Object.entries(ROWS))
  test(`${name} ${held ? "holds back what follows" : "lets the next step go"}`, (t) => {
    const located = Object.entries(keywords).map(([key, value]) => [key, { value, at }]);
    const task = {
      kind: "task",
      keywords: Object.fromEntries(located),
      module: { value: "m", at },
      args: {},
      at,
    };
    const verdict: Verdict = { ignoreErrors, ignoreUnreachable: false, noLog: false, anyErrorsFatal: false };
    const { decidedHere } = openStep(walk, task as unknown as Task, verdict, rounds);
    if (held) t.regex(decidedHere ?? "", held);
    else t.is(decidedHere, undefined);
  });
