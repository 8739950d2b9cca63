import test from "ava";
import type { Channel } from "../../../src/model/connection.js";
import { Fault } from "../../../src/model/errors.js";
import { Secret } from "../../../src/model/secret.js";
import type { Become } from "../../../src/model/session.js";
import { becomeCommand, becomeFault, startAs } from "../../../src/shell/session/become.js";

const PASSWORD = new Secret("pw");
const as = (method: string, more: Partial<Become> = {}): Become => ({ method, user: "ann", ...more });

/** How another user is become, and the command for it, where TOKEN is drawn; of sudo its first half. */
const COMMANDS: readonly (readonly [become: Become, command: string | undefined, is: string])[] = [
  [as("sudo"), undefined, "sudo -H -S -n -u ann /bin/sh"],
  [as("sudo", { user: "o'b" }), undefined, "sudo -H -S -n -u 'o'\\''b' /bin/sh"],
  [as("sudo", { exe: "/opt/sudo", flags: "-E" }), undefined, "/opt/sudo -E -n -u ann /bin/sh"],
  [as("sudo", { flags: "-H -n -S" }), undefined, "sudo -H -n -S -n -u ann /bin/sh"],
  [as("sudo"), "id -u", "sudo -H -S -n -u ann /bin/sh -c 'id -u'"],
  [
    as("sudo", { password: PASSWORD }),
    undefined,
    "sudo -H -S -p '[tera TOKEN] password: ' -u ann /bin/sh -c 'echo TOKEN-ready; exec /bin/sh'",
  ],
  [
    as("sudo", { password: PASSWORD, flags: "-n -H -n -nx -n" }),
    undefined,
    "sudo  -H  -nx  -p '[tera TOKEN] password: ' -u ann /bin/sh -c 'echo TOKEN-ready; exec /bin/sh'",
  ],
  [as("su"), undefined, "su  ann -c 'exec /bin/sh'"],
  [as("su", { exe: "/bin/su", flags: "-" }), "id", "/bin/su - ann -c 'exec /bin/sh -c id'"],
  [
    as("su", { password: PASSWORD }),
    undefined,
    "su  ann -c 'exec /bin/sh -c '\\''echo TOKEN-ready; exec /bin/sh'\\'''",
  ],
  [as("doas"), undefined, "doas  -n -u ann /bin/sh"],
  [as("doas", { exe: "/bin/doas", flags: "-L" }), undefined, "/bin/doas -L -n -u ann /bin/sh"],
  [
    as("doas", { password: PASSWORD }),
    undefined,
    "doas   -u ann /bin/sh -c 'echo TOKEN-ready; exec /bin/sh'",
  ],
];

test("each method is asked in its own words, with a prompt of ours where there is a password", (t) => {
  for (const [become, command, is] of COMMANDS) {
    const made = becomeCommand(become, command);
    const token = /^([0-9a-f]{16})-ready$/.exec(made.ready)?.[1] ?? "";
    const written = made.command.replaceAll(token, "TOKEN");
    const whole = becomeText(written);
    t.is(whole, is);
    t.is(made.prompt === undefined, become.password === undefined, is);
    t.is(made.command.includes("pw"), false);
  }
  t.throws(() => becomeCommand(as("runas")), { message: /become method `runas` is not supported/ });
});

/** Of sudo what is tried before a terminal is made. */
function becomeText(written: string): string {
  const inner = /^exec \/bin\/sh -c '(.*)'$/s.exec(written)?.[1];
  if (inner === undefined) return written;
  return inner.replaceAll("'\\''", "'").split("; s=$?; if [ $s = 1 ] && ")[0]!;
}

test("the prompts of the methods are known, and what only looks like one is not", (t) => {
  const prompt = (method: string) => becomeCommand(as(method, { password: PASSWORD })).prompt!;
  for (const [method, text, is] of [
    ["su", "Password: ", true],
    ["su", "password:", true],
    ["su", "Password: x", false],
    ["doas", "doas (ann@host) Password: ", true],
    ["doas", "password: no", false],
    ["sudo", "[sudo] password for ann: ", false],
    ["sudo", "[tera 0123456789abcdef] password: ", false],
  ] as const)
    t.is(prompt(method).test(text), is, `${method} ${text}`);
});

function channel() {
  const heard: ((data: Buffer) => void)[] = [];
  const written: string[] = [];
  let closed = 0;
  let end: (outcome: { code: number }) => void = () => {};
  let lose: (error: Error) => void = () => {};
  const exit = new Promise((resolve, reject) => {
    end = resolve;
    lose = reject;
  });
  exit.catch(() => {});
  const made = {
    write: (data: string) => void written.push(data),
    onStdout: (listener: (data: Buffer) => void) => void heard.push(listener),
    onStderr: (listener: (data: Buffer) => void) => void heard.push(listener),
    exit,
    close: () => {
      closed += 1;
    },
  } as unknown as Channel;
  const say = (text: string, where = 0) => heard[where]!(Buffer.from(text));
  return {
    made,
    say,
    written,
    end: () => end({ code: 1 }),
    lose: (error: Error) => lose(error),
    closes: () => closed,
  };
}

const SUDO = as("sudo", { password: PASSWORD });
const ASKED = { command: "", prompt: /word: $/, ready: "T-ready" };

test("a password is given when it is asked for, and what follows the first word is kept", async (t) => {
  const { made, say, written, closes } = channel();
  const started = startAs(made, SUDO, ASKED, 60);
  say("lecture\n");
  t.deepEqual(written, []);
  say("pass", 1);
  say("word: ", 1);
  t.deepEqual(written, ["pw\n"]);
  say("T-re");
  say("ady");
  say("\nfirst ");
  t.is((await started).toString(), "first ");
  say("word: ");
  t.deepEqual(written, ["pw\n"]);
  t.is(closes(), 0);
});

test("without a password nothing is waited for", async (t) => {
  const { made } = channel();
  t.is((await startAs(made, as("sudo"), { ...ASKED, prompt: undefined }, 0)).length, 0);
});

/** What the other side does, and what is said of it. */
const FAILURES: readonly (readonly [
  what: string,
  act: (one: ReturnType<typeof channel>) => void,
  why: RegExp,
])[] = [
  [
    "asks a second time",
    ({ say }) => {
      say("word: ");
      say("word: ");
    },
    /^Incorrect sudo password$/,
  ],
  [
    "ends",
    ({ say, end }) => {
      say("ann is not in the sudoers file");
      end();
    },
    /may not become ann: ann is not in/,
  ],
  ["ends without a word", ({ end }) => end(), /^sudo to ann failed: it ended without a word$/],
  ["prints without end", ({ say }) => say("x".repeat(64 * 1024 + 1)), /it printed without end/],
  ["is lost", ({ lose }) => lose(new Error("gone")), /^gone$/],
];

for (const [what, act, why] of FAILURES)
  test(`a method that ${what} is told as that`, async (t) => {
    const host = channel();
    const started = startAs(host.made, SUDO, ASKED, 60);
    act(host);
    const error = await t.throwsAsync(started);
    t.regex(error.message, why);
    t.is(host.closes(), what === "is lost" ? 0 : 1);
  });

test("a prompt's limit is not reached by what is just as long", async (t) => {
  const host = channel();
  const started = startAs(host.made, SUDO, ASKED, 60);
  host.say("x".repeat(64 * 1024));
  t.is(host.closes(), 0);
  host.say("T-ready\n");
  t.is((await started).length, 0);
});

test("a method that asks for nothing is told with what it printed", async (t) => {
  for (const [text, why] of [
    ["", /nothing was asked for within 0\.01 s$/],
    [` ${"y".repeat(201)}`, /nothing was asked for within 0\.01 s, it printed: y{200}$/],
  ] as const) {
    const host = channel();
    const started = startAs(host.made, SUDO, ASKED, 0.01);
    if (text !== "") host.say(text);
    t.regex((await t.throwsAsync(started)).message, why);
    t.is(host.closes(), 1);
  }
});

/** What a method printed, and what is made of it. */
const FAULTS: readonly (readonly [text: string, message: RegExp, hint?: RegExp])[] = [
  ["sudo: a password is required\n", /^Missing sudo password$/, /--ask-become-pass/],
  ["sudo: a terminal is required to read the password", /^Missing sudo password$/],
  ["sudo: no tty present and no askpass", /^Missing sudo password$/],
  ["doas: Password is required", /^Missing sudo password$/],
  ["Sorry, try again.", /^Incorrect sudo password$/],
  ["1 incorrect password attempt", /^Incorrect sudo password$/],
  ["su: Authentication failure", /^Incorrect sudo password$/],
  ["doas: Authentication failed", /^Incorrect sudo password$/],
  ["sudo: sorry, you must have a tty to run sudo", /^sudo wants a terminal/, /requiretty/],
  [
    "ann is not in the sudoers file.",
    /^sudo: the user may not become ann: ann is not in the sudoers file\.$/,
  ],
  ["Sorry, user x is not allowed to execute", /^sudo: the user may not become ann: Sorry/],
  ["sh: sudo: not found", /^sudo is not on the host: sh: sudo: not found$/, /choose another/],
  ["odd \n", /^sudo to ann failed: odd$/],
  ["", /^sudo to ann failed: it ended without a word$/],
];

test("why another user was not become is told from what was printed", (t) => {
  for (const [text, message, hint] of FAULTS) {
    const fault = becomeFault(SUDO, text);
    t.true(fault instanceof Fault);
    t.is(fault.code, "BECOME_FAILED");
    t.regex(fault.message, message, text);
    if (hint) t.regex(fault.hint ?? "", hint, text);
  }
});
