import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import type { RequestOptions, Script } from "../../../src/model/script.js";
import { runProgram } from "../../../src/shell/powershell/libraries.js";
import type { Session } from "../../../src/shell/session/session.js";
import { expected, numbersIn, outcomesOf, requests } from "../../helpers/request_orders.js";
import { answered, plain } from "../../helpers/session.js";
import { connectLab, type LabHost, labHost } from "../../windows-lab/host.js";

let host: LabHost | undefined;
let lab: Awaited<ReturnType<typeof connectLab>> | undefined;
test.before(async (t) => {
  host = await labHost((text) => t.log(text));
  if (host) lab = await connectLab(host);
});
test.after.always(async () => {
  await lab?.close();
  await host?.stop();
});

/** In the one session of this file: genuine PowerShell starts slowly. */
function onWindows(name: string, work: (t: ExecutionContext, session: Session) => Promise<void>): void {
  test.serial(name, async (t) => {
    if (!lab) return void t.pass("no lab");
    await work(t, lab.session);
    lab.session.resume();
  });
}

let scripts = 0;
function script(text: string, vars: Script["vars"] = {}, files: Script["files"] = {}): Script {
  scripts += 1;
  return {
    family: "powershell",
    name: `case${scripts}`,
    text: `param([hashtable]$given)\n${text}`,
    uses: [runProgram],
    vars,
    files,
  };
}

const run = (words: string): string =>
  `Start-Asked @{ program = 'cmd.exe'; words = '${words}'; shown = 'it' }`;

onWindows("values keep their kind and every character, there and back", async (t, session) => {
  const values = {
    text: `a'b "c" $HOME \`n \\ \n ü 😀 \t ‘quoted’ %TEMP% end`,
    date: "2024-01-01T10:00:00Z",
    digits: "0042",
    number: 42,
    yes: true,
    no: false,
    nothing: null,
    list: ["one", "1", ""],
    one: ["alone"],
    none: [],
    empty: "",
  };
  const text = `
    foreach ($name in $given.Keys) { SayJson $name @{ value = $given[$name]; kind = $(if ($null -eq $given[$name]) { 'null' } else { $given[$name].GetType().Name }) } }`;
  const { said } = answered(await session.send(script(text, values), plain));
  const back = Object.fromEntries(
    Object.entries(said).map(([name, one]) => [name, (one as { value: unknown }).value]),
  );
  t.deepEqual(back, values);
  t.is((said.date as { kind: string }).kind, "String");
});

onWindows("what differs is noted and acted on, and only noted in check mode", async (t, session) => {
  const text =
    "if (Differs 'mode' 'a' 'b') { Say 'acted' 'yes' }\nif (Differs 'same' 'x' 'x') { Say 'never' 'yes' }";
  const applied = answered(await session.send(script(text), plain));
  t.true(applied.changed);
  t.deepEqual(applied.diffs, [{ name: "mode", before: "a", after: "b", kind: "value" }]);
  t.deepEqual(applied.said, { acted: "yes" });
  const checked = answered(await session.send(script(text), { ...plain, check: true }));
  t.true(checked.changed);
  t.deepEqual(checked.said, {});
});

onWindows(
  "output of programs comes as it was, apart from stderr, with exit codes of 32 bits",
  async (t, session) => {
    const answer = answered(
      await session.send(script(run("/c echo out& echo oops>&2& exit 70000")), {
        ...plain,
        environment: { GIVEN: "wörld" },
      }),
    );
    t.is(answer.stdout.toString(), "out\r\n");
    t.is(answer.stderr.toString().trim(), "oops");
    t.is(answer.said.rc, 70000);
  },
);

onWindows("a failure halts what was sent after it, until the session is resumed", async (t, session) => {
  const sent = ["Say 'n' '1'", "Fail 'no luck'\nSay 'n' 'never'", "Say 'n' '3'"].map((text) =>
    session.send(script(text), plain),
  );
  const [first, second, third] = await Promise.all(sent);
  t.is(answered(first!).said.n, "1");
  t.is(answered(second!).failure, "no luck");
  t.deepEqual(answered(second!).said, {});
  t.is(third, "halted");
  session.resume();
  t.is(answered(await session.send(script("Say 'n' '4'"), plain)).said.n, "4");
});

onWindows("an error that nobody expected fails and halts too", async (t, session) => {
  const sent = ["Get-Item -LiteralPath 'C:\\\\none'", "Say 'n' '2'"].map((text) =>
    session.send(script(text), plain),
  );
  const [first, second] = await Promise.all(sent);
  t.regex(answered(first!).failure!, /Cannot find path/);
  t.is(second, "halted");
});

onWindows(
  "noted failures halt only after the last request of their group, ignored ones never",
  async (t, session) => {
    const note: RequestOptions = { ...plain, onFailure: "note" };
    const ignored = await Promise.all([
      session.send(script("Fail 'x'"), { ...plain, onFailure: "ignore" }),
      session.send(script("Say 'n' '1'"), plain),
    ]);
    t.is(answered(ignored[1]!).said.n, "1");
    const answers = await Promise.all([
      session.send(script("Fail 'first'"), note),
      session.send(script("Say 'n' '2'"), { ...note, haltIfNoted: true }),
      session.send(script("Say 'n' '3'"), plain),
    ]);
    t.is(answered(answers[1]!).said.n, "2");
    t.is(answers[2], "halted");
  },
);

onWindows(
  "a large file is sent only when the host asks, and later requests wait for it",
  async (t, session) => {
    const content = Buffer.from(Array.from({ length: 900_000 }, (_, index) => (index * 7) & 255));
    const file = { sha1: "x", size: content.length, content };
    const sum =
      "$path = Need 'src'\n$hash = [System.Security.Cryptography.SHA1]::Create().ComputeHash([System.IO.File]::ReadAllBytes($path))\nSay 'sum' ([System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant())";
    const small = { sha1: "x", size: 3, content: Buffer.from("a\0ü").subarray(0, 3) };
    const answers = await Promise.all([
      session.send(script(sum, {}, { src: file }), plain),
      session.send(script(sum, {}, { src: small }), plain),
      session.send(script("Say 'n' '2'"), plain),
    ]);
    const sha1 = (bytes: Buffer) => createHash("sha1").update(bytes).digest("hex");
    t.is(answered(answers[0]!).said.sum, sha1(content));
    t.is(answered(answers[1]!).said.sum, sha1(small.content));
    t.is(answered(answers[2]!).said.n, "2");
  },
);

onWindows(
  "a program that runs too long is killed with its children, and the session lives on",
  async (t, session) => {
    await session.send(script("Say 'ready' 'yes'"), plain);
    const answer = answered(
      await session.send(script(run('/c "cmd.exe /c ping -n 1000 127.0.0.1 >nul"')), {
        ...plain,
        timeout: 3,
      }),
    );
    t.true(answer.timedOut > 0);
    session.resume();
    t.is(answered(await session.send(script("Say 'alive' 'yes'"), plain)).said.alive, "yes");
  },
);

onWindows("a file is read by a channel of its own, and what is missing is told", async (t, session) => {
  const write = "[System.IO.File]::WriteAllBytes('C:\\\\ä b''c.bin', [byte[]](0, 1, 255, 10, 13))";
  await session.send(script(write.replaceAll("\\\\", "\\")), plain);
  const parts: Buffer[] = [];
  await session.readFile("C:\\ä b'c.bin", async (chunk) => {
    parts.push(chunk);
  });
  t.deepEqual(Buffer.concat(parts), Buffer.from([0, 1, 255, 10, 13]));
  await t.throwsAsync(
    session.readFile("C:\\none", async () => {}),
    { code: "FILE_MISSING" },
  );
});

onWindows("twenty requests go ahead of their answers and send the function once", async (t, session) => {
  const one = script("Say 'n' $given.n");
  await session.send(script("Say 'ready' 'yes'"), plain);
  const before = session.counts.bytesSent;
  const sends = host!.server.wsman.verbs.length;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => session.send({ ...one, vars: { n: String(n) } }, plain)),
  );
  t.deepEqual(
    answers.map((answer) => answered(answer).said.n),
    Array.from({ length: 20 }, (_, n) => String(n)),
  );
  t.true((session.counts.bytesSent - before) / 20 < 250, `${session.counts.bytesSent - before} bytes`);
  t.is(host!.server.wsman.verbs.slice(sends).filter((verb) => verb === "Send").length, 1);
});

onWindows(
  "requests are done in the order in which they were sent, whatever the host asks for",
  async (t, session) => {
    t.timeout(1_800_000);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(requests, async (all) => {
        const name = `order-${++runs}.txt`;
        const outcomes = await outcomesOf(session, all, {
          script,
          need: (file) => `$null = Need '${file}'`,
          act: '[System.IO.File]::AppendAllText($given.trace, "$($given.n)`n")',
          fail: "Fail 'no'",
          trace: `C:\\${name}`,
        });
        const seen = join(host!.lab.drive, name);
        const acted = existsSync(seen) ? numbersIn(readFileSync(seen, "utf8")) : [];
        // nothing of it is left for the next run: neither a halt nor a note
        session.resume();
        t.deepEqual({ outcomes, acted }, expected(all));
      }),
      { numRuns: Number(process.env.ORDERS ?? 8) },
    );
  },
);
