import test from "ava";
import { fits } from "../../../src/shell/containers/compare.js";
import { environmentTransport, readEnvFile } from "../../../src/shell/containers/environment.js";
import { argumentFaults } from "../../../src/shell/containers/faults.js";
import { leftoverOf } from "../../../src/shell/containers/leftover.js";
import { connectWords } from "../../../src/shell/containers/networks.js";
import { portKey, publishedPorts, publishWord } from "../../../src/shell/containers/ports.js";
import { bytesOf, nanosecondsOf } from "../../../src/shell/containers/quantities.js";
import { bare, volumeKey } from "../../../src/shell/containers/storage.js";

const SIZES: readonly [string, number | undefined][] = [
  ["0", 0],
  ["1048576", 1048576],
  ["512m", 512 * 1024 ** 2],
  ["1.5G", 1.5 * 1024 ** 3],
  ["64 MiB", 64 * 1024 ** 2],
  ["2kb", 2048],
  ["7b", 7],
  ["1T", 1024 ** 4],
  ["1pb", 1024 ** 5],
  ["  3 k ", 3072],
  ["much", undefined],
  ["1x", undefined],
  ["-1", undefined],
  ["1k2", undefined],
  ["a1k", undefined],
  ["", undefined],
];

for (const [text, bytes] of SIZES)
  test(`the size ${text} is ${bytes} bytes`, (t) => t.is(bytesOf(text), bytes));

const TIMES: readonly [string, number | undefined][] = [
  ["10s", 10e9],
  ["1m30s", 90e9],
  ["1.5h", 5400e9],
  ["500ms", 5e8],
  ["0", 0],
  [" 00 ", 0],
  ["2us", 2000],
  ["3ns", 3],
  ["2h 1m", undefined],
  ["10", undefined],
  ["1s0", undefined],
  ["x0", undefined],
  ["x1s", undefined],
  ["soon", undefined],
];

for (const [text, time] of TIMES)
  test(`the time ${text} is ${time} nanoseconds`, (t) => t.is(nanosecondsOf(text), time));

/** A port, docker's words for it with Ansible's address, and how they compare. */
const PORTS: readonly [string, string[] | undefined, string[]?][] = [
  ["80", ["0.0.0.0::80/tcp"], ["::80/tcp"]],
  ["8080:80", ["0.0.0.0:8080:80/tcp"], [":8080:80/tcp"]],
  ["53:53/udp", ["0.0.0.0:53:53/udp"], [":53:53/udp"]],
  ["127.0.0.1:8080:80", ["127.0.0.1:8080:80/tcp"], ["127.0.0.1:8080:80/tcp"]],
  ["127.0.0.1::80", ["127.0.0.1::80/tcp"], ["127.0.0.1::80/tcp"]],
  ["[::1]:8080:80", ["[::1]:8080:80/tcp"], ["::1:8080:80/tcp"]],
  ["[::]:8080:80", ["[::]:8080:80/tcp"], [":8080:80/tcp"]],
  [
    "9000-9001:8000-8001",
    ["0.0.0.0:9000:8000/tcp", "0.0.0.0:9001:8001/tcp"],
    [":9000:8000/tcp", ":9001:8001/tcp"],
  ],
  ["9000-9001:80", ["0.0.0.0:9000-9001:80/tcp"], [":9000-9001:80/tcp"]],
  ["5000-5000:80", ["0.0.0.0:5000:80/tcp"], [":5000:80/tcp"]],
  ["80-81", ["0.0.0.0::80/tcp", "0.0.0.0::81/tcp"], ["::80/tcp", "::81/tcp"]],
  ["0:80", ["0.0.0.0:0:80/tcp"], ["::80/tcp"]],
  ["9000-9002:80-81", undefined],
  ["9000:80-81", undefined],
  ["a:80", undefined],
  ["1.2.3.4:81-80:80", undefined],
  ["1:2:3:4", undefined],
  ["", undefined],
  ["all", undefined],
  ["a:b:c:d", undefined],
  ["81-80", undefined],
];

for (const [text, words, keys] of PORTS)
  test(`the port ${text} is ${words?.join(" and ") ?? "none"}`, (t) => {
    const ports = publishedPorts(text, "0.0.0.0");
    t.deepEqual(ports?.map(publishWord), words);
    t.deepEqual(ports?.map(portKey), keys);
  });

const WORDS: readonly [text: string, address: string, words: string[]][] = [
  ["80", "", ["80/tcp"]],
  ["8080:80", "", ["8080:80/tcp"]],
  ["80", "::1", ["[::1]::80/tcp"]],
];

for (const [text, address, words] of WORDS)
  test(`the port ${text} at ${address || "no address"} is published as ${words.join()}`, (t) =>
    t.deepEqual(publishedPorts(text, address)!.map(publishWord), words));

const VOLUMES: readonly [one: string, other: string][] = [
  ["/a:/b", "/a/:/b/:rw"],
  ["~/a:/b:ro", "/home/me/a:/b:ro"],
  ["name:/b:z,ro", "name:/b:ro,z"],
  ["/own/", "/own"],
  ["~:/b", "/home/me:/b"],
  ["/:/b", "/:/b"],
  ["/a//:/b:ro,z", "/a:/b:z,ro"],
  ["n:/b:rw,nocopy", "n:/b:nocopy"],
];

const UNLIKE: readonly [one: string, other: string][] = [
  ["/a:/b", "/a:/b:ro"],
  ["/a:/b", "/b"],
  ["/x~/a:/b", "/x/home/me/a:/b"],
  ["~you/a:/b", "/home/meyou/a:/b"],
  ["/:/b", ":/b"],
];

for (const [one, other] of UNLIKE)
  test(`the volumes ${one} and ${other} are not the same`, (t) =>
    t.not(volumeKey(one, "/home/me"), volumeKey(other, "")));

for (const [one, other] of VOLUMES)
  test(`the volumes ${one} and ${other} are the same`, (t) =>
    t.is(volumeKey(one, "/home/me"), volumeKey(other, "")));

test("docker is told of a network what is said of it", (t) => {
  const rows: [Parameters<typeof connectWords>[0], string[]][] = [
    [{ name: "n" }, []],
    [{ name: "n", ipv4_address: "10.0.0.2" }, ["--ip", "10.0.0.2"]],
    [{ name: "n", ipv6_address: "fd00::2" }, ["--ip6", "fd00::2"]],
    [{ name: "n", aliases: ["a", "b"] }, ["--alias", "a", "--alias", "b"]],
    [{ name: "n", links: ["db", "db:alias"] }, ["--link", "db:db", "--link", "db:alias"]],
    [{ name: "n", gw_priority: 0 }, ["--gw-priority", "0"]],
  ];
  for (const [network, words] of rows) t.deepEqual(connectWords(network), words, JSON.stringify(network));
});

test("a path is compared without the slashes at its end, and the top has but one", (t) => {
  for (const [path, is] of [
    ["/", "/"],
    ["/a/", "/a"],
    ["/a//", "/a"],
    ["a/b", "a/b"],
    ["", ""],
  ] as const)
    t.is(bare(path), is);
  t.is(volumeKey("/:/", ""), "/:/");
});

const COMPARED: readonly [
  kind: "value" | "list" | "set",
  before: string,
  after: string,
  strict: boolean,
  more: boolean,
][] = [
  ["list", "a b c", "a b c", true, true],
  ["list", "a b c", "a c", false, true],
  ["list", "a b c", "c a", false, false],
  ["set", "a b c", "c a b", true, true],
  ["set", "a b c", "c a", false, true],
  ["set", "a b", "a b c", false, false],
];

for (const [kind, before, after, strict, more] of COMPARED)
  test(`${after} of ${before} as a ${kind}: strictly ${strict}, with more ${more}`, (t) => {
    const change = { before: before.split(" "), after: after.split(" ") };
    t.is(fits(change, kind, "strict"), strict);
    t.is(fits(change, kind, "allow_more_present"), more);
  });

test("an environment is in a file where a line can hold it, and in no argument where its name allows it", (t) => {
  const { lines, exports, words } = environmentTransport({ A: "1 '2'", PEM: "a\nb", "x.y": "a\nb", N: 8080 });
  t.is(lines, "A=1 '2'\nN=8080\n");
  t.is(exports, "export PEM='a\nb'\n");
  t.deepEqual(words, ["--env", "PEM", "--env", "x.y=a\nb"]);
});

test("what no line can hold travels otherwise, however it is named", (t) => {
  t.deepEqual(environmentTransport({ "#a": "b", "c d": "e", "": "f", "g#": "h" }), {
    lines: "g#=h\n",
    exports: "",
    words: ["--env", "#a=b", "--env", "c d=e", "--env", "=f"],
  });
  const long = "x".repeat(60_000);
  t.is(environmentTransport({ A: long }).exports, `export A=${long}\n`);
  t.is(environmentTransport({ A: long.slice(1) }).exports, "");
  for (const one of ["\r", "\n", "\0"]) t.is(environmentTransport({ A: `a${one}b` }).lines, "");
});

test("a file of an environment is read as the client reads it", (t) => {
  t.deepEqual(readEnvFile("# no\n A=1=2 \nB=\n\nNAME\r\n#C=1\r\n"), { A: "1=2 ", B: "" });
  t.deepEqual(readEnvFile("A B=1\nC =2\n=3\nD=4\r\nD=5"), { C: "2", D: "5" });
});

const container = (Name: string, state: Record<string, unknown> = {}) => ({ Name: `/${Name}`, State: state });
const running = { Running: true };
const LEFT: readonly [
  what: string,
  containers: ReturnType<typeof container>[],
  undo: string,
  kept?: string,
][] = [
  ["nothing at all", [], ""],
  ["nothing left", [container("web", running)], "", "running"],
  [
    "a new one that was made",
    [container("web", running), container("web.tera-next")],
    "drop_next",
    "running",
  ],
  [
    "the old one without its name",
    [container("web.tera-previous"), container("web.tera-next")],
    "drop_next rename_previous",
    "old",
  ],
  [
    "a new one that never ran",
    [container("web"), container("web.tera-previous")],
    "drop_current rename_previous",
    "old",
  ],
  [
    "a new one that ends again and again",
    [container("web", { Running: true, Restarting: true }), container("web.tera-previous")],
    "drop_current rename_previous",
    "old",
  ],
  [
    "a new one that runs",
    [container("web", running), container("web.tera-previous")],
    "drop_previous",
    "running",
  ],
];

for (const [what, containers, undo, kept] of LEFT)
  test(`of an interrupted replacement with ${what} the one that works is kept`, (t) => {
    const left = leftoverOf(containers, "web");
    t.is(left.undo.join(" "), undo);
    const state = left.container?.State as { Running?: boolean } | undefined;
    t.is(state && (state.Running ? "running" : "old"), kept);
    if (kept) t.is(left.container?.Name, "/web");
  });

const FAULTS: readonly [Record<string, unknown>, RegExp | undefined][] = [
  [{ env: { A: true } }, /Non-string value found for env option.*Key: A/],
  [{ env: { A: 8080, B: "x" } }, undefined],
  [{ published_ports: ["all"] }, /publish_all_ports/],
  [{ env: { A: {} } }, /Key: A/],
  [{ env: { A: [1], B: 1 } }, /Key: A/],
  [{ env: "{{ all }}" }, undefined],
  [{ published_ports: ["{{ port }}:80"] }, undefined],
  [{ published_ports: ["8080:80", 53] }, undefined],
  [{ published_ports: ["80", "x"] }, /published_ports: x is no /],
  [{ published_ports: "80" }, undefined],
  [{ memory: "{{ memory }}", shm_size: null }, undefined],
  [{ memory: 1048576 }, undefined],
  [{ memory_reservation: "1x" }, /memory_reservation must be a size such as 512M, not 1x/],
  [{ memory_swap: "many" }, /memory_swap must be a size/],
  [{ memory_swap: "-1" }, undefined],
  [{ memory: "-1" }, /memory must be a size/],
  [{ memory: "unlimited" }, /memory must be a size/],
  [{ shm_size: "x" }, /shm_size must be a size/],
  [{ healthcheck: { timeout: "x" } }, /healthcheck: timeout must be a time such as 1m30s, not x/],
  [{ healthcheck: { start_period: "x" } }, /start_period must be a time/],
  [{ healthcheck: { start_interval: "x" } }, /start_interval must be a time/],
  [{ healthcheck: { interval: "{{ often }}", timeout: null, start_period: "0", retries: "x" } }, undefined],
  [{ mounts: [{ type: "npipe", target: "/a", source: "" }] }, /mount "\/a" of type "npipe"/],
  [
    {
      mounts: [
        { type: "volume", target: "/a" },
        { type: "tmpfs", target: "/b" },
      ],
    },
    undefined,
  ],
  [{ mounts: [{ type: "bind", target: "/a", source: "/b" }] }, undefined],
  [{ mounts: "{{ mounts }}" }, undefined],
  [{ restart_retries: 3, restart_policy: "on-failure" }, undefined],
  [{ restart_policy: "always" }, undefined],
  [{ log_options: {} }, /'log_options': log_driver/],
  [{ log_options: {}, log_driver: "syslog" }, undefined],
  [{ comparisons: { networks: "allow_more_present", image: "ignore", env_file: "ignore" } }, undefined],
  [{ comparisons: { image: "allow_more_present" } }, /image is a single value/],
  [{ comparisons: { "*": "allow_more_present" } }, /\* is a single value/],
  [{ memory: "much" }, /memory must be a size/],
  [{ memory_swap: "unlimited" }, undefined],
  [{ healthcheck: { interval: "30" } }, /interval must be a time/],
  [{ mounts: [{ type: "bind", target: "/a" }] }, /source must be specified/],
  [{ restart_retries: 3 }, /'restart_retries': restart_policy/],
  [{ comparisons: { env: "strict", ports: "allow_more_present", "*": "ignore" } }, undefined],
  [{ comparisons: { hostname: "allow_more_present" } }, /hostname is a single value/],
  [{ comparisons: { nothing: "strict" } }, /no option `nothing`/],
  [{ comparisons: { env: "loose" } }, /env must be strict, ignore or allow_more_present/],
];

for (const [args, says] of FAULTS)
  test(`${JSON.stringify(args)} is ${says ? "refused" : "accepted"}`, (t) => {
    const faults = argumentFaults(args).join("\n");
    if (says) t.regex(faults, says);
    else t.is(faults, "");
  });
