import { createRequire } from "node:module";
import test from "ava";
import { algorithmsFor } from "../../../src/connections/ssh/algorithms.js";
import { configFor } from "../../../src/connections/ssh/config.js";

/** What ssh2 speaks; its types do not tell. */
const SSH2: Record<string, string[]> = createRequire(import.meta.url)("ssh2/lib/protocol/constants.js");

/** Names that OpenSSH does not know any more, or never did. */
const STRANGE = ["hmac-sha2-256-96", "hmac-sha2-512-96", "hmac-ripemd160", "aes128-gcm", "aes256-gcm"];

const KINDS = [
  ["KexAlgorithms", "kex", SSH2.DEFAULT_KEX!, SSH2.SUPPORTED_KEX!],
  ["Ciphers", "cipher", SSH2.DEFAULT_CIPHER!, SSH2.SUPPORTED_CIPHER!],
  ["MACs", "hmac", SSH2.DEFAULT_MAC!, SSH2.SUPPORTED_MAC!],
  ["HostKeyAlgorithms", "serverHostKey", SSH2.DEFAULT_SERVER_HOST_KEY!, SSH2.SUPPORTED_SERVER_HOST_KEY!],
] as const;

function offered(option: string, written?: string) {
  const config = configFor({
    ...{ name: "h", address: "h", hostKeyChecking: "accept-new", connectTimeout: 5, connectRetries: 0 },
    options: {},
    sshArgs: [
      ...["-F", "none", "-o", "UserKnownHostsFile=none", "-o", "GlobalKnownHostsFile=none"],
      ...(written === undefined ? [] : ["-o", `${option}=${written}`]),
    ],
  });
  const check = { host: "h", port: 22, options: config.keys, otherwise: "accept-new", name: "h" } as const;
  return algorithmsFor(config, check) as Record<string, string[]>;
}

for (const [option, kind, usual, supported] of KINDS) {
  const known = supported.filter((one) => !STRANGE.includes(one));
  const old = known.filter((one) => !usual.includes(one));
  const sorted = (list: readonly string[] | undefined) => [...(list ?? [])].sort();

  test(`${option}: what ssh2 speaks is offered, old ones where they are asked for`, (t) => {
    if (old.length > 0) t.deepEqual(sorted(offered(option, `+${old.join()}`)[kind]), sorted(known));
    t.deepEqual(offered(option, known.join())[kind], known);
    t.deepEqual(offered(option, "-nothing")[kind]?.length, usual.length);
    t.deepEqual(sorted(offered(option, "-nothing")[kind]), sorted(usual));
  });

  test(`${option}: one alone, one less, and one first`, (t) => {
    const [one = "", other = ""] = usual.slice(2);
    t.deepEqual(offered(option, one)[kind], [one]);
    t.deepEqual(offered(option, ` ${other} , nonsense,${one}`)[kind], [other, one]);
    t.deepEqual(sorted(offered(option, `-${one}`)[kind]), sorted(usual.filter((name) => name !== one)));
    const first = offered(option, `^${one}`)[kind]!;
    t.is(first[0], one);
    t.deepEqual(sorted(first), sorted(usual));
  });

  test(`${option}: where none of the wished is spoken here, that is said`, (t) => {
    const error = t.throws(() => offered(option, "nonsense,other"));
    t.is(error.message, `${option} is \`nonsense,other\`: none of it is spoken here`);
    t.like(error, { code: "CONNECTION_FAILED" });
  });
}

test("nothing said of algorithms leaves them to ssh2, but for the host's keys", (t) => {
  t.deepEqual(Object.keys(offered("")), ["serverHostKey"]);
});
