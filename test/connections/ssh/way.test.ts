import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Duplex } from "node:stream";
import test from "ava";
import { type ClientConfig, configFor } from "../../../src/connections/ssh/config.js";
import { connectSsh } from "../../../src/connections/ssh/connect.js";
import { jumpOfCommand, jumpTarget } from "../../../src/connections/ssh/jump.js";
import {
  commandRoute,
  countingWay,
  directRoute,
  filledIn,
  noWay,
  timeoutOf,
  wordsFor,
} from "../../../src/connections/ssh/way.js";
import type { Target } from "../../../src/model/connection.js";
import { scratchFolder } from "../../helpers/scratch.js";

const target: Target = {
  ...{ name: "web", address: "web1", port: 2200, user: "deploy", hostKeyChecking: "accept-new" },
  ...{ connectTimeout: 5, connectRetries: 0, options: {}, sshArgs: ["-F", "none"] },
};
const config = (more: Partial<ClientConfig> = {}): ClientConfig => ({ ...configFor(target), ...more });

/** The jump host, its port, its user and the arguments of its own connection. */
type Hop = readonly [address: string, port?: number, user?: string, args?: string[]];

const JUMPS: readonly (readonly [written: string, args: string[], hop: Hop])[] = [
  ["bastion", [], ["bastion"]],
  ["me@bastion", [], ["bastion", undefined, "me"]],
  ["bastion:2222", [], ["bastion", 2222]],
  ["me@bastion:22", [], ["bastion", 22, "me"]],
  ["a@b@bastion", [], ["bastion", undefined, "a@b"]],
  ["[2001:db8::1]", [], ["2001:db8::1"]],
  ["me@[2001:db8::1]:2222", [], ["2001:db8::1", 2222, "me"]],
  ["ssh://me@bastion:2222", [], ["bastion", 2222, "me"]],
  ["ssh://bastion", [], ["bastion"]],
  // an address of IPv6 without brackets is one name
  ["2001:db8::1", [], ["2001:db8::1"]],
  ["first, second ", [], ["second", undefined, undefined, ["-J", "first"]]],
  ["a@one:1,two:2,b@three:3", [], ["three", 3, "b", ["-J", "a@one:1,two:2"]]],
  ["one,two", ["-F", "/etc/own"], ["two", undefined, undefined, ["-F", "/etc/own", "-J", "one"]]],
];
for (const [proxyJump, jumpArgs, [address, port, user, sshArgs = jumpArgs]] of JUMPS)
  test(`the jump ${proxyJump} is by ${address}`, (t) => {
    const hop = jumpTarget(config({ proxyJump, jumpArgs }), target);
    t.deepEqual(hop, { ...target, name: address, address, port, user, sshArgs });
  });

const COMMANDS: readonly (readonly [command: string, hop: Hop | undefined])[] = [
  ["ssh -W %h:%p bastion", ["bastion"]],
  ["ssh -W [%h]:%p bastion", ["bastion"]],
  ["ssh -W%h:%p bastion", ["bastion"]],
  ["ssh bastion -W %h:%p", ["bastion"]],
  ["exec ssh -q -W %h:%p me@bastion:22", ["bastion", 22, "me"]],
  ["/usr/bin/ssh -vqxTaNnkC4 -W %h:%p bastion", ["bastion"]],
  [
    "ssh -W %h:%p -i '/a key' -p2222 -l me -F /dev/null -J other -o 'User me' bastion",
    [
      "bastion",
      undefined,
      undefined,
      [..."-i,/a key,-p,2222,-l,me,-F,/dev/null,-J,other,-o,User me".split(",")],
    ],
  ],
  ["ssh -l %r -W %h:%p bastion", ["bastion", undefined, undefined, ["-l", "deploy"]]],
  ["ssh -W %h:%p %r@bastion", ["bastion", undefined, "deploy"]],
  ["ssh -o Port=100%% -W %h:%p bastion", ["bastion", undefined, undefined, ["-o", "Port=100%"]]],
  // not a way to the host itself
  ["ssh bastion", undefined],
  ["ssh -W %h:%p", undefined],
  ["ssh -W %h:22 bastion", undefined],
  ["ssh -W x%h:%p bastion", undefined],
  ["ssh -W %h:%p0 bastion", undefined],
  ["ssh -W other:%p bastion", undefined],
  ["ssh -W", undefined],
  ["ssh -W %h:%p -i", undefined],
  // something else than ssh, or more than it
  ["nc %h %p", undefined],
  ["/opt/bin/ssh -W %h:%p bastion", undefined],
  ["sshx -W %h:%p bastion", undefined],
  ["", undefined],
  ["ssh -W %h:%p bastion nc", undefined],
  ["ssh -A -W %h:%p bastion", undefined],
  ["ssh -qA -W %h:%p bastion", undefined],
  ["ssh -L 1:a:2 -W %h:%p bastion", undefined],
  ...[";", "&", "|", "<", ">", "$", "`", "(", ")", "\n"].map((sign): [string, undefined] => [
    `ssh -W %h:%p bastion ${sign}`,
    undefined,
  ]),
  // where the way differs from host to host it is no jump that can be shared
  ["ssh -W %h:%p jump-of-%h", undefined],
  ["ssh -W %h:%p jump-of-%n", undefined],
  ["ssh -W %h:%p -p %p bastion", undefined],
];
for (const [proxyCommand, hop] of COMMANDS)
  test(`the command \`${JSON.stringify(proxyCommand)}\` is ${hop ? `a jump by ${hop[0]}` : "no jump"}`, (t) => {
    const found = jumpOfCommand(config({ proxyCommand }), target);
    if (!hop) return void t.is(found, undefined);
    const [address, port, user, sshArgs = []] = hop;
    t.deepEqual(found, { ...target, name: address, address, port, user, sshArgs });
  });

test("a command's tokens are those of the host; what is none stays", (t) => {
  const filled = (text: string) => filledIn(text, config({ hostName: "real.example" }));
  t.is(filled("nc %h %p"), "nc real.example 2200");
  t.is(filled("%n %r %% %x %"), "real.example deploy % %x %");
});

test("hosts behind one command share a door, hosts of their own do not", (t) => {
  t.is(directRoute(config(), target).endpoint, "web1:2200");
  t.is(commandRoute(config({ proxyCommand: "nc %h %p" })).endpoint, "command nc %h %p");
});

test("the user's own time for connecting counts before that of the run", (t) => {
  t.is(timeoutOf(config({ connectTimeout: 7 }), target), 7);
  t.is(timeoutOf(config({ connectTimeout: undefined }), target), 5);
});

/** What ssh says, as strerror(3) and OpenSSH word it. */
const WORDS: readonly (readonly [code: string | undefined, words: string])[] = [
  ["ECONNREFUSED", "Connection refused"],
  ["ETIMEDOUT", "Connection timed out"],
  ["EHOSTUNREACH", "No route to host"],
  ["ENETUNREACH", "Network is unreachable"],
  ["EADDRNOTAVAIL", "Cannot assign requested address"],
  ["ENOTFOUND", "Could not resolve hostname"],
  ["ECONNRESET", "Connection reset by peer"],
  ["EWHAT", "own words"],
  [undefined, "own words"],
];
test("what the system calls by a number has ssh's words, and where it was", (t) => {
  for (const [code, words] of WORDS) t.is(wordsFor(Object.assign(new Error("own words"), { code })), words);
  const fault = noWay(config({ hostName: "real.example" }), "Connection refused", { hint: "is it up?" });
  t.is(fault.code, "CONNECTION_FAILED");
  t.is(fault.hint, "is it up?");
  t.is(
    fault.message,
    "Failed to connect to the host via ssh: ssh: connect to host real.example port 2200: Connection refused",
  );
});

test("a stream without a count of its own is counted", (t) => {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  let closed = 0;
  const way = countingWay(stream, () => {
    closed += 1;
  });
  t.is(way.received(), 0);
  stream.push(Buffer.alloc(5));
  stream.push(Buffer.alloc(7));
  stream.push(null);
  t.is(way.received(), 12);
  t.is(way.stream, stream);
  t.is(closed, 0);
  way.close();
  t.is(closed, 1);
});

/** [ConnectionAttempts of ssh's options, retries of Ansible's, how often a host is tried] */
const ATTEMPTS: readonly (readonly [attempts: string, connectRetries: number, tried: number])[] = [
  ["2", 0, 2],
  ["1", 1, 2],
];
for (const [attempts, connectRetries, tried] of ATTEMPTS)
  test(`with ${attempts} attempts and ${connectRetries} retries a host is tried ${tried} times`, async (t) => {
    const log = join(scratchFolder(`ssh-attempts-${attempts}`), "log");
    const sshArgs = ["-F", "none", `-oConnectionAttempts=${attempts}`];
    // it says nothing: each time the patience of a second is over
    const proxy = ["-o", `ProxyCommand=sh -c 'echo tried >> ${log}; exec sleep 30'`];
    const asked = { ...target, connectTimeout: 1, connectRetries, sshArgs: [...sshArgs, ...proxy] };
    await t.throwsAsync(connectSsh(asked, new AbortController().signal));
    t.is(readFileSync(log, "utf8"), "tried\n".repeat(tried));
  });
