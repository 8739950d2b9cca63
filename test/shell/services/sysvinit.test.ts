import test from "ava";
import { sysvinit } from "../../../src/shell/services/sysvinit.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** Says what its environment says, as /etc/init.d/web or as the tool `service`. */
const SCRIPT = `case "$*" in *status) printf '%b' "$SAYS"; exit $STATUS ;; *) printf '%b' "$PRINTS"; case " $FAILS " in *" $1 "*) echo "no $1" >&2; exit 5 ;; esac ;; esac`;

/** The text with folders and programs of its own. */
const moved = (folder: string) => ({
  ...sysvinit,
  name: "moved_sysvinit",
  text: sysvinit.text
    .replace(/^PATH=.*$/m, "")
    .replaceAll("/etc/init.d", `${folder}/bin`)
    .replaceAll(/(?<![\w/])\/etc(?=[/;\s])/g, `${folder}/etc`),
});

const USUAL = {
  name: "web",
  state: "",
  wish: "",
  pattern: "",
  runlevels: "",
  arguments: "",
  sleep: "0",
  daemonize: "",
};
const HOST = {
  SAYS: "web is stopped\\n",
  STATUS: "3",
  PRINTS: "",
  FAILS: "",
  PS: "",
  ILLEGAL: "",
  LINKS: "",
};
const haveOf = (has: string) => `have() { case " ps ${has} " in *" $1 "*) ;; *) return 1 ;; esac; }`;
const ps = `printf '%b' "$PS"`;

interface Running {
  says: string;
  status: string;
  /** what ps shows */
  ps?: string;
  name?: string;
  pattern?: string;
  runs: boolean;
  warns?: RegExp;
}

const DOWN = /^Unable to determine if service is up, assuming it is down$/;
const BY_PS = /^Used ps output to match service name/;

const RUNNING: readonly Running[] = [
  { says: "web is running\\n", status: "3", runs: true },
  { says: "Web START/running", status: "7", runs: true },
  { says: "web: active (exited)\\n", status: "7", runs: true },
  { says: "web is stopped\\n", status: "0", runs: false },
  { says: "web is dead and pid file exists\\n", status: "0", runs: false },
  { says: "web dead but subsys locked\\n", status: "0", runs: false },
  { says: "could not access PID file for web\\n", status: "0", runs: false },
  { says: "web is inactive\\n", status: "0", runs: false },
  { says: "web is not running\\n", status: "0", runs: true },
  { says: "web is not running\\n", status: "3", runs: false },
  { says: "odd\\n", status: "0", runs: true },
  { says: "odd\\n", status: "1", runs: false },
  { says: "odd\\n", status: "2", runs: false },
  { says: "odd\\n", status: "4", runs: false },
  { says: "odd\\n", status: "69", runs: false },
  { says: "stopped\\nodd\\n", status: "0", runs: true },
  { says: "running\\nodd\\n", status: "3", runs: false },
  { says: "odd\\n", status: "7", runs: false, warns: DOWN },
  { says: "odd\\n", status: "7", ps: "root /usr/bin/web -d", runs: true, warns: BY_PS },
  { says: "web is stopped\\n", status: "0", pattern: "web -d", ps: "root web -d", runs: true },
  { says: "web is running\\n", status: "0", pattern: "web -d", ps: "root web", runs: false, warns: DOWN },
  // the name itself may hold such a word
  { says: "startd is odd\\n", status: "7", name: "startd", runs: false, warns: DOWN },
  { says: "startd is running\\n", status: "3", name: "startd", runs: true },
  { says: "a\\nACCEPT\\nb\\n", status: "3", name: "iptables", runs: true },
  { says: "a\\nDROP\\nb\\n", status: "3", name: "iptables", runs: false },
  { says: "a\\nACCEPT\\nb\\n", status: "3", runs: false },
];

const programs = { web: SCRIPT, startd: SCRIPT, iptables: SCRIPT, service: SCRIPT, ps };
const RUN = `make_temp; v_out=$temp; make_temp; v_err=$temp; rc=0 out= err=; script=$name_script; v_running; say runs "\${is_on:-0}"`;

for (const has of ["", "service"])
  test(`whether a service runs is told by its own words, then by its status, then by ps${has && ", asked by the tool service"}`, (t) =>
    withPrograms(programs, async (run, folder) => {
      for (const { says, status, ps: shown = "", name = "web", pattern = "", runs, warns } of RUNNING) {
        const { answer } = await run(`${haveOf(has)}\n${RUN}`, {
          uses: [moved(folder)],
          vars: { ...USUAL, name, pattern, name_script: `${folder}/bin/${name}` },
          env: { ...HOST, SAYS: says, STATUS: status, PS: shown },
        });
        const what = JSON.stringify([says, status, shown, name, pattern]);
        t.is(answer.said.runs, runs ? "1" : "0", what);
        if (warns) t.regex(answer.warnings.join(), warns, what);
        else t.deepEqual(answer.warnings, [], what);
      }
    }));

interface Outcome {
  told?: string;
  changed?: boolean;
  failure?: RegExp;
  said?: object;
}

type Row = readonly [
  vars: Partial<typeof USUAL>,
  host: Partial<typeof HOST>,
  outcome: Outcome,
  check?: boolean,
];

const RUNS = { SAYS: "web is running\\n", STATUS: "0" };
const did = (told: string): Outcome => ({ told, changed: true });

const ROWS: readonly Row[] = [
  [{ state: "started" }, {}, { ...did("web start"), said: { state_changed: true, state_rc: 0 } }],
  [{ state: "started" }, RUNS, {}],
  [{ state: "stopped" }, RUNS, did("web stop")],
  [{ state: "stopped" }, {}, {}],
  [{ state: "reloaded" }, {}, did("web reload")],
  [{ state: "restarted" }, RUNS, did("web stop|web start")],
  [{ state: "restarted", sleep: "3" }, {}, did("web stop|sleep 3|web start|sleep 3")],
  [{ state: "started", sleep: "3" }, {}, did("web start")],
  [{ state: "started", arguments: "--a b\nc" }, {}, did("web start --a b c")],
  [{ state: "started", daemonize: "1" }, {}, did("setsid FOLDER/bin/web start")],
  [
    { state: "started" },
    { PRINTS: "out\\n\\n" },
    { ...did("web start"), said: { state_stdout: "out\n\n", state_stderr: "" } },
  ],
  [
    { state: "started" },
    { FAILS: "start", PRINTS: "x" },
    {
      ...did("web start"),
      failure: /^Failed to start service: web$/,
      said: { rc: 5, stdout: "x", stderr: "no start\n" },
    },
  ],
  [
    { state: "restarted" },
    { FAILS: "start" },
    { ...did("web stop|web start"), failure: /^Failed to restart service: web$/ },
  ],
  [
    { state: "stopped" },
    { ...RUNS, FAILS: "stop" },
    { ...did("web stop"), failure: /^Failed to stop service: web$/ },
  ],
  [{ state: "started" }, {}, { changed: true, said: { state_changed: true } }, true],
  [{ name: "none", state: "started" }, {}, { failure: /^Could not find the requested service none: $/ }],
  [
    { wish: "on" },
    {},
    { ...did("update-rc.d web defaults"), said: { enabled_changed: true, enabled_rc: 0 } },
  ],
  [{ wish: "on" }, { LINKS: "rc3.d/S20web" }, {}],
  [{ wish: "on" }, { LINKS: "rc3.d/K20web" }, did("update-rc.d web defaults")],
  [{ wish: "on" }, { LINKS: "rc3.d/S20webx" }, did("update-rc.d web defaults")],
  [{ wish: "off" }, { LINKS: "rc3.d/S20web" }, did("update-rc.d web disable")],
  [{ wish: "off" }, {}, {}],
  [{ wish: "on" }, {}, { changed: true }, true],
  [{ wish: "on", runlevels: "2\n3" }, { LINKS: "rc2.d/S01web" }, did("update-rc.d web enable 2 3")],
  [{ wish: "on", runlevels: "2" }, { LINKS: "rc2.d/S01web" }, {}],
  [{ wish: "on", runlevels: "2" }, { LINKS: "rc3.d/S01web" }, did("update-rc.d web enable 2")],
  [{ wish: "off", runlevels: "2" }, { LINKS: "rc2.d/S01web" }, did("update-rc.d web disable 2")],
  [{ wish: "off", runlevels: "2" }, { LINKS: "rc3.d/S01web" }, {}],
  [{ wish: "on", runlevels: "2" }, {}, { changed: true }, true],
  [
    { wish: "on", runlevels: "9" },
    { ILLEGAL: "1" },
    {
      ...did("update-rc.d web enable 9"),
      failure: /^Illegal runlevel specified for enable operation on service web$/,
      said: { illegal: true },
    },
  ],
  [{ wish: "on", state: "started" }, {}, did("update-rc.d web defaults|web start")],
];

/** Links are made below etc; there is a folder rc0.d, as on a host with System V's run levels. */
const ground = (folder: string) =>
  `rm -rf "${folder}/etc"; mkdir -p "${folder}/etc/rc0.d" "${folder}/etc/rc2.d" "${folder}/etc/rc3.d"; for one in $LINKS; do ln -s nowhere "${folder}/etc/$one"; done`;

const CONTROL = {
  ...programs,
  sleep: "",
  setsid: 'exec "$@"',
  "update-rc.d": `[ -z "$ILLEGAL" ] || echo "error: illegal runlevel specified" >&2`,
  chkconfig: "",
};

test("a service and its run levels are told what they lack, and no more", (t) =>
  withPrograms(CONTROL, async (run, folder) => {
    for (const [vars, host, wanted, check = false] of ROWS) {
      const text = `${haveOf("update-rc.d setsid")}\n${ground(folder)}\nsysvinit_main`;
      const env = { ...HOST, ...host };
      const { answer, told } = await run(text, {
        uses: [moved(folder)],
        vars: { ...USUAL, ...vars },
        env,
        check,
      });
      const lines = told.filter((line) => !/ status$|^ps/.test(line)).map((line) => line.trim());
      const shown = lines.filter((line, index) => !lines[index - 1]?.startsWith("setsid") || line === "");
      const what = JSON.stringify([vars, host, check]);
      t.is(shown.join("|").replaceAll(folder, "FOLDER"), wanted.told ?? "", what);
      t.is(answer.changed, wanted.changed === true, what);
      if (wanted.failure) t.regex(answer.failure ?? "", wanted.failure, what);
      else t.is(answer.failure, undefined, what);
      if (wanted.said) t.like(answer.said, wanted.said, what);
    }
  }));

/** By chkconfig, where there is no update-rc.d. */
const BY_CHKCONFIG: readonly (readonly [vars: Partial<typeof USUAL>, links: string, told: string])[] = [
  [{ wish: "on" }, "", "chkconfig web on"],
  [{ wish: "off" }, "rc3.d/S01web", "chkconfig web off"],
  [{ wish: "on", runlevels: "2\n3" }, "", "chkconfig --level 23 web on"],
  [{ wish: "off", runlevels: "3" }, "rc3.d/S01web", "chkconfig --level 3 web off"],
];

test("chkconfig is told where there is no other tool", (t) =>
  withPrograms(CONTROL, async (run, folder) => {
    for (const [vars, LINKS, wanted] of BY_CHKCONFIG) {
      const text = `${haveOf("chkconfig")}\n${ground(folder)}\nsysvinit_main`;
      const given = { uses: [moved(folder)], vars: { ...USUAL, ...vars }, env: { ...HOST, LINKS } };
      const { told } = await run(text, given);
      t.is(told.filter((line) => line.startsWith("chkconfig")).join("|"), wanted);
    }
  }));
