import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { type Ground, type RealTest, said } from "./ground.js";
import { underLoad } from "./load.js";

/** Hosts whose port a container of `tera provision` has before their first release. */
export class Before {
  readonly #ground: Ground;
  readonly #rate: number;

  constructor(ground: Ground, rate: number) {
    this.#ground = ground;
    this.#rate = rate;
  }

  /** As the role `webapp` makes it; when it is to end it closes each connection behind an answer. */
  async start(): Promise<void> {
    const { fleet, images } = this.#ground;
    for (const [index, host] of fleet.hosts.entries()) {
      await host.run(
        `docker run -d --name webapp --restart always -p 0.0.0.0:8080:8080 -e GRACE=2000 ${images["1.0.0"]}`,
      );
      for (let tries = 0; tries < 50; tries++) {
        if (
          await fetch(this.#ground.url(index)).then(
            ({ ok }) => ok,
            () => false,
          )
        )
          break;
        await sleep(100);
      }
    }
  }

  async remove(): Promise<void> {
    for (const host of this.#ground.fleet.hosts) await host.run("docker rm webapp");
  }

  load<T>(t: ExecutionContext, work: () => Promise<T>): Promise<T> {
    t.timeout(300_000);
    const urls = this.#ground.fleet.hosts.map((_, index) => this.#ground.url(index));
    return underLoad(t, { urls, rate: this.#rate }, work);
  }

  /** Firewall rules that lead requests to the proxy, and whether the container runs, on each host. */
  left(): Promise<string[]> {
    return Promise.all(this.#ground.fleet.hosts.map((host) => host.run(LEFT)));
  }
}

const LEFT = `
echo "rules $(iptables-save | grep -c tera-takeover), webapp $(docker inspect -f '{{.State.Status}} {{.HostConfig.RestartPolicy.Name}}' webapp)"
`;

/** A first release that is no good, where something serves already. */
export function takeoverTests(test: RealTest, ground: Ground, before: Before): void {
  test("a first release that is no good leaves the container that had the port, and drops no request", async (t) => {
    // it is found out when it has requests already
    ground.writeFile("", { outside: "http://127.0.0.1:9/" });
    const done = await before.load(t, async () => {
      const failed = await ground.deploy("1.1.0");
      await sleep(2000);
      return failed;
    });
    ground.writeFile();
    t.is(done.code, 2, said(done));
    t.regex(done.stdout, /web1 is back on the container webapp, which it had before/);
    t.deepEqual(new Set(await ground.versions()), new Set(["1.0.0"]));
    t.deepEqual(new Set(await before.left()), new Set(["rules 0, webapp running always"]));
  });
}
