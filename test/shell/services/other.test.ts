import test from "ava";
import { services } from "../../../src/shell/services/services.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** A script of its own in the place of /etc/init.d/NAME, which says what its environment says. */
const SCRIPT = `case $1 in status) printf '%b' "$SAYS"; exit $STATUS ;; *) case " $FAILS " in *" $1 "*) echo "no $1" >&2; exit 5 ;; esac ;; esac`;

/** A status with its code, and whether that is running. */
const RUNNING: readonly (readonly [says: string, status: string, runs: boolean])[] = [
  ["web is running", "0", true],
  ["web start/running", "0", true],
  ["Web is Started", "0", true],
  ["web is running", "3", false],
  ["web is running", "1", false],
  ["web is running", "2", false],
  ["web is running", "4", false],
  ["web is running", "69", false],
  ["web is running", "5", true],
  ["web is stopped", "0", false],
  ["web is not running", "0", false],
  ["could not access PID file for web", "0", false],
  ["web is dead and pid file exists", "0", false],
  ["web dead but subsys locked", "0", false],
  ["odd", "0", true],
  ["odd", "7", false],
  ["", "0", true],
  ["running\\nstopped", "0", true],
  ["stopped\\nodd", "7", false],
];

const usual = {
  name: "true",
  state: "",
  enabled: "",
  pattern: "",
  arguments: "",
  sleep: "",
  runlevel: "default",
};
const HOST = { SAYS: "web is stopped", STATUS: "3", FAILS: "", SHOWS: "", LINK: "" };

/** Paths of /etc/init.d cannot be made here: the text's own are those of the programs. */
const moved = (folder: string) => ({
  name: "moved_services",
  uses: services.uses ?? [],
  text: services.text
    .replaceAll("/etc/init.d/", `${folder}/bin/`)
    .replaceAll("/etc/rc[2345].d", `${folder}/rc?`),
});

test("whether a service runs is told by its script's words before its status", (t) =>
  withPrograms({ web: SCRIPT }, async (run, folder) => {
    for (const [SAYS, STATUS, runs] of RUNNING) {
      const given = {
        uses: [moved(folder)],
        vars: { ...usual, name: "web" },
        env: { ...HOST, SAYS, STATUS },
      };
      const { answer } = await run("s_k=sysv; if s_active; then say runs yes; else say runs no; fi", given);
      t.is(answer.said.runs, runs ? "yes" : "no", `${SAYS} ${STATUS}`);
    }
  }));

const RUNS = { SAYS: "web is running", STATUS: "0" };
const OPENRC = `case "$*" in *status) exit $STATUS ;; *) case " $FAILS " in *" $2 "*) echo "no $2" >&2; exit 5 ;; esac ;; esac`;

interface Outcome {
  told?: string;
  changed?: boolean;
  failure?: string;
  said?: object;
}

type Row = readonly [
  kind: "sysv" | "chkconfig" | "openrc",
  vars: Partial<typeof usual>,
  host: object,
  outcome: Outcome,
  check?: boolean,
];

const ROWS: readonly Row[] = [
  ["sysv", { state: "started" }, {}, { told: "web start", changed: true, said: { state: "started" } }],
  ["sysv", { state: "started" }, RUNS, { said: { state: "started" } }],
  ["sysv", { state: "stopped" }, RUNS, { told: "web stop", changed: true, said: { state: "stopped" } }],
  ["sysv", { state: "stopped" }, {}, { said: { state: "stopped" } }],
  [
    "sysv",
    { state: "restarted" },
    RUNS,
    { told: "web stop|web start", changed: true, said: { state: "started" } },
  ],
  ["sysv", { state: "restarted", sleep: "7" }, {}, { told: "web stop|sleep 7|web start", changed: true }],
  ["sysv", { state: "reloaded" }, RUNS, { told: "web reload", changed: true }],
  ["sysv", { state: "reloaded" }, {}, { told: "web start", changed: true }],
  ["sysv", { state: "started", arguments: "--fast x" }, {}, { told: "web start --fast x", changed: true }],
  ["sysv", { state: "started" }, {}, { changed: true, said: { asked: true } }, true],
  [
    "sysv",
    { state: "started" },
    { FAILS: "start" },
    { told: "web start", changed: true, failure: "no start" },
  ],
  [
    "sysv",
    { state: "restarted" },
    { FAILS: "stop" },
    { told: "web stop", changed: true, failure: "no stop" },
  ],
  ["sysv", { state: "started", pattern: "nobody-runs-this" }, RUNS, { told: "web start", changed: true }],
  ["sysv", { state: "started", pattern: "[s]h" }, {}, {}],
  [
    "sysv",
    { name: "none", state: "started" },
    {},
    { failure: "Could not find the requested service none: host" },
  ],
  ["sysv", { name: "none", state: "started" }, {}, { changed: true }, true],
  ["sysv", { name: "none" }, {}, {}, true],
  [
    "sysv",
    { enabled: "1" },
    {},
    { told: "update-rc.d web defaults|update-rc.d web enable", changed: true, said: { enabled: true } },
  ],
  ["sysv", { enabled: "0" }, {}, { said: { enabled: false } }],
  ["sysv", { enabled: "1" }, {}, { changed: true }, true],
  ["sysv", { enabled: "1" }, { LINK: "S01web" }, { said: { enabled: true } }],
  [
    "sysv",
    { enabled: "0" },
    { LINK: "S01web" },
    { told: "update-rc.d web disable", changed: true, said: { enabled: false } },
  ],
  ["sysv", { enabled: "0" }, { LINK: "K01web" }, {}],
  ["chkconfig", { enabled: "1" }, {}, { told: "chkconfig web on", changed: true }],
  ["chkconfig", { enabled: "0" }, { LINK: "S01web" }, { told: "chkconfig web off", changed: true }],
  ["openrc", { state: "started" }, {}, { told: "rc-service web start", changed: true }],
  ["openrc", { state: "started" }, RUNS, {}],
  ["openrc", { state: "restarted" }, RUNS, { told: "rc-service web restart", changed: true }],
  ["openrc", { state: "reloaded" }, {}, { told: "rc-service web start", changed: true }],
  [
    "openrc",
    { state: "stopped" },
    { ...RUNS, FAILS: "stop" },
    { told: "rc-service web stop", changed: true, failure: "no stop" },
  ],
  [
    "openrc",
    { enabled: "1" },
    {},
    { told: "rc-update add web default", changed: true, said: { enabled: true } },
  ],
  ["openrc", { enabled: "1" }, { SHOWS: "  web | default" }, { said: { enabled: true } }],
  [
    "openrc",
    { enabled: "1" },
    { SHOWS: " webx | default" },
    { told: "rc-update add web default", changed: true },
  ],
  [
    "openrc",
    { enabled: "0", runlevel: "boot" },
    { SHOWS: " web | boot" },
    { told: "rc-update del web boot", changed: true, said: { enabled: false } },
  ],
  ["openrc", { enabled: "0" }, {}, { said: { enabled: false } }],
];

test("a service without systemd is told what it lacks, and no more", (t) => {
  const programs = {
    web: SCRIPT,
    "rc-service": OPENRC,
    "rc-update": `case $1 in show) echo "$SHOWS" ;; esac`,
    "update-rc.d": "",
    chkconfig: "",
    sleep: "",
  };
  return withPrograms(programs, async (run, folder) => {
    for (const [kind, vars, host, wanted, check = false] of ROWS) {
      const text = `have() { case ${kind}:$1 in openrc:rc-service|sysv:update-rc.d|chkconfig:chkconfig) ;; *) return 1 ;; esac; }
rm -rf "${folder}/rc2"; [ -z "$LINK" ] || { mkdir "${folder}/rc2"; : >"${folder}/rc2/$LINK"; }
service_main`;
      const env = { ...HOST, ...host };
      const given = { uses: [moved(folder)], vars: { ...usual, name: "web", ...vars }, env, check };
      const { answer, told } = await run(text, given);
      const lines = told.filter((line) => !/ status$|^rc-update show/.test(line));
      const what = JSON.stringify([kind, vars, host, check]);
      t.is(lines.map((line) => line.trim()).join("|"), wanted.told ?? "", what);
      t.is(answer.changed, wanted.changed === true, what);
      t.is(answer.failure, wanted.failure, what);
      if (wanted.said) t.like(answer.said, wanted.said, what);
    }
  });
});
