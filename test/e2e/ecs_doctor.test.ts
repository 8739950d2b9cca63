import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { startAwsStub } from "../helpers/aws_stub.js";
import { tera } from "./cli.js";
import {
  type AgentHost,
  found,
  missingForAgent,
  REFUSED_ITS_STATE,
  REGISTERED,
  rows,
  startAgentHost,
} from "./ecs_agent_host.js";

const missing = missingForAgent();
let host: AgentHost;

test.after.always(() => host?.stop());

if (missing && process.env.CI) test("the doctor's end-to-end test can run", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have what it needs
const real = missing ? test.serial.skip : test.serial;

const rowsFor = async (faults: Record<string, string>, options: string[] = []) =>
  rows(await host.doctor(faults, ["--json", ...options]));

real("a host whose agent is in its cluster is healthy", async (t) => {
  host = await startAgentHost();
  const run = await host.provision();
  t.is(run.code, 0, run.stdout + run.stderr);
  const healthy = await host.doctor();
  t.is(healthy.code, 0, healthy.stdout + healthy.stderr);
  t.regex(healthy.stdout, /^web1: healthy: in prod as 0123, Amazon ECS Agent - v1\.105\.1/);
});

real("an old state is named by the agent's own line, and the doctor's command mends it", async (t) => {
  host.run(
    "systemctl stop ecs; echo elsewhere | tr -d '\\n' >/var/lib/ecs/data/agent.db; systemctl start ecs",
  );
  host.run(REFUSED_ITS_STATE);
  const run = await host.doctor({}, ["--json"]);
  t.is(run.code, 2, run.stdout);
  const stale = found(run).find(({ row }) => row === 6);
  t.regex(stale?.evidence ?? "", /saved cluster 'elsewhere' does not match configured cluster 'prod'/);
  host.run(`${stale!.fix}; ${REGISTERED}`);
  t.deepEqual(await rowsFor({}), []);
});

real("a quoted cluster is named, and the doctor's command takes the quotes away", async (t) => {
  host.run(`sed -i 's/^ECS_CLUSTER=.*/ECS_CLUSTER="prod"/' /etc/ecs/ecs.config`);
  const run = await host.doctor({}, ["--json"]);
  t.deepEqual(rows(run), [7]);
  host.run(`${found(run)[0]!.fix}; ${REGISTERED}`);
  const config = host.run("cat /etc/ecs/ecs.config");
  t.regex(config, /^ECS_CLUSTER=prod$/m);
  t.regex(config, /^ECS_AVAILABLE_LOGGING_DRIVERS=\["json-file","awslogs"\]$/m);
  t.deepEqual(await rowsFor({}), []);
});

const NO_ENGINE = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n";
const EXITED = "ecs-agent amazon/amazon-ecs-agent:latest Exited (1) 4 seconds ago\n";

/** What is wrong with a host whose agent is stopped, and the rows that say so; row 3 is that it is stopped. */
const FAULTS: readonly [name: string, faults: Record<string, string>, rows: number[]][] = [
  ["the deadlock", { "cloud-init": "status: running\n", jobs: "  238 ecs.service start waiting\n" }, [1]],
  ["no Docker engine", { docker: "failed\n", "docker-version": NO_ENGINE }, [2]],
  ["a terminal end", { show: "LoadState=loaded\nExecMainStatus=5\nNRestarts=0\n" }, [3]],
  ["no instance profile", { "no-role": "" }, [3, 4]],
  ["no route", { "no-route": "" }, [3, 5]],
  ["no DNS", { "no-dns": "" }, [3, 5]],
  ["SELinux", { selinux: "Enforcing\n", "docker-ps": EXITED }, [3, 8]],
];

real("what is wrong with a host is found by what its programs say", async (t) => {
  t.timeout(120_000);
  host.run("systemctl stop ecs; : >/var/log/ecs/ecs-agent.log");
  for (const [name, faults, wanted] of FAULTS) t.deepEqual(await rowsFor(faults), wanted, name);
  host.run(`systemctl start ecs; ${REGISTERED}`);
  t.deepEqual(await rowsFor({ "no-rules": "" }), [9]);
  t.deepEqual(await rowsFor({}, ["--cluster", "another"]), [7]);
  t.deepEqual(await rowsFor({}), []);
});

const NO_ROOM =
  "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123 has insufficient memory available.";

real("ECS is asked where that is wanted: has it lost the agent, does a task fit nowhere", async (t) => {
  let agentConnected = true;
  const aws = await startAwsStub({
    DescribeContainerInstances: () => ({ containerInstances: [{ status: "ACTIVE", agentConnected }] }),
    DescribeServices: () => ({
      services: [{ status: "ACTIVE", events: [{ id: "1", createdAt: 1_795_161_900, message: NO_ROOM }] }],
    }),
  });
  const asked = async (...options: string[]) => rows(await host.doctor({}, ["--json", ...options], aws.env));
  t.deepEqual(await asked(), []);
  t.deepEqual(aws.calls, [], "not asked unless that is wanted");
  t.deepEqual(await asked("--control-plane"), []);
  t.deepEqual(await asked("--service", "web"), [13]);
  agentConnected = false;
  t.deepEqual(await asked("--control-plane"), [12]);
  await aws.stop();
});

real("what the host says is told also where ECS refuses to answer", async (t) => {
  const aws = await startAwsStub({
    DescribeContainerInstances: () => ({ error: "ClusterNotFoundException" }),
  });
  const well = await host.doctor({}, ["--control-plane"], aws.env);
  t.is(well.code, 2);
  t.regex(well.stdout, /: failed: there is no cluster \S+ in \S+; are the name and the region right\?/);
  const ill = await host.doctor({ "no-rules": "" }, ["--control-plane"], aws.env);
  t.is(ill.code, 2);
  t.regex(ill.stdout, /\(row 9\)[\s\S]* {2}ECS itself did not answer: there is no cluster/);
  await aws.stop();
});

real("the user data of a host that is stuck is read there, and its line is named", async (t) => {
  host.run("systemctl stop ecs; mkdir -p /var/lib/cloud/instance");
  host.run(
    "cat >/var/lib/cloud/instance/user-data.txt",
    "#!/bin/bash\nexport TOKEN=topsecret\nsystemctl enable --now ecs\necho ECS_CLUSTER=x >>/etc/ecs/ecs.config\n",
  );
  const stuck = { "cloud-init": "status: running\n", jobs: "  238 ecs.service start waiting\n" };
  const run = await host.doctor(stuck);
  t.is(run.code, 2);
  t.regex(run.stdout, /cause +line 3 of the user data, `systemctl enable --now ecs`,/);
  t.regex(run.stdout, /evidence +238 ecs\.service start waiting/);
  t.regex(run.stdout, /fix +systemctl cancel 238 /);
  t.notRegex(run.stdout, /topsecret/);
});

real("a host that cannot be reached is neither healthy nor ill", async (t) => {
  const path = join(host.folder, "gone.ini");
  writeFileSync(path, "gone ansible_host=127.0.0.1 ansible_port=9\n");
  const run = await tera(["doctor", "ecs-agent", "gone", "-i", path]);
  t.is(run.code, 4, run.stdout + run.stderr);
  t.regex(run.stdout, /^gone: unreachable: /);
  const none = await tera(["doctor", "ecs-agent", "gnoe", "-i", path]);
  t.is(none.code, 1);
  t.regex(none.stderr, /no host of the inventory matches `gnoe`[\s\S]*did you mean `gone`/);
});

test("user data is checked without a host", async (t) => {
  const folder = "test/doctor/fixtures/ecs_agent";
  const run = await tera(["doctor", "ecs-agent", "--user-data", `${folder}/original_user_data.sh`]);
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(
    run.stdout,
    /\(row 1\)[\s\S]*line 5: systemctl enable --now ecs[\s\S]*\(row 7\)[\s\S]*line 6: echo/,
  );
  for (const words of [[], ["web1", "--user-data", "x"]]) {
    const wrong = await tera(["doctor", "ecs-agent", ...words]);
    t.is(wrong.code, 2);
    t.regex(wrong.stderr, /takes a HOST, or --user-data FILE/);
  }
});
