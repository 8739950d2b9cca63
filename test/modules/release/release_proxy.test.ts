import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import module from "../../../src/modules/release/release_proxy.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** An engine that knows these containers, each with its id as TERA_PROXY; `broken`: the new one does not start. */
const engine = (containers: readonly string[], broken = false): string => `
case "$1 $*" in
inspect*.State.Running}}{{.RestartCount*) echo ${broken ? "false0" : "true0"} ;;
inspect*) for last; do :; done
  case " ${containers.join(" ")} " in *" $last "*) ;; *) exit 1 ;; esac
  case "$*" in *Running*) echo true ;; *Config.Env*) echo "PATH=/"; echo "TERA_PROXY=id-of-$last" ;; *) echo there ;; esac ;;
exec*) ${broken ? "echo 'no such container' >&2; exit 1" : ":"} ;;
logs*) echo "unrecognized directive" ;;
esac`;

const ASKS = /^docker (inspect|logs)|^sleep/;

interface Row {
  what: string;
  containers: string[];
  replace: boolean;
  broken?: boolean;
  marked?: boolean;
  check?: boolean;
  told: string[];
  changed: boolean;
  failure?: RegExp;
}

const RELOAD = (folder: string): string =>
  `docker exec proxy-next caddy reload --config ${folder}/Caddyfile --adapter caddyfile --address unix//run/tera-admin.sock`;

const ROWS: readonly Row[] = [
  {
    ...{ what: "the first one", containers: ["proxy-next"], replace: true, changed: true },
    told: ["docker start proxy-next", "RELOAD", "docker rename proxy-next proxy"],
  },
  {
    ...{ what: "another one", containers: ["proxy", "proxy-next"], replace: true, changed: true },
    told: [
      "docker start proxy-next",
      "RELOAD",
      "docker stop proxy",
      "docker rm proxy",
      "docker rename proxy-next proxy",
    ],
  },
  {
    ...{ what: "one that does not start", containers: ["proxy", "proxy-next"], replace: true, broken: true },
    ...{
      changed: true,
      failure: /the old one goes on: no such container\nits last lines:\nunrecognized directive/,
    },
    told: ["docker start proxy-next", "RELOAD", "docker rm -f proxy-next"],
  },
  {
    ...{ what: "check mode", containers: ["proxy", "proxy-next"], replace: true, check: true, changed: true },
    told: [],
  },
  { what: "nothing to do", containers: ["proxy"], replace: false, changed: false, told: [] },
  {
    ...{ what: "what an interrupted run has left", containers: ["proxy", "proxy-next"], replace: false },
    ...{ marked: true, changed: true, told: ["docker rm -f proxy-next"] },
  },
];

for (const { what, containers, replace, broken, marked, check, told, changed, failure } of ROWS)
  test(`a proxy is replaced: ${what}`, async (t) => {
    await withPrograms({ docker: engine(containers, broken), sleep: "" }, async (run, home) => {
      const folder = join(home, "proxy");
      const mark = join(folder, "closing-id-of-proxy");
      mkdirSync(folder);
      if (marked) writeFileSync(mark, "");
      const migrate = join(home, "tcp_migrate_req");
      writeFileSync(migrate, "0\n");
      const vars = { container: "proxy", folder, replace, docker_host: "", migrate, port: 0, via: 0 };
      const ran = await run(module.sh!, { uses: module.uses!, vars, check: check ?? false });
      t.deepEqual(
        ran.told.filter((line) => !ASKS.test(line)),
        told.map((line) => (line === "RELOAD" ? RELOAD(folder) : line)),
      );
      t.is(ran.answer.changed, changed);
      if (failure) t.regex(ran.answer.failure ?? "", failure);
      else t.is(ran.answer.failure, undefined);
      t.false(existsSync(mark));
      t.is(readFileSync(migrate, "utf8"), "0\n", "as it was");
    });
  });
