import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { query, textOf } from "../../../src/aws/query.js";
import { missingForMoto, startMoto } from "../../helpers/moto.js";
import { type Ground, type RealTest, said } from "./ground.js";
import { underLoad } from "./load.js";

const ELB = { name: "elasticloadbalancing", version: "2015-12-01", variable: "ELASTIC_LOAD_BALANCING_V2" };
const POLL_MS = 200;

/** Hosts behind a load balancer: a target group of an emulator's, and a small balancer that follows it. */
export function balancedTests(test: RealTest, ground: Ground, { rate }: { rate: number }): void {
  test("each host is out of its target group while it changes, and no request through the balancer is dropped", async (t) => {
    t.timeout(300_000);
    const missing = missingForMoto();
    if (missing) return t.fail(missing);
    const moto = await startMoto({ region: "us-east-1" });
    const before = Object.keys(moto.env).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, moto.env);
    try {
      t.is((await ground.deploy("1.0.0")).code, 0);
      const addresses = ground.fleet.hosts.map(({ address }) => address);
      const group = await targetGroup(addresses);
      const balancer = await startBalancer(group);
      ground.extra = moto.env;
      ground.writeFile(`target_group: {arn: "${group}", target: "{{ ansible_host }}", timeout: 30}`);
      const done = await underLoad(t, { urls: [balancer.url], rate }, () => ground.deploy("1.1.0"));
      await balancer.stop();
      t.is(done.code, 0, said(done));
      t.regex(done.stdout, /TASK \[Take the host out of the target group\][\s*]*\nchanged: \[web1\]/);
      t.deepEqual(balancer.seen(), [1, addresses.length], "one at a time was out, and all were in");
      t.deepEqual(new Set(await ground.versions()), new Set(["1.1.0"]));
    } finally {
      ground.extra = {};
      for (const [name, value] of before)
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      ground.writeFile();
      await moto.stop();
    }
  });
}

async function targetGroup(addresses: readonly string[]): Promise<string> {
  const settings = { region: "us-east-1" };
  const { Vpcs = [] } = await new EC2Client({}).send(new DescribeVpcsCommand({}));
  const vpc = Vpcs[0]!.VpcId!;
  const made = await query(ELB, settings, "CreateTargetGroup", {
    ...{ Name: "web", Protocol: "HTTP", Port: "8080", TargetType: "ip", VpcId: vpc },
  });
  const group = textOf(made, "TargetGroupArn")!;
  for (const address of addresses)
    await query(ELB, settings, "RegisterTargets", { TargetGroupArn: group, "Targets.member.1.Id": address });
  return group;
}

/** Sends each request to the next host that the group calls healthy. */
async function startBalancer(group: string) {
  let targets = await healthy(group);
  let next = 0;
  const counts = new Set([targets.length]);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const timer = setInterval(() => {
    void healthy(group).then((found) => {
      targets = found;
      counts.add(found.length);
    });
  }, POLL_MS);
  const server = createServer((asked, answer) => {
    const host = targets[next++ % targets.length];
    const passed = request(
      { host, port: 8080, path: asked.url, method: asked.method, headers: asked.headers, agent },
      (given) => {
        answer.writeHead(given.statusCode!, given.headers);
        given.pipe(answer);
      },
    );
    passed.on("error", (error) => answer.writeHead(502).end(error.message));
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hello`,
    /** how few hosts, and how many, were healthy at once */
    seen: () => [Math.min(...counts), Math.max(...counts)],
    stop: async () => {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

async function healthy(group: string): Promise<string[]> {
  const xml = await query(ELB, { region: "us-east-1" }, "DescribeTargetHealth", { TargetGroupArn: group });
  const found = [
    ...xml.matchAll(/<Target>([\s\S]*?)<\/Target>[\s\S]*?<TargetHealth>([\s\S]*?)<\/TargetHealth>/g),
  ];
  return found
    .filter(([, , health]) => textOf(health!, "State") === "healthy")
    .map(([, target]) => textOf(target!, "Id")!);
}
