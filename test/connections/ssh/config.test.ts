import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { configFor } from "../../../src/connections/ssh/config.js";
import { homeFolder } from "../../../src/disk/local_user.js";
import type { Target } from "../../../src/model/connection.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("ssh-config");
const file = join(folder, "config");
mkdirSync(join(folder, "more"));
writeFileSync(file, "Host *\n  ProxyJump bastion.example\n");

const target = (address: string, sshArgs: string[]): Target => ({
  ...{ name: address, address, hostKeyChecking: "accept-new", connectTimeout: 5, connectRetries: 0 },
  options: {},
  sshArgs,
});

const configured = (...args: string[]) => {
  const { proxyJump, proxyCommand } = configFor(target("web1", ["-F", file, ...args]));
  return { proxyJump, proxyCommand };
};

test("a jump host of the file counts where the command line says nothing of the way", (t) => {
  t.deepEqual(configured(), { proxyJump: "bastion.example", proxyCommand: undefined });
});

test("a proxy command of the command line counts before a jump host of the file", (t) => {
  t.deepEqual(configured("-o", "ProxyCommand=aws ssm start-session"), {
    proxyJump: undefined,
    proxyCommand: "aws ssm start-session",
  });
});

test("a jump host of the command line counts before everything, and `none` is none", (t) => {
  t.is(configured("-J", "other.example", "-o", "ProxyCommand=x").proxyJump, "other.example");
  t.is(configured("-o", "ProxyJump=none").proxyJump, undefined);
});

test("of two jump hosts or commands of the command line the first counts", (t) => {
  t.is(configured("-o", "ProxyCommand=first", "-o", "ProxyCommand=second").proxyCommand, "first");
  t.deepEqual(configured("-oProxyCommand=x", "-oProxyJump=y"), { proxyJump: undefined, proxyCommand: "x" });
});

test("a file of the command line that is not there is a fault", (t) => {
  t.throws(() => configFor(target("h", ["-F", join(folder, "none-such")])), {
    message: /file of ssh's options cannot be read: .*none-such/,
  });
});

test("a word that ssh would take for the host is a fault, but none is in what options take", (t) => {
  t.throws(() => configFor(target("h", ["-v", "nonsense"])), {
    code: "CONNECTION_FAILED",
    message: /`nonsense` among ssh's arguments is no option/,
  });
  t.notThrows(() => configured("-C", "", "-o", "Port 7", "-w", "any", "-vvv"));
});

/** Files and command lines that `ssh -G` reads too: what it prints is what we must read. */
const CASES: readonly [name: string, text: string, host: string, args?: string[]][] = [
  ["nothing", "", "h"],
  ["the first value", "Port 1\nPort 2\nUser a\nUser b", "h"],
  ["equals signs and quotes", 'Port=7\nUser = "an other"\nHostName "real.example"', "h"],
  ["host patterns", "Host web*\n Port 1\nHost db?\n Port 2\nHost *\n Port 3", "db1"],
  ["negated patterns", "Host * !web1\n Port 1\nHost *\n Port 3", "web1"],
  ["several patterns", "Host a b c\n Port 1\nHost *\n Port 2", "c"],
  ["case of a host", "Host WEB\n Port 1\nHost *\n Port 2", "web"],
  ["match all", "Host x\n Port 1\nMatch all\n Port 2", "h"],
  ["match host", "HostName real.example\nMatch host real.*\n Port 2\nMatch host h\n Port 3", "h"],
  ["match originalhost", "HostName real.example\nMatch originalhost h\n Port 2", "h"],
  ["match not", "Match !host h,i\n Port 2\nMatch all\n Port 5", "j"],
  ["match user", "User joe\nMatch user root,joe\n Port 2", "h"],
  ["match two", "Match host h user nobody\n Port 2\nMatch host h originalhost h\n Port 4", "h"],
  ["match final", "Match final host real.*\n Port 2\nMatch all\n HostName real.example", "h"],
  [
    "match exec",
    'Match exec "true"\n Port 2\nMatch exec "false"\n User x\nMatch exec "test %n = h"\n User y',
    "h",
  ],
  ["match canonical", "Match canonical\n Port 2\nMatch canonical host h\n Port 3\nMatch all\n Port 4", "h"],
  ["match not final", "Match !final\n Port 2\nMatch final\n Port 3", "h"],
  ["match localuser", "Match localuser nobody-knows\n Port 2\nMatch !localuser nobody-knows\n Port 3", "h"],
  ["comments", "# Port 1\n  # Port 3\nPort 2 # two\n", "h"],
  ["identity files", "IdentityFile ~/a\nIdentityFile %d/b-%r\nUser u\n", "h", ["-i", file]],
  ["known hosts files", 'UserKnownHostsFile /a "/b c" ~/d\nGlobalKnownHostsFile /e', "h"],
  ["tokens of the host", "HostName %h.example\nUserKnownHostsFile ~/.ssh/%h-%n", "h"],
  ["options of the line", "Port 3\nUser a", "h", ["-p", "4", "-l", "b", "-o", "Port=5"]],
  ["joined options", "", "h", ["-p4", "-lb", "-oHostKeyAlias=x", "-vqp9"]],
  ["flags", "", "h", ["-A", "-6"]],
  ["spaces in -o", "", "h", ["-o", "Port 9", "-o", "user=x"]],
  ["timeouts", "ConnectTimeout 7\nServerAliveInterval 1m\nServerAliveCountMax 2\nConnectionAttempts 3", "h"],
  ["proxy command", "ProxyCommand ssh -W %h:%p -q jump", "h"],
  ["proxy jump", "ProxyJump me@a:22,b", "h"],
  ["proxy jump none", "Host h\n ProxyJump none\nHost *\n ProxyJump x", "h"],
  ["strictness", "StrictHostKeyChecking accept-new\nStrictHostKeyChecking no", "h"],
  ["strictness off", "StrictHostKeyChecking off", "h"],
  ["other host keys", "HashKnownHosts yes\nRevokedHostKeys ~/r\nNoHostAuthenticationForLocalhost yes", "h"],
  ["identities only", "IdentitiesOnly yes\nIdentityAgent ~/agent\nForwardAgent yes", "h"],
  ["methods", "PasswordAuthentication no\nKbdInteractiveAuthentication no", "h"],
  ["no password", "PasswordAuthentication no", "h"],
  ["no keys", "PubkeyAuthentication no", "h"],
  ["no questions", "KbdInteractiveAuthentication no", "h"],
  ["no questions, by the old name", "ChallengeResponseAuthentication no", "h"],
  ["an order of methods", "PreferredAuthentications password,publickey", "h"],
  [
    "an order of methods, one is off",
    "PreferredAuthentications keyboard-interactive,password,publickey\nPasswordAuthentication no",
    "h",
  ],
  ["all methods, said", "PasswordAuthentication yes\nPubkeyAuthentication yes", "h"],
  ["no key at all", "IdentityFile none", "h"],
  ["one key and none", "IdentityFile ~/a\nIdentityFile none", "h"],
  ["keys of the line", "IdentityFile /z", "h", ["-i", file, "-o", "IdentityFile=/b"]],
  ["include", `Include ${folder}/more/*.conf\nPort 9`, "h"],
  ["include for a host", `Host other\n Include ${folder}/more/a.conf\nHost *\n Port 9`, "h"],
  ["include hidden ones", `Include ${folder}/more/.*.conf`, "h"],
  ["include of one that is not there", `Include ${folder}/none/*.conf ${folder}/none.conf\nPort 9`, "h"],
  [
    "match exec with tokens",
    'User joe\nPort 7\nHostName x.y\nMatch exec "test %r:%p:%h:%n:%% = joe:7:x.y:h:%%"\n HostKeyAlias yes',
    "h",
  ],
  [
    "match exec with usual tokens",
    'Match exec "test %r:%p:%h = %u:22:%n"\n HostKeyAlias yes\nMatch exec "test -d %d"\n User joe',
    "h",
  ],
  ["match exec with the user of the line", 'User a\nMatch exec "test %r = b"\n Port 2', "h", ["-l", "b"]],
  ["match user that nobody has named", "Match user none-such\n Port 2\nMatch !user none-such\n Port 3", "h"],
  ["tabs", "Host\th\n\tPort\t5", "h"],
  ["a host in capitals", "Host web\n Port 1\nHost *\n Port 2", "WEB"],
  ["match host in capitals", "Match host web\n Port 1\nMatch all\n Port 2", "WEB"],
  ["match host written in capitals", "Match host WEB\n Port 1\nMatch all\n Port 2", "web"],
  ["match originalhost in capitals", "Match originalhost web\n Port 1\nMatch all\n Port 2", "WEB"],
  ["match user in capitals", "User Joe\nMatch user joe\n Port 1\nMatch all\n Port 2", "h"],
  ["a name in capitals", "HostName Real.Example", "WEB"],
  ["tokens of a name in capitals", "HostName %h.Example\nUserKnownHostsFile /%h-%n-%k", "WEB"],
  ["the token of an alias", "HostKeyAlias one\nUserKnownHostsFile /%k-%h-%p", "h", ["-p", "7"]],
  ["the tokens of users", "User joe\nUserKnownHostsFile /%r /%u /%i /%%h", "h"],
  ["the tokens of this machine", "UserKnownHostsFile /%l /%L %d/x", "h"],
  ["a percent sign in a name", "HostName %h%%x", "h"],
  ["an address of a family in capitals", "AddressFamily INET6", "h"],
  ["an address of one family", "AddressFamily inet", "h"],
  ["an address of any family", "AddressFamily any\nAddressFamily inet", "h"],
  ["an address of its own", "BindAddress 127.0.0.9\nBindAddress 127.0.0.8", "h"],
  ["an address of its own on the line", "BindAddress 127.0.0.9", "h", ["-b", "127.0.0.7"]],
  ["flags of four and none", "", "h", ["-4", "-a"]],
  ["of two flags the last", "", "h", ["-aA"]],
  ["a flag after an option", "", "h", ["-oForwardAgent=yes", "-a"]],
  ["of two addresses of the line the last", "", "h", ["-b", "127.0.0.7", "-b", "127.0.0.8"]],
  ["of two ports and users of the line the first", "", "h", ["-p", "7", "-p8", "-l", "a", "-lb"]],
  ["no agent", "ForwardAgent no", "h"],
  ["no agent, in capitals", "ForwardAgent NO", "h"],
  ["words of no", "IdentitiesOnly no\nHashKnownHosts false", "h"],
  ["words of yes", "IdentitiesOnly true\nHashKnownHosts YES", "h"],
  ["strictness yes", "StrictHostKeyChecking YES", "h"],
  ["strictness true", "StrictHostKeyChecking true", "h"],
  ["strictness false", "StrictHostKeyChecking false", "h"],
  ["strictness ask", "StrictHostKeyChecking ASK", "h"],
  ["times of several units", "ConnectTimeout 1m30\nServerAliveInterval 1h1s", "h"],
  ["times of days and weeks", "ConnectTimeout 1W\nServerAliveInterval 2D", "h"],
  ["no time at all", "ConnectTimeout none\nServerAliveInterval 0\nServerAliveCountMax 5", "h"],
  ["escaped signs", 'HostKeyAlias "x\\"y"\nUser a\\ b\nUserKnownHostsFile /a\\\\b', "h"],
  ["single quotes", "User 'it is'\nHostKeyAlias 'a\"b'", "h"],
  ["quotes within a word", 'HostKeyAlias a"b c"d', "h"],
  ["a hash within a word", "User a#b\nHostKeyAlias x #y", "h"],
  ["a hash within quotes", 'User "#a"', "h"],
  ["a host with a hash", "Host web#\n Port 1\nHost *\n Port 2", "web#"],
  ["an equals sign with spaces", "Port = 7\nUser =a\nHostKeyAlias= x", "h"],
  ["match with an equals sign", "Match = host h\n Port 5", "h"],
  ["keywords in capitals", "HOST h\n PORT 5\nMATCH all\n USER x", "h"],
  ["no known hosts at all", "UserKnownHostsFile none\nGlobalKnownHostsFile none", "h"],
  ["no list of revoked keys", "RevokedHostKeys none", "h"],
  ["no agent of its own", "IdentityAgent none", "h"],
  ["a command in quotes", 'ProxyCommand nc "a b" %p # no comment', "h"],
  ["a jump in capitals", "ProxyJump NONE", "h"],
  ["a command after a jump", "ProxyJump a\nProxyCommand b", "h"],
  ["a jump after a command", "ProxyCommand b\nProxyJump a", "h"],
  ["includes of two names", `Include ${folder}/more/a.conf ${folder}/more/b.conf`, "h"],
  ["an include within an include", `Include ${folder}/more/e.inc`, "h"],
  ["what follows an include", `Host h\n Include ${folder}/more/a.conf\n HostKeyAlias own`, "h"],
  ["an include within a match", `Match host other\n Include ${folder}/more/b.conf\nMatch all\n Port 9`, "h"],
  ["includes of ranges", `Include ${folder}/more/[!a-b].inc ${folder}/more/[b-c].conf`, "h"],
  ["includes of folders", `Include ${folder}/mo*/a.conf ${folder}/m?re/b.conf`, "h"],
  ["includes with signs of patterns", `Include ${folder}/more/a+conf ${folder}/more/?*.con.`, "h"],
  ["includes in their order", `Include ${folder}/more/[ab].conf ${folder}/more/?.inc`, "h"],
];
writeFileSync(join(folder, "more", "a.conf"), "Port 5\nHost nobody\n User z\n");
writeFileSync(join(folder, "more", "b.conf"), "User inner\n");
writeFileSync(join(folder, "more", "c.txt"), "HostKeyAlias never\n");
writeFileSync(join(folder, "more", "e.inc"), `Include ${folder}/more/a.conf\nUser of-e\n`);
writeFileSync(join(folder, "more", ".d.conf"), "HostKeyAlias hidden\n");

const METHODS = ["publickey", "keyboard-interactive", "password"];

/** The lines of `ssh -G` that are compared, as ours would print them. */
function ours(host: string, args: string[]): Record<string, string> {
  const config = configFor(target(host, args));
  const { keys } = config;
  const flag = (value: boolean) => (value ? "yes" : "no");
  return {
    hostname: config.hostName,
    port: String(config.port),
    user: config.user,
    proxycommand: config.proxyCommand ?? "none",
    proxyjump: config.proxyJump ?? "none",
    userknownhostsfile: keys.userFiles.join(" ") || "none",
    globalknownhostsfile: keys.globalFiles.join(" ") || "none",
    hostkeyalias: keys.alias ?? "none",
    revokedhostkeys: keys.revokedFile ?? "none",
    hashknownhosts: flag(keys.hashNames),
    nohostauthenticationforlocalhost: flag(keys.skipLoopback),
    identitiesonly: flag(config.identitiesOnly),
    forwardagent: flag(config.forwardAgent),
    identityfile: config.identityFiles.join(" ") || "none",
    identityagent: config.identityAgent ?? "none",
    bindaddress: config.bindAddress ?? "none",
    connecttimeout: String(config.connectTimeout ?? "none"),
    serveraliveinterval: String(config.alive?.interval ?? 0),
    ...(config.alive ? { serveralivecountmax: String(config.alive.count) } : {}),
    addressfamily: config.addressFamily === undefined ? "any" : config.addressFamily === 4 ? "inet" : "inet6",
    stricthostkeychecking: { yes: "true", no: "false", ask: "ask", "accept-new": "accept-new" }[
      keys.strict ?? "ask"
    ],
    methods: (config.authentications ?? METHODS).join(),
  };
}

function theirs(host: string, args: string[]): Record<string, string> {
  const text = execFileSync("ssh", ["-G", ...args, host], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const found: Record<string, string> = {};
  for (const line of text.trim().split("\n")) {
    const [, name = "", value = ""] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    found[name] = found[name] === undefined ? value : `${found[name]} ${value}`;
  }
  const switches: Record<string, string> = {
    publickey: "pubkeyauthentication",
    password: "passwordauthentication",
    "keyboard-interactive": "kbdinteractiveauthentication",
  };
  const order = found.preferredauthentications?.split(",") ?? METHODS;
  found.methods = order
    .filter((method) => found[switches[method]!] !== "no" && found[switches[method]!] !== "false")
    .join();
  return found;
}

const hasSsh = (() => {
  try {
    execFileSync("ssh", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

for (const [name, text, host, args = []] of CASES)
  (hasSsh ? test : test.skip)(`${name}: a file of ssh's options means what it means to ssh`, (t) => {
    const path = join(folder, `case-${name.replaceAll(" ", "-")}`);
    writeFileSync(path, `${text}\n`);
    const got = ours(host, ["-F", path, ...args]);
    const expanded = (value: string | undefined) =>
      value?.replace(/(^| )~\//g, `$1${process.env.HOME}/`).replace(/%d/g, process.env.HOME!);
    const wanted = theirs(host, ["-F", path, ...args]);
    // the user's name is filled in later there, and "none" is passed over when keys are looked for
    wanted.identityfile = (wanted.identityfile ?? "").replaceAll("%r", wanted.user!).replace(/ none\b/, "");
    for (const [key, value] of Object.entries(got)) {
      // where none is named, ssh lists the usual ones
      if (key === "identityfile" && !/IdentityFile/.test(`${text} ${args}`)) continue;
      t.is(value, expanded(wanted[key]) ?? "none", key);
    }
  });

test("a file is read once: all hosts of a run see the same", (t) => {
  const path = join(folder, "changing");
  writeFileSync(path, "Port 1\n");
  t.is(configFor(target("h", ["-F", path])).port, 1);
  writeFileSync(path, "Port 2\n");
  t.is(configFor(target("h", ["-F", path])).port, 1);
});

/** What ssh does not print so that words could be told apart. */
const WORDS: readonly (readonly [text: string, files: string[], environment?: Record<string, string>])[] = [
  ['UserKnownHostsFile "/b c" /a\\ d', ["/b c", "/a d"]],
  ["UserKnownHostsFile /a /b\nUserKnownHostsFile /c", ["/a", "/b"]],
  ["UserKnownHostsFile /a none", ["/a"]],
  // of SetEnv the first line counts
  [
    'SetEnv A=1 B="two words" C=x=y D=\nSetEnv E=5\nUserKnownHostsFile /a',
    ["/a"],
    { A: "1", B: "two words", C: "x=y", D: "" },
  ],
];
for (const [text, files, environment = {}] of WORDS)
  test(`${JSON.stringify(text)} is read word by word`, (t) => {
    const path = join(folder, `words-${WORDS.findIndex(([one]) => one === text)}`);
    writeFileSync(path, `${text}\n`);
    const config = configFor(target("h", ["-F", path]));
    t.deepEqual(config.keys.userFiles, files);
    t.deepEqual(config.environment, environment);
  });

/** [arguments, part of what they say] */
const LINES: readonly (readonly [args: string[], said: object])[] = [
  [[], { attempts: 1, alive: undefined, addressFamily: undefined, environment: {} }],
  [["-o", "ConnectionAttempts=4"], { attempts: 4 }],
  [["-o", "ConnectionAttempts=none"], { attempts: 1 }],
  [["-o", "ServerAliveInterval=7"], { alive: { interval: 7, count: 3 } }],
  [["-o", "ServerAliveInterval=0"], { alive: undefined }],
  [["-o", "ConnectTimeout=x5"], { connectTimeout: undefined }],
  [["-o", "ConnectTimeout=5x"], { connectTimeout: undefined }],
  [
    ["-c", "aes256-ctr", "-m", "hmac-sha1"],
    { algorithms: { kex: undefined, cipher: "aes256-ctr", hmac: "hmac-sha1" } },
  ],
  [["-oKexAlgorithms=+a"], { algorithms: { kex: "+a", cipher: undefined, hmac: undefined } }],
  [["-i", "~/a", "-i", "/b"], { identityFiles: [join(homeFolder(), "a"), "/b"] }],
  [["-D", "-A", "-L", "-A"], { forwardAgent: false }],
  [["-oUserKnownHostsFile=${TERA_NO_SUCH_NAME}/x"], { keys: { userFiles: ["/x"] } }],
  [["-o", ""], { port: 22 }],
  [["-p"], { port: 0 }],
];
for (const [args, said] of LINES)
  test(`\`${args.join(" ")}\` is read as ssh reads it`, (t) => {
    t.like(configFor(target("h", ["-F", "none", ...args])), said);
  });

test("what Ansible says of a host counts before the options of ssh", (t) => {
  const own = { port: 7, user: "ansible", knownHostsFile: "~/known-%h" };
  const args = [
    "-F",
    "none",
    "-p",
    "9",
    "-l",
    "other",
    "-oUserKnownHostsFile=/x",
    "-oGlobalKnownHostsFile=/y",
  ];
  t.like(configFor({ ...target("h", args), ...own }), {
    port: 7,
    user: "ansible",
    keys: { userFiles: [join(homeFolder(), "known-h")], globalFiles: [] },
  });
  t.like(configFor(target("h", args)), {
    port: 9,
    user: "other",
    keys: { userFiles: ["/x"], globalFiles: ["/y"] },
  });
});

test("words for jump hosts are those of -F", (t) => {
  t.deepEqual(configFor(target("h", ["-F", file, "-p", "5"])).jumpArgs, ["-F", file]);
  t.deepEqual(configFor(target("h", ["-F", "NONE"])).jumpArgs, ["-F", "NONE"]);
});
