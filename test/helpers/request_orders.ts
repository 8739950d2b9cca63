import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import type { Answer } from "../../src/model/result.js";
import type { LocalFile, RequestOptions, Script } from "../../src/model/script.js";
import type { Session } from "../../src/shell/session/session.js";
import { plain } from "./session.js";

/**
 * Whatever the host asks for meanwhile, and whenever requests are sent and answers arrive: they are done in the order
 * in which they were sent, and nothing is done behind a failure that counts.
 */
export interface Request {
  /** files that it asks for, each larger than what goes along, and what they are: `short`, `gone`: they cannot be sent */
  files: 0 | 1 | 2;
  file: "whole" | "short" | "gone";
  fails: boolean;
  minds: "halt" | "note" | "ignore";
  endsGroup: boolean;
  /** turns of the event loop before it is sent; 0: in the same one as the request before */
  after: number;
}

const request: fc.Arbitrary<Request> = fc.record({
  files: fc.constantFrom(0, 0, 1, 2),
  file: fc.constantFrom("whole", "whole", "whole", "whole", "short", "gone"),
  fails: fc.nat(4).map((n) => n === 0),
  minds: fc.constantFrom("halt", "note", "ignore"),
  endsGroup: fc.boolean(),
  after: fc.constantFrom(0, 0, 1, 3, 8),
});
export const requests = fc.array(request, { minLength: 2, maxLength: 12 });

/** What has to come of them: `done`, `failed` or `halted`, and which ones acted on the host. */
export function expected(requests: readonly Request[]) {
  let isHalted = false;
  let isNoted = false;
  const acted: number[] = [];
  const outcomes = requests.map(({ files, file, fails, minds, endsGroup }, index) => {
    if (isHalted) return "halted";
    const isLost = files > 0 && file !== "whole";
    if (!isLost) acted.push(index);
    const isFailed = isLost || fails;
    if (isFailed && minds === "halt") isHalted = true;
    if (isFailed && minds === "note") isNoted = true;
    if (endsGroup) {
      isHalted ||= isNoted;
      isNoted = false;
    }
    return isFailed ? "failed" : "done";
  });
  return { outcomes, acted };
}

const LARGE = Buffer.alloc(20_000, "tera");
const FILES: Record<Request["file"], LocalFile> = {
  whole: { sha1: "x", size: LARGE.length, content: LARGE },
  short: { sha1: "x", size: LARGE.length + 1, content: LARGE },
  gone: { sha1: "x", size: LARGE.length, content: { path: "/nowhere/at all" } },
};

/** How one shell has it done: asks for each file by name, writes the request's number `n` down, and fails where it is to. */
export interface Hand {
  script(text: string, vars: Script["vars"], files: Script["files"]): Script;
  need(name: string): string;
  act: string;
  fail: string;
  /** the file on the host in which the numbers are */
  trace: string;
}

/** Sends all of them, and tells what came of each. */
export async function outcomesOf(session: Session, all: readonly Request[], hand: Hand): Promise<string[]> {
  const answers: Promise<Answer | "halted">[] = [];
  for (const [index, one] of all.entries()) {
    if (one.after > 0) await sleep(one.after);
    const names = ["one", "two"].slice(0, one.files);
    const text = [...names.map(hand.need), hand.act, ...(one.fails ? [hand.fail] : [])].join("\n");
    const options: RequestOptions = { ...plain, onFailure: one.minds, haltIfNoted: one.endsGroup };
    const files = Object.fromEntries(names.map((name) => [name, FILES[one.file]]));
    answers.push(session.send(hand.script(text, { n: index, trace: hand.trace }, files), options));
  }
  return (await Promise.all(answers)).map((answer) =>
    answer === "halted" ? "halted" : answer.failure === undefined ? "done" : "failed",
  );
}

export const numbersIn = (text: string): number[] => text.split(/\r?\n/).filter(Boolean).map(Number);
