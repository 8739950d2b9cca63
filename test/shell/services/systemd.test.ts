import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { Module } from "../../../src/model/module.js";
import type { Answer } from "../../../src/model/result.js";
import type { PlainDict } from "../../../src/model/value.js";
import systemdModule from "../../../src/modules/services/systemd.js";
import { systemdResult } from "../../../src/shell/services/systemd.js";
import { scriptFor } from "../../../src/shell/session/script.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** Says of the unit what its environment says, and fails where that is in $FAILS. */
const SYSTEMCTL = `
while :; do case $1 in --*) shift ;; *) break ;; esac; done
case $1 in
show) printf '%b' "$SHOW"; exit $SHOW_RC ;;
is-enabled) echo "\${IS#*:}"; exit "\${IS%%:*}" ;;
list-unit-files) exit $LISTED ;;
'') exit $BARE ;;
*) case " $FAILS " in *" $1 "*) echo "no $1" >&2; exit 5 ;; esac ;;
esac`;

const unit = (active: string) => `Id=web\\nLoadState=loaded\\nActiveState=${active}\\n`;
const USUAL = {
  SHOW: unit("inactive"),
  SHOW_RC: "0",
  IS: "1:disabled",
  LISTED: "1",
  BARE: "0",
  FAILS: "",
  SYSTEMD_OFFLINE: "",
};
/** A systemctl that shows nothing. */
const DUMB = { SHOW: "", SHOW_RC: "1" };

interface Outcome {
  told?: string;
  changed?: boolean;
  failure?: RegExp;
  said?: object;
  warns?: RegExp;
}

type Row = readonly [given: PlainDict, host: Partial<typeof USUAL>, outcome: Outcome, check?: boolean];

const did = (told: string): Outcome => ({ told, changed: true });

/** What is wished for a unit, what it does, and what is done. */
const STATES: readonly (readonly [state: string, active: string, told: string])[] = [
  ["started", "active", ""],
  ["started", "activating", ""],
  ["started", "inactive", "start web"],
  ["started", "failed", "start web"],
  ["started", "deactivating", "start web"],
  ["stopped", "active", "stop web"],
  ["stopped", "activating", "stop web"],
  ["stopped", "deactivating", "stop web"],
  ["stopped", "inactive", ""],
  ["stopped", "failed", ""],
  ["restarted", "active", "restart web"],
  ["restarted", "activating", "restart web"],
  ["restarted", "inactive", "start web"],
  ["reloaded", "active", "reload web"],
  ["reloaded", "activating", "reload web"],
  ["reloaded", "failed", "start web"],
];

/** Whether it starts with the host, what `is-enabled` says with which status, and what is done. */
const BOOTS: readonly (readonly [enabled: boolean, is: string, told: string])[] = [
  [true, "0:enabled", ""],
  [true, "0:static", ""],
  [true, "0:enabled-runtime", "enable web"],
  [true, "0:indirect", "enable web"],
  [true, "0:alias", "enable web"],
  [true, "1:disabled", "enable web"],
  [true, "1:masked", "enable web"],
  [false, "0:enabled", "disable web"],
  [false, "0:alias", ""],
  [false, "1:disabled", ""],
  [false, "4:odd", ""],
];

const MISSING = /^Could not find the requested service web: host$/;
const UNKNOWN = { ...DUMB, IS: "0:enabled" };

const ROWS: readonly Row[] = [
  ...STATES.map(
    ([state, active, told]): Row => [
      { state },
      { SHOW: unit(active) },
      { told, changed: told !== "", said: { state: state === "stopped" ? "stopped" : "started" } },
    ],
  ),
  ...BOOTS.map(
    ([enabled, IS, told]): Row => [{ enabled }, { IS }, { told, changed: told !== "", said: { enabled } }],
  ),
  [{ masked: true }, { IS: "0:enabled" }, did("mask web")],
  [{ masked: true }, { IS: "1:masked" }, {}],
  [{ masked: false }, { IS: "1:masked" }, did("unmask web")],
  [{ masked: false }, { IS: "0:enabled" }, {}],
  [{ masked: false, enabled: true, state: "started" }, {}, did("enable web|start web")],
  [
    { masked: true, enabled: false, state: "stopped" },
    { IS: "0:enabled", SHOW: unit("active") },
    did("mask web|disable web|stop web"),
  ],
  [{ state: "started" }, {}, { changed: true }, true],
  [{ enabled: true }, {}, { changed: true, said: { enabled: true } }, true],
  [{ masked: true }, {}, { changed: true }, true],
  [
    { state: "started", daemon_reload: true, daemon_reexec: true },
    {},
    did("daemon-reload|daemon-reexec|start web"),
  ],
  [{ state: "started", daemon_reload: true, daemon_reexec: true }, {}, { changed: true }, true],
  [
    { state: "started", scope: "user", no_block: true, force: true },
    {},
    did("--user --no-block --force start web"),
  ],
  [
    { daemon_reload: true },
    { FAILS: "daemon-reload" },
    { told: "daemon-reload", failure: /^failure 5 during daemon-reload: no daemon-reload$/ },
  ],
  [
    { daemon_reload: true },
    { FAILS: "daemon-reload", SYSTEMD_OFFLINE: "1" },
    {
      told: "daemon-reload",
      warns: /^daemon-reload failed, but target is a chroot.*Error was: 5 \/ no daemon-reload$/,
    },
  ],
  [
    { state: "started" },
    { FAILS: "start" },
    { ...did("start web"), failure: /^Unable to start service web: no start\n$/ },
  ],
  [
    { state: "stopped" },
    { FAILS: "stop", SHOW: unit("active") },
    { ...did("stop web"), failure: /^Unable to stop service web: no stop\n$/ },
  ],
  [
    { state: "restarted" },
    { FAILS: "restart", SHOW: unit("active") },
    { ...did("restart web"), failure: /^Unable to restart service web: no restart\n$/ },
  ],
  [
    { state: "reloaded" },
    { FAILS: "reload", SHOW: unit("active") },
    { ...did("reload web"), failure: /^Unable to reload service web: no reload\n$/ },
  ],
  [
    { enabled: true },
    { FAILS: "enable" },
    { ...did("enable web"), failure: /^Unable to enable service web: no enable\n$/ },
  ],
  [
    { enabled: false },
    { FAILS: "disable", IS: "0:enabled" },
    { ...did("disable web"), failure: /^Unable to disable service web: no disable\n$/ },
  ],
  [
    { masked: true },
    { FAILS: "mask" },
    { ...did("mask web"), failure: /^Failed to mask the service \(web\): no mask$/ },
  ],
  [{ masked: true }, { FAILS: "mask", SHOW: "Id=web\\n" }, { ...did("mask web"), failure: MISSING }],
  [{ state: "started" }, { SHOW: "Id=web\\nLoadState=not-found\\n" }, { failure: MISSING }],
  [{ state: "started" }, { SHOW: "Id=web\\n" }, { failure: MISSING }],
  [{ enabled: true }, { SHOW: "LoadState=not-found\\n" }, { failure: MISSING }],
  [{ state: "started" }, { SHOW: "LoadState=not-found\\n" }, { changed: true }, true],
  [{ state: "started" }, { SHOW: "LoadState=masked\\nActiveState=inactive\\n" }, did("start web")],
  [
    { state: "started" },
    { SHOW: "LoadState=error\\nLoadError=bad file\\n" },
    { failure: /^Error loading unit file 'web': bad file$/ },
  ],
  [{ state: "started" }, UNKNOWN, { failure: /^Service is in unknown state$/ }],
  [
    { state: "started" },
    { ...UNKNOWN, SYSTEMD_OFFLINE: "1" },
    { said: { state: "started" }, warns: /^Target is a chroot or systemd is offline/ },
  ],
  [{ enabled: true }, { ...DUMB, IS: "0:masked-runtime" }, { said: { enabled: true } }],
  [{ enabled: true }, { ...DUMB, IS: "1:transient" }, did("enable web")],
  [{ enabled: true }, { ...DUMB, IS: "1:none" }, { failure: MISSING }],
  [{ enabled: true }, { ...DUMB, IS: "1:none", LISTED: "0" }, did("enable web")],
  [{ enabled: true }, { ...DUMB, IS: "1:none", BARE: "3" }, { failure: /^$/ }],
  [{ name: "w*b", state: "started" }, {}, { failure: /glob patterns, found '\*' in service name: w\*b$/ }],
  [{ name: "w?b", state: "started" }, {}, { failure: /glob patterns, found '\?' in service name/ }],
  [{ name: "w[e]b", state: "started" }, {}, { failure: /glob patterns, found '\[' in service name/ }],
];

/** Nothing here runs in another root than its first process, whoever asks. */
const SAME_ROOT = "stat() { echo 1:1; }";
const ASKS = /^systemctl( --\S+)* (show|is-enabled|list-unit-files|$)|^systemctl $/;

test("systemctl is told what a unit lacks of what is wished, and no more", (t) =>
  withPrograms({ systemctl: SYSTEMCTL }, async (run) => {
    for (const [given, host, wanted, check = false] of ROWS) {
      const name: PlainDict =
        given.daemon_reload === true && given.state === undefined ? {} : { name: "web" };
      const { args, problems } = convertArgs(systemdModule.args, { ...name, ...given });
      const what = JSON.stringify([given, host, check]);
      t.deepEqual(problems, [], what);
      const { text, uses, vars } = scriptFor(systemdModule as unknown as Module, args, {});
      const env = { ...USUAL, ...host };
      const { answer, told } = await run(`${SAME_ROOT}\n${text}`, { uses, vars: vars!, env, check });
      const lines = told
        .filter((line) => line.startsWith("systemctl") && !ASKS.test(line))
        .map((line) => line.replace("systemctl ", ""));
      t.is(lines.join("|"), wanted.told ?? "", what);
      t.is(answer.changed, wanted.changed === true, what);
      if (wanted.failure) t.regex(answer.failure ?? "none", wanted.failure, what);
      else t.is(answer.failure, undefined, what);
      if (wanted.said) t.like(answer.said, wanted.said, what);
      if (wanted.warns) t.regex(answer.warnings.join(), wanted.warns, what);
      else t.deepEqual(answer.warnings, [], what);
    }
  }));

const ANSWER = { said: {}, changed: false } as unknown as Answer;

test("what systemctl shows of a unit is told by name, commands of several lines too", (t) => {
  const show =
    "Id=web\nDescription={ odd\nEmpty=\nno line\nExecStart={ path=/bin/x ; \n more } \nExecStop={ one }\n ExecReload=\nA=b=c \nExecOpen={ a\n b\n";
  t.deepEqual(systemdResult({ ...ANSWER, said: { show, enabled: true } }, { name: "web" }), {
    name: "web",
    enabled: true,
    status: {
      Id: "web",
      Description: "{ odd",
      Empty: "",
      ExecStart: "{ path=/bin/x ;\n more } ",
      ExecStop: "{ one }",
      " ExecReload": "",
      A: "b=c",
      ExecOpen: "{ a\n b\n",
    },
  });
  t.deepEqual(systemdResult(ANSWER, {}), { name: null, status: {} });
  t.deepEqual(systemdResult({ ...ANSWER, failure: "no" }, { name: "web" }), { changed: false });
});
