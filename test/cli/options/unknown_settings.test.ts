import test from "ava";
import { parseIni } from "../../../src/cli/options/ini_file.js";
import { readSettings } from "../../../src/cli/options/settings.js";
import { withoutEffect } from "../../../src/cli/options/unknown_settings.js";
import { inFolder } from "../../helpers/play.js";

const NONE = { sections: new Map(), warnings: [] };
const ROWS = { forks: { env: ["ANSIBLE_FORKS"], ini: [["defaults", "forks"]] } } as never;

/** Names that have nothing to act on here, and names that only hold one of these. */
const NEEDLESS = [
  "ANSIBLE_CONFIG ANSIBLE_HOME ANSIBLE_TEST_X ANSIBLE_PIPELINING ANSIBLE_SSH_PIPELINING",
  "ANSIBLE_GALAXY_SERVER ANSIBLE_PERSISTENT_X ANSIBLE_NETCONF_X ANSIBLE_COW_PATH ANSIBLE_COLOR_OK ANSIBLE_NOCOWS",
  "ANSIBLE_PAGER ANSIBLE_EDITOR ANSIBLE_PYTHON_INTERPRETER ANSIBLE_LOCAL_TEMP ANSIBLE_REMOTE_TMP ANSIBLE_REMOTE_TEMP",
  "ANSIBLE_KEEP_REMOTE_FILES ANSIBLE_SSH_CONTROL_PATH ANSIBLE_SSH_CONTROL_PATH_DIR ANSIBLE_SSH_TRANSFER_METHOD",
  "ANSIBLE_SCP_X ANSIBLE_SFTP_X ANSIBLE_SSH_USETTY ANSIBLE_DEVEL_WARNING ANSIBLE_SYSTEM_WARNINGS ANSIBLE_WORKER_X",
  "ANSIBLE_COLLECTIONS_ON_X ANSIBLE_COLLECTIONS_SCAN_X ANSIBLE_NO_TARGET_SYSLOG ANSIBLE_SYSLOG_FACILITY ANSIBLE_FORKS",
  "ANSIBLE_PARAMIKO_X ANSIBLE_AGNOSTIC_BECOME_PROMPT ANSIBLE_NETWORK_GROUP_MODULES ANSIBLE_OLD_PLUGIN_CACHE_CLEAR",
  "ANSIBLE_USE_PERSISTENT_CONNECTIONS ANSIBLE_VALIDATE_ACTION_GROUP_METADATA ANSIBLE_WIN_ASYNC_STARTUP_TIMEOUT",
].flatMap((line) => line.split(" "));
const NEEDLESS_KEYS = (
  "pipelining nocows cow_selection pager editor home local_tmp remote_tmp system_tmpdirs keep_remote_files " +
  "interpreter_python module_compression allow_world_readable_tmpfiles control_path control_path_dir transfer_method " +
  "scp_if_ssh sftp_batch_mode usetty devel_warning system_warnings internal_poll_interval collections_on_x " +
  "collections_scan_x no_target_syslog syslog_facility agnostic_become_prompt network_group_modules " +
  "old_plugin_cache_clear use_persistent_connections validate_action_group_metadata win_async_startup_timeout forks"
).split(" ");

const ofVariable = (name: string, value = "1") => withoutEffect(ROWS, NONE, { [name]: value });
const ofKey = (key: string, section = "defaults") =>
  withoutEffect(ROWS, { sections: parseIni(`[${section}]\n${key}=1\n`, "a.cfg"), warnings: [] }, {});

test("settings that have nothing to act on are not spoken of, and only those by their whole name", (t) => {
  for (const name of NEEDLESS) {
    t.deepEqual(ofVariable(name), [], name);
    t.deepEqual(ofVariable(`X${name}`), [], "no name of Ansible's");
    t.is(ofVariable(`ANSIBLE_X${name}`).length, 1, `ANSIBLE_X${name}`);
    if (!/_X$|_PATH$|_OK$|_SERVER$/.test(name)) t.is(ofVariable(`${name}ZZ`).length, 1, `${name}ZZ`);
  }
  for (const key of NEEDLESS_KEYS) {
    t.deepEqual(ofKey(key), [], key);
    t.is(ofKey(`z${key}`).length, 1, `z${key}`);
    if (!/^(cow|scp|sftp)_|_x$/.test(key)) t.is(ofKey(`${key}zz`).length, 1, `${key}zz`);
  }
  for (const section of [
    "galaxy",
    "galaxy_server.x",
    "colors",
    "persistent_connection",
    "netconf_connection",
    "paramiko_connection",
  ]) {
    t.deepEqual(ofKey("anything", section), [], section);
    t.is(ofKey("anything", `x${section}`).length, 1, section);
  }
});

test("what has no effect is told in one line: what is not followed, and what is no setting at all", (t) => {
  const [lead, unknown] = ["Settings without effect: ", "no setting of ansible-core 2.18: "];
  const rows: [string[], string[]][] = [
    [ofVariable("ANSIBLE_FORK"), [`${lead}${unknown}\`$ANSIBLE_FORK\`, did you mean \`ANSIBLE_FORKS\`?`]],
    [ofVariable("ANSIBLE_QQQQQQQQQQQQQQQQQQ"), [`${lead}${unknown}\`$ANSIBLE_QQQQQQQQQQQQQQQQQQ\``]],
    [ofVariable("ANSIBLE_FORK", ""), []],
    [
      withoutEffect(ROWS, NONE, { ANSIBLE_QQQQQQQQQQQQ: "1", ANSIBLE_ZZZZZZZZZZZZ: "1" }),
      [`${lead}${unknown}\`$ANSIBLE_QQQQQQQQQQQQ\`, \`$ANSIBLE_ZZZZZZZZZZZZ\``],
    ],
    [ofVariable("ANSIBLE_"), []],
    [ofKey("qqqqqqqqqqqqqqqqqq"), [`${lead}${unknown}\`[defaults] qqqqqqqqqqqqqqqqqq\` (a.cfg:2:1)`]],
    [
      ofKey("forks", "ssh_connection"),
      [`${lead}${unknown}\`[ssh_connection] forks\` (a.cfg:2:1), it belongs into [defaults]`],
    ],
    [ofVariable("ANSIBLE_GATHERING"), [`${lead}Ansible's, but not followed by tera: \`$ANSIBLE_GATHERING\``]],
    [
      ofKey("gathering"),
      [`${lead}Ansible's, but not followed by tera: \`[defaults] gathering\` (a.cfg:2:1)`],
    ],
  ];
  for (const [found, told] of rows) t.deepEqual(found, told);
});

test("every setting that is followed is none without effect", (t) =>
  inFolder({ "ansible.cfg": "[defaults]\nforks=3\n[ssh_connection]\npipelining=1\n" }, async (cwd) => {
    const { warnings } = readSettings({ HOME: cwd, ANSIBLE_FORKS: "2", ANSIBLE_GATHERING: "smart" }, cwd);
    t.deepEqual(warnings, []);
  }));
