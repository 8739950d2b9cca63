import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { type CliRun, changedTasks, tera } from "../../e2e/cli.js";
import { type Ground, type RealTest, said } from "./ground.js";
import { underLoad } from "./load.js";

/** Releases of every kind while each host is asked `rate` times a second: no request fails. */
export function loadTests(test: RealTest, ground: Ground, rate: number): void {
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
    ["hungry", /(?:ended with exit code 137, out of memory|exit code 137, out of memory: true)/],
  ] as const)
    test(`a release that is no good (${version}) drops no request, is taken back, and says why`, async (t) => {
      ground.writeFile("", { stays: version !== "never" ? 6 : ground.times.stays });
      const done = await load(t, () => ground.deploy(version));
      ground.writeFile();
      t.is(done.code, 2, said(done));
      t.regex(done.stdout, why);
      t.regex(done.stdout, /web1 is back on 1\.1\.0/);
      t.regex(done.stdout, /to look further: tera logs .*--limit web1 --failed/);
      t.deepEqual(await ground.versions(), all("1.1.0"));
    });

  test("when the last host's container cannot be made, every host is on the old release", async (t) => {
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

  test("a variable of the environment is changed by a release, and no request dropped", async (t) => {
    ground.writeFile("", { env: `TOKEN: "{{ token }}", COLOUR: blue` });
    const done = await works(t, "1.0.0", () => ground.deploy("1.0.0"));
    t.true(changedTasks(done.stdout).some((task) => task.startsWith("Make the new container")));
    ground.writeFile();
  });

  test("a playbook of `tera provision` changes a variable of the running container, and no request is dropped", async (t) => {
    const playbook = join(ground.folder, "provision.yml");
    writeFileSync(playbook, PROVISION);
    const words = ["provision", playbook, "-i", ground.fleet.inventory];
    const done = await load(t, () => tera(words, { env: ground.env }));
    t.is(done.code, 0, said(done));
    t.is(
      changedTasks(done.stdout).filter((task) => task.startsWith("Change a variable")).length,
      ground.count,
    );
    const env = await ground.fleet.hosts[0]!.run(
      "docker inspect -f '{{.Config.Env}}' $(docker ps -qf label=tera.slot)",
    );
    t.regex(env, /COLOUR=green/);
  });

  test("the proxy is upgraded, and no request dropped", async (t) => {
    ground.writeFile("", { caddy: "caddy-next", env: `TOKEN: "{{ token }}", COLOUR: blue` });
    const done = await works(t, "1.0.0", () => ground.deploy("1.0.0"));
    t.true(
      changedTasks(done.stdout).some((task) => task.startsWith("Put the new proxy")),
      said(done),
    );
  });
}

/** The container that gets the requests, with one variable more: the proxy keeps requests waiting meanwhile. */
const PROVISION = `- hosts: all
  become: true
  gather_facts: false
  serial: 1
  tasks:
    - shell: docker inspect $(docker ps -qf label=tera.slot)
      register: seen
      changed_when: false
    - name: Change a variable
      community.docker.docker_container:
        name: "{{ one.Name[1:] }}"
        image: "{{ one.Config.Image }}"
        pull: never
        restart_policy: unless-stopped
        memory: 128m
        published_ports: ["127.0.0.1:{{ one.HostConfig.PortBindings['8080/tcp'][0].HostPort }}:8080"]
        labels: "{{ one.Config.Labels }}"
        env: {TOKEN: token-of-the-app, COLOUR: green}
      vars: {one: "{{ (seen.stdout | from_json)[0] }}"}
`;

/** The port of the container that does not get the requests. */
const IDLE_PORT = `
live=a other=b; [ ! -e /var/lib/tera/proxy/live/prod-web/b ] || { live=b other=a; }
docker rm -f web-prod-$other >/dev/null
now=$(docker inspect -f '{{range .HostConfig.PortBindings}}{{range .}}{{.HostPort}}{{end}}{{end}}' web-prod-$live)
# the first of the two is even
echo $(( now % 2 == 0 ? now + 1 : now - 1 ))
`;
