import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { type CliRun, tera } from "../../e2e/cli.js";
import { type Ground, type RealTest, said } from "./ground.js";
import { leftOn } from "./kills.js";
import { underLoad } from "./load.js";

const FOLDER = "/var/lib/tera/releases/prod-web";

/** A rollback that something goes wrong with: every host is on one version, no request is dropped, and it says what. */
export function rollbackFaultTests(test: RealTest, ground: Ground, { rate }: { rate: number }): void {
  const last = () => ground.fleet.hosts.at(-1)!;
  const lastName = () => ground.fleet.names.at(-1)!;
  const load = <T>(t: ExecutionContext, work: () => Promise<T>): Promise<T> => {
    const urls = ground.fleet.hosts.map((_, index) => ground.url(index));
    return underLoad(t, { urls, rate }, work);
  };
  /** On every host 1.0.0 was before 2.0.0. */
  const begin = async (t: ExecutionContext): Promise<void> => {
    t.timeout(400_000);
    ground.writeFile();
    for (const version of ["1.0.0", "2.0.0"]) t.is((await ground.deploy(version)).code, 0);
  };
  const endsOn = async (t: ExecutionContext, version: string, done: CliRun): Promise<void> => {
    t.deepEqual(new Set(await ground.versions()), new Set([version]), said(done));
  };
  const isClean = async (t: ExecutionContext): Promise<void> => {
    for (const host of ground.fleet.hosts) t.deepEqual(await leftOn(host), []);
  };

  test("a host that is lost in the middle of a rollback: the others are returned, and it is named", async (t) => {
    await begin(t);
    const mark = join(ground.folder, "first-batch");
    ground.writeFile(`hooks: {canary: "touch ${mark}; while [ -e ${mark} ]; do sleep 0.2; done"}`);
    const done = await load(t, async () => {
      const running = ground.run("rollback");
      while (!existsSync(mark)) await sleep(100);
      await last().run("iptables -I INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset");
      rmSync(mark);
      return running;
    });
    await last().run("iptables -D INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset");
    ground.writeFile();
    t.true([2, 3, 4, 6].includes(done.code!), said(done));
    t.regex(done.stdout, new RegExp(`was not rolled back to[\\s\\S]*${lastName()}`));
    await endsOn(t, "2.0.0", done);
    // a host that was cut off has not heard that the connection is no more: its lock is still somebody's
    const again = await ground.run("rollback", "--break-lock", "--reason", "it was cut off");
    t.is(again.code, 0, said(again));
    await endsOn(t, "1.0.0", again);
  });

  test("a ledger that cannot be written: the host is left as it was, the others are returned, and it is told", async (t) => {
    await begin(t);
    // to the end of its last page: behind that there is no room
    await last().run(
      `cp -a ${FOLDER} /root/kept && mount -t tmpfs -o size=64k none ${FOLDER} && cp -a /root/kept/. ${FOLDER}/ &&
       size=$(stat -c %s ${FOLDER}/ledger.jsonl) &&
       head -c $((4096 - size % 4096)) /dev/zero | tr '\\0' '\\n' >>${FOLDER}/ledger.jsonl &&
       (dd if=/dev/zero of=${FOLDER}/filler bs=1k || :)`,
    );
    const done = await load(t, () => ground.run("rollback"));
    await sleep(3000);
    await last().run(`umount -l ${FOLDER}; rm -rf /root/kept`);
    t.is(done.code, 2, said(done));
    t.regex(
      done.stdout,
      new RegExp(`${lastName()}: Note the release\\n +cannot write .*is the disk full\\?`),
    );
    await endsOn(t, "2.0.0", done);
    const again = await ground.run("rollback");
    t.is(again.code, 0, said(again));
    await endsOn(t, "1.0.0", again);
    await isClean(t);
  });

  test("lines of a ledger that are half, or of another format, are no hindrance to a rollback", async (t) => {
    await begin(t);
    const digest = ground.images["1.1.0"];
    await last().run(
      `printf '%s\\n' '{"format":2,"release":{"image":"${digest}"}}' '{"run":"r9","image":"${digest}","when":7}' >>${FOLDER}/ledger.jsonl
       printf '%s' '{"run":"r0","ima' >>${FOLDER}/ledger.jsonl`,
    );
    const done = await load(t, () => ground.run("rollback"));
    t.is(done.code, 0, said(done));
    await endsOn(t, "1.0.0", done);
    t.regex((await ground.run("releases")).stdout, /1\.0\.0 +\S+ +\S+ +rollback .* good/);
  });

  test("of a rollback and a deploy at once one waits; both end well, on one version", async (t) => {
    await begin(t);
    const other = { XDG_STATE_HOME: `${ground.folder}/other` };
    const both = await load(t, () =>
      Promise.all([
        ground.run("rollback", "1.0.0", "--lock-wait", "120"),
        tera(ground.words("deploy", ground.wanted("1.1.0"), "--lock-wait", "120"), { env: other }),
      ]),
    );
    t.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      both.map(said).join("\n"),
    );
    t.is(new Set(await ground.versions()).size, 1);
    await isClean(t);
  });
}
