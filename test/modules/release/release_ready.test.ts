import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { ShellValue } from "../../../src/model/script.js";
import ready from "../../../src/modules/release/release_ready.js";
import { withPrograms } from "../../helpers/fake_programs.js";

interface Seen {
  /** what the container is at the first look, the next, …; the last one stays */
  states: string[];
  /** what it answers, likewise */
  statuses: number[];
  within?: number;
  stays?: number;
}

/** What is seen of a container, and what is told: a failure, or how often it was asked. */
const ROWS: [Seen, string | number][] = [
  [{ states: ["running 0"], statuses: [200], stays: 0 }, 1],
  [{ states: ["running 2"], statuses: [204], stays: 0.1 }, 2],
  [{ states: ["running 0"], statuses: [503, 200], stays: 0 }, 2],
  [{ states: ["running 0"], statuses: [503], within: 0 }, "it was not ready within 0 seconds"],
  [{ states: ["running 0"], statuses: [404], within: 0.1 }, "it was not ready within 0.1 seconds"],
  [{ states: ["running 0"], statuses: [200, 500], stays: 9 }, "it was ready, and is not any more"],
  [{ states: ["running 0", "running 1"], statuses: [200] }, "it ended and was started anew by the engine"],
  [{ states: ["running 0", "restarting 1"], statuses: [503] }, "it ended and was started anew by the engine"],
  [{ states: ["running 0", "exited 0"], statuses: [200] }, "it has ended"],
  [{ states: ["running 0", ""], statuses: [200] }, "it is not there any more"],
];

/** A docker that says what the states are, in their order: of the number of restarts what the first one has. */
const dockerOf = (states: readonly string[]) => `
case "$*" in
*'{{.RestartCount}} c'*) case "$*" in *Status*) ;; *) echo '${states[0]!.split(" ")[1]}'; exit ;; esac ;;
*logs*) echo 'a line of its log' ;;
esac
case "$*" in *State.Status*RestartCount*) ;; *) exit 0 ;; esac
n=$(cat "$0.n" 2>/dev/null || echo 0); echo $((n + 1)) >"$0.n"
set -- ${states.map((state) => `'${state}'`).join(" ")}
[ "$n" -lt $# ] || n=$(($# - 1))
shift "$n"; echo "$1"`;

for (const [{ states, statuses, within = 20, stays = 9 }, expected] of ROWS)
  test(`a container that is ${states.join(", then ")} and answers ${statuses.join(", then ")}: ${expected}`, async (t) => {
    let asked = 0;
    const server = createServer((_, response) => {
      response.statusCode = statuses[Math.min(asked++, statuses.length - 1)]!;
      response.end("body");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`;
    const { args } = convertArgs(ready.args, { container: "c", url, within, stays });
    const vars = { ...args, ...ready.vars!(args as never) } as Record<string, ShellValue>;
    await withPrograms({ docker: dockerOf(states) }, async (run) => {
      const { answer } = await run(ready.sh!, { uses: ready.uses!, vars });
      if (typeof expected === "number") {
        t.is(answer.failure, undefined);
        t.is(answer.said.probes, expected);
        t.is(asked, expected);
        t.regex(String(answer.said.seconds), /^\d+\.\d$/);
      } else t.true(answer.failure?.includes(expected), answer.failure);
      const checked = await run(ready.sh!, { uses: ready.uses!, vars, check: true });
      t.deepEqual([checked.answer.failure, checked.told], [undefined, []], "check mode asks nobody");
    }).finally(() => {
      server.closeAllConnections();
      server.close();
    });
  });

test("a host whose clock is set back while one waits is not waited for without end", async (t) => {
  const { args } = convertArgs(ready.args, { container: "c", url: "http://127.0.0.1:9/", within: 0.1 });
  const vars = { ...args, ...ready.vars!(args as never) } as Record<string, ShellValue>;
  await withPrograms({ docker: dockerOf(["running 0"]), date: "echo 1000000" }, async (run) => {
    const { answer } = await run(ready.sh!, { uses: ready.uses!, vars });
    t.regex(String(answer.failure), /it was not ready within 0\.1 seconds/);
  });
});
