import test from "ava";
import { startAwsStub } from "../helpers/aws_stub.js";
import { changedTasks, recap } from "./cli.js";
import { type AgentHost, missingForAgent, REGISTERED, rows, startAgentHost } from "./ecs_agent_host.js";

const missing = missingForAgent();
let host: AgentHost;
let predicted: string[];

test.after.always(() => host?.stop());

if (missing && process.env.CI) test("the ECS agent's end-to-end test can run", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have what it needs
const real = missing ? test.serial.skip : test.serial;

const installed = (): string => host.run("dpkg-query -W amazon-ecs-init 2>/dev/null || echo none");

real("check mode predicts the tasks, and changes nothing", async (t) => {
  host = await startAgentHost();
  const run = await host.provision({}, ["--check"]);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.is(host.run("ls /etc/ecs /opt/ecs-agent 2>/dev/null || true"), "");
  predicted = changedTasks(run.stdout);
});

real("a key with another fingerprint is refused, and nothing is installed", async (t) => {
  const run = await host.provision({ ecs_agent_key_url: `${host.packages.url}/theirs.gpg` });
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /the key is refused: its fingerprint is \w{40} , wanted is/);
  t.is(installed(), "none");
  t.deepEqual(host.starts(), []);
});

real("a package that another key has signed is refused, and nothing is installed", async (t) => {
  const run = await host.provision({ ecs_agent_packages_url: `${host.packages.url}/forged` });
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /the package is refused: \S+ is no good signature of/);
  t.is(installed(), "none");
  t.deepEqual(host.starts(), []);
});

real("a first boot that does not end is not waited for without end", async (t) => {
  host.run("echo 30 >/opt/fake/boot");
  const run = await host.provision({ ecs_agent_cloud_init_seconds: 1 });
  host.run("rm /opt/fake/boot");
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /TASK \[ecs_agent : Wait until the first boot has ended\] \*+\nfatal: /);
});

real(
  "the agent is installed, configured before its first start, and proved to be in its cluster",
  async (t) => {
    host.run("rm -rf /etc/ecs /var/cache/amazon-ecs-init.*");
    const run = await host.provision();
    t.is(run.code, 0, run.stdout + run.stderr);
    t.deepEqual(changedTasks(run.stdout), predicted, "check mode predicts exactly what changes");
    t.deepEqual(host.starts(), ["start ecs [prod]"], "one start, and the cluster was there");
    t.is(host.run("cat /var/lib/ecs/data/agent.db"), "prod");
    t.is(host.run("stat -c %a /etc/ecs/ecs.config"), "600");
    t.is(
      host.run("cat /etc/ecs/ecs.config"),
      `ECS_CLUSTER=prod
ECS_AVAILABLE_LOGGING_DRIVERS=["json-file","awslogs"]
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
ECS_ENABLE_TASK_IAM_ROLE=true
ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true
ECS_RESERVED_MEMORY=256`,
    );
  },
);

real("a second run changes nothing", async (t) => {
  for (const check of [[], ["--check"]]) {
    const run = await host.provision({}, check);
    t.is(run.code, 0, run.stdout + run.stderr);
    t.is(recap(run.stdout).web1?.changed, 0, run.stdout);
  }
  t.is(host.starts().length, 1);
});

real("a changed line restarts the agent, and its state is kept", async (t) => {
  const run = await host.provision({
    ecs_agent_config: { ECS_LOGLEVEL: "debug", ECS_RESERVED_MEMORY: null },
  });
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changedTasks(run.stdout), [
    "ecs_agent : Restart the agent / web1",
    "ecs_agent : Write its configuration / web1",
  ]);
  const config = host.run("cat /etc/ecs/ecs.config");
  t.regex(config, /^ECS_LOGLEVEL=debug$/m);
  t.notRegex(config, /RESERVED_MEMORY/);
});

real("another cluster: stopped, emptied, configured, started, in this order", async (t) => {
  const before = host.starts().length;
  const run = await host.provision({ ecs_agent_cluster: "staging" });
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(host.starts().slice(before), ["stop ecs [prod]", "start ecs [staging]"]);
  t.is(host.run("cat /var/lib/ecs/data/agent.db"), "staging");
  t.notRegex(host.run("cat /var/log/ecs/ecs-agent.log"), /Data mismatch/);
});

real("an agent in another cluster than wanted fails the proof, with what to ask next", async (t) => {
  host.run(
    "sed -i s/staging/elsewhere/ /etc/ecs/ecs.config; systemctl stop ecs; rm -rf /var/lib/ecs/data/*; systemctl start ecs",
  );
  // the file is right again, but the agent has not read it
  host.run(`${REGISTERED}; sed -i s/elsewhere/staging/ /etc/ecs/ecs.config`);
  const run = await host.provision({ ecs_agent_cluster: "staging", ecs_agent_ready_seconds: 2 });
  t.is(run.code, 2, run.stdout + run.stderr);
  const said = run.stdout.replace(/\s+/g, " ");
  t.regex(said, /not in cluster staging after 2 seconds \(it registered in elsewhere\)/);
  t.regex(said, /Ask `tera doctor ecs-agent web1` why/);
  t.deepEqual(rows(await host.doctor({}, ["--json"])), [7]);
});

real(
  "ECS itself is asked until it sees the agent; an agent that it does not see fails the proof",
  async (t) => {
    t.timeout(120_000);
    host.run("systemctl stop ecs; rm -rf /var/lib/ecs/data/*; systemctl start ecs");
    /** one answer a call; the last one stays */
    let connected = [false, true];
    const aws = await startAwsStub({
      DescribeContainerInstances: ({ containerInstances }) => ({
        containerInstances: (containerInstances as string[]).map((containerInstanceArn) => ({
          containerInstanceArn,
          status: "ACTIVE",
          agentConnected: connected.length > 1 ? connected.shift() : connected[0],
        })),
      }),
    });
    const asking = {
      ecs_agent_cluster: "staging",
      ecs_agent_region: "eu-west-1",
      ecs_agent_verify_control_plane: true,
    };
    const run = await host.provision(asking, [], aws.env);
    t.is(run.code, 0, run.stdout + run.stderr);
    t.deepEqual(
      aws.calls.map(({ action, input }) => [action, input.cluster]),
      Array(2).fill(["DescribeContainerInstances", "staging"]),
    );
    connected = [false];
    const lost = await host.provision({ ...asking, ecs_agent_ready_seconds: 2 }, [], aws.env);
    await aws.stop();
    t.is(lost.code, 2, lost.stdout + lost.stderr);
    t.regex(
      lost.stdout,
      /TASK \[ecs_agent : Wait until ECS sees the agent as connected\] \*+\n[\s\S]*fatal: /,
    );
  },
);
