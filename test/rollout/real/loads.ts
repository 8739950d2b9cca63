import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { type CliRun, changedTasks, tera } from "../../e2e/cli.js";
import { type Ground, type RealTest, said } from "./ground.js";
import { underLoad } from "./load.js";

/** Releases of every kind, or (`isLean`) a good one, a bad one and a rollback, while each host is asked `rate` times a second: no request fails. */
export function loadTests(
  test: RealTest,
  ground: Ground,
  { rate, isLean }: { rate: number; isLean: boolean },
): void {
  const rare: RealTest = isLean ? () => undefined : test;
  const all = (version: string): string[] => Array(ground.count).fill(version) as string[];
  const load = (t: ExecutionContext, work: () => Promise<CliRun>): Promise<CliRun> => {
    t.timeout(300_000);
    const urls = ground.fleet.hosts.map((_, index) => ground.url(index));
    return underLoad(t, { urls, rate }, work);
  };
  const works = async (
    t: ExecutionContext,
    version: string,
    work: () => Promise<CliRun>,
  ): Promise<CliRun> => {
    const done = await load(t, work);
    t.is(done.code, 0, said(done));
    t.deepEqual(await ground.versions(), all(version));
    return done;
  };

  rare("with nothing done no request is dropped: what waits there are is the machine's", async (t) => {
    await load(t, async () => {
      await sleep(15_000);
      return { code: 0, stdout: "", stderr: "" };
    });
  });

  test("a good release drops no request", async (t) => {
    await works(t, "1.1.0", () => ground.deploy("1.1.0"));
  });

  for (const [version, why] of [
    [
      "never",
      /status 503 after[\s\S]*body: no database[\s\S]*state running, exit code 0, out of memory: false/,
    ],
    [
      "crash",
      /(?:started anew by the engine|it has ended|ends again and again)[\s\S]*ended with exit code 3[\s\S]*out of luck/,
    ],
    ["hungry", /out of memory\)|out of memory: true|exit code 137, out of memory/],
  ] as const)
    (version === "never" ? test : rare)(
      `a release that is no good (${version}) drops no request, is taken back, and says why`,
      async (t) => {
        ground.writeFile("", { stays: version !== "never" ? 6 : ground.times.stays });
        const done = await load(t, () => ground.deploy(version));
        ground.writeFile();
        t.is(done.code, 2, said(done));
        t.regex(done.stdout, why);
        t.regex(done.stdout, /web1 is back on 1\.1\.0/);
        t.regex(done.stdout, /to look further: tera logs .*--limit web1 --failed/);
        t.deepEqual(await ground.versions(), all("1.1.0"));
      },
    );

  rare("when the last host's container cannot be made, every host is on the old release", async (t) => {
    const { hosts, names } = ground.fleet;
    const last = hosts.at(-1)!;
    // the port that the next container needs is somebody else's
    const port = await last.run(IDLE_PORT);
    await last.run(`docker run -d --name blocker -p 127.0.0.1:${port}:8080 ${ground.images["1.0.0"]}`);
    const done = await load(t, () => ground.deploy("2.0.0"));
    await last.run("docker rm -f blocker");
    t.is(done.code, 2, said(done));
    for (const name of names) t.regex(done.stdout, new RegExp(`${name} is back on 1\\.1\\.0`), done.stdout);
    t.deepEqual(await ground.versions(), all("1.1.0"));
  });

  test("a rollback drops no request", async (t) => {
    await works(t, "1.0.0", () => ground.run("rollback"));
  });

  rare("a variable is changed by `tera provision`, and no request dropped", async (t) => {
    ground.writeFile("", { env: `TOKEN: "{{ token }}", COLOUR: blue` });
    const playbook = join(ground.folder, "provision.yml");
    // the role finds the release, and leaves its container alone
    const vars = { webapp_service: "web", webapp_port: 8080 };
    const play = { hosts: "all", gather_facts: true, roles: [`${process.cwd()}/roles/webapp`], vars };
    writeFileSync(playbook, JSON.stringify([play]));
    const [, ...words] = ground.words("provision", playbook);
    const asked = ["provision", ...words].map((word) => (word === "--file" ? "--release" : word));
    const predicted = await tera([...asked, "--check"], { env: ground.env });
    t.is(predicted.code, 0, said(predicted));
    const done = await works(t, "1.0.0", () => tera(asked, { env: ground.env }));
    t.deepEqual(changedTasks(done.stdout), changedTasks(predicted.stdout));
    t.regex(done.stdout, /web is brought here by `tera deploy`, and what runs goes on as it is/);
    for (const host of ground.fleet.hosts) t.is(await host.run("docker ps -aq --filter name=^webapp$"), "");
    for (const host of ground.fleet.hosts)
      t.regex(await host.run("docker inspect $(docker ps -qf label=tera.slot)"), /"COLOUR=blue"/);
    ground.writeFile();
  });

  rare("the proxy is restarted, and no request dropped", async (t) => {
    ground.writeFile("", { env: `TOKEN: "{{ token }}", COLOUR: blue` });
    const ids = () =>
      Promise.all(ground.fleet.hosts.map((host) => host.run("docker inspect -f '{{.Id}}' tera-proxy")));
    const before = await ids();
    await works(t, "1.0.0", () => ground.run("deploy", "--restart-proxy"));
    const after = await ids();
    t.false(after.some((id) => before.includes(id)));
  });

  rare("the proxy is upgraded, and no request dropped", async (t) => {
    ground.writeFile("", { caddy: "caddy-next", env: `TOKEN: "{{ token }}", COLOUR: blue` });
    const done = await works(t, "1.0.0", () => ground.deploy("1.0.0"));
    t.true(
      changedTasks(done.stdout).some((task) => task.startsWith("Put the new proxy")),
      said(done),
    );
  });
}

/** The port of the container that does not get the requests. */
const IDLE_PORT = `
live=a other=b; [ ! -e /var/lib/tera/proxy/live/prod-web/b ] || { live=b other=a; }
docker rm -f web-prod-$other >/dev/null
now=$(docker inspect -f '{{range .HostConfig.PortBindings}}{{range .}}{{.HostPort}}{{end}}{{end}}' web-prod-$live)
# the first of the two is even
echo $(( now % 2 == 0 ? now + 1 : now - 1 ))
`;
