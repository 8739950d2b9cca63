import { changedTasks } from "../../e2e/cli.js";
import { type Ground, type RealTest, said } from "./ground.js";

/** What the hosts and the commands around a release say of it. */
export function sayTests(test: RealTest, ground: Ground): void {
  test("a rollback to what is not there is refused before anything is touched, with what there is", async (t) => {
    const refused = await ground.run("rollback", "0.9.0");
    t.is(refused.code, 2, said(refused));
    t.regex(said(refused), /there is no release 0\.9\.0[\s\S]*1\.0\.0/);
    t.deepEqual(changedTasks(refused.stdout), []);
  });

  test("ledger, audit and lock say what was done; maintenance is a page", async (t) => {
    const releases = await ground.run("releases");
    t.regex(releases.stdout, /1\.0\.0 .* deploy .* good +/);
    t.regex((await ground.run("audit")).stdout, /deploy 1\.0\.0 is good/);
    t.regex((await ground.run("lock")).stdout, /web1: free/);
    t.is((await ground.run("maintenance", "on")).code, 0);
    t.is((await fetch(ground.url(0))).status, 503);
    t.is((await ground.run("maintenance", "off")).code, 0);
    t.is((await fetch(ground.url(0))).status, 200);
  });
}
