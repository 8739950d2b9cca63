import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { diagnose } from "../../src/doctor/ecs_agent.js";
import type { Evidence } from "../../src/doctor/evidence.js";

const FOLDER = "test/doctor/fixtures/ecs_agent";
const fixtures = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

function evidenceOf(name: string): Evidence {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Evidence;
}

const HEALTHY = evidenceOf("00-healthy");
const rowsOf = (evidence: Evidence): number[] => diagnose(evidence).map(({ row }) => row);

/** Rows that are for agents that are not up, as docs/ecs-agent.md has them. */
const OVERCOME = [2, 3, 4, 5, 6, 8, 10, 14];

for (const file of fixtures.filter((name) => OVERCOME.includes(Number(name.slice(0, 2))))) {
  const name = file.replace(".json", "");
  test(`${name}: an agent that is registered all the same has no such cause`, (t) => {
    const { metadata, nat_rules, agent_connected } = HEALTHY;
    t.deepEqual(rowsOf({ ...evidenceOf(name), metadata, nat_rules, agent_connected }), []);
  });
}

test("each of these rows has such a fixture, and docs/ecs-agent.md says the same of them", (t) => {
  t.deepEqual(
    OVERCOME.filter((row) => !fixtures.some((name) => Number(name.slice(0, 2)) === row)),
    [],
  );
  t.regex(readFileSync("docs/ecs-agent.md", "utf8"), /rows 2 to 6, 8, 10 and 14 are for agents/);
});

test("an agent that ECS has lost is not up: what cuts it off is found, too", (t) => {
  const { metadata, nat_rules } = HEALTHY;
  t.deepEqual(
    rowsOf({ ...evidenceOf("05-no-route"), metadata, nat_rules, agent_connected: "false" }),
    [5, 12],
  );
});

const NO_ROOM = evidenceOf("13-memory").service_events!;
const at = (seconds: number): Evidence => ({
  clock: String(Number(HEALTHY.clock) + seconds),
  clock_synchronised: "NTPSynchronized=no",
});

/** A fixture with something different, and the rows that are left: 0 is "no known cause". */
const CASES: readonly [name: string, fixture: string, different: Evidence, rows: number[]][] = [
  [
    "a host outside of EC2 has no role",
    "04-no-instance-profile",
    { ecs_config: "ECS_CLUSTER=prod\nECS_EXTERNAL=true" },
    [0],
  ],
  ["SELinux only warns", "08-selinux", { selinux: "Permissive" }, [0]],
  [
    "the agent's container has ended well",
    "08-selinux",
    { agent_container: "ecs-agent amazon/amazon-ecs-agent:latest Exited (0) 4 seconds ago" },
    [0],
  ],
  [
    "task roles are not wanted",
    "09-route-localnet",
    { ecs_config: "ECS_CLUSTER=prod\nECS_ENABLE_TASK_IAM_ROLE=false" },
    [],
  ],
  ["one of two rules is left", "00-healthy", { nat_rules: HEALTHY.nat_rules!.split("\n")[0]! }, [9]],
  ["the clock is 3 minutes fast", "10-clock", at(180), [0]],
  ["the clock is 5 minutes fast", "10-clock", at(300), [10]],
  ["300 MB are free", "11-disk-full", { disk: "/dev/sda1  31444972  31137772  307200  99% /" }, [0]],
  ["200 MB are free", "11-disk-full", { disk: "/dev/sda1  31444972  31240172  204800  99% /" }, [11]],
  [
    "the service has become steady since",
    "13-memory",
    {
      service_events: `2026-11-20T08:20:00.000Z (service web) has reached a steady state.\n${NO_ROOM}`,
    },
    [],
  ],
  [
    "there is no container instance at all: that is the other rows' matter",
    "13-memory",
    {
      service_events:
        "2026-11-20T08:10:00.000Z (service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.",
    },
    [],
  ],
  ["the agent is the first that knows cgroup v2", "14-old-agent-cgroup2", { agent_package: "1.61.0" }, [0]],
  [
    "the old agent is registered all the same",
    "14-old-agent-cgroup2",
    {
      metadata: HEALTHY.metadata!.replace("v1.105.1", "v1.51.0"),
      nat_rules: HEALTHY.nat_rules!,
      agent_connected: "true",
    },
    [],
  ],
  [
    "the old agent does not limit tasks",
    "14-old-agent-cgroup2",
    { ecs_config: "ECS_CLUSTER=prod\nECS_ENABLE_TASK_CPU_MEM_LIMIT=false" },
    [0],
  ],
  ["quotes inside of a list", "07-quoted-value", { ecs_config: HEALTHY.ecs_config! }, [0]],
  [
    "the cluster is wanted by its ARN",
    "00-healthy",
    { wanted_cluster: "arn:aws:ecs:eu-west-1:111122223333:cluster/prod" },
    [],
  ],
  [
    "the unit is not started yet, because it waits",
    "03-not-started",
    { jobs: "  238 ecs.service start waiting" },
    [0],
  ],
  [
    "another error that says denied",
    "06-access-denied",
    { agent_log: 'level=error msg="dial unix docker.sock: connect: permission denied"' },
    [0],
  ],
  [
    "a proxy that is not for what is on the host",
    "05-proxy-takes-all",
    {
      ecs_config:
        "ECS_CLUSTER=prod\nHTTP_PROXY=proxy:3128\nNO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock",
    },
    [0],
  ],
];

for (const [name, fixture, different, rows] of CASES)
  test(`${fixture}, but ${name}: ${rows.join(", ") || "nothing"}`, (t) => {
    t.deepEqual(rowsOf({ ...evidenceOf(fixture), ...different }), rows);
  });

for (const missing of ["169.254.169.254", "169.254.170.2", "/var/run/docker.sock"])
  test(`a proxy takes ${missing}, which is named`, (t) => {
    const all = ["169.254.169.254", "169.254.170.2", "/var/run/docker.sock"];
    const NO_PROXY = all.filter((one) => one !== missing).join(",");
    const ecs_config = `ECS_CLUSTER=prod\nHTTP_PROXY=proxy:3128\nNO_PROXY=${NO_PROXY}`;
    const [finding] = diagnose({ ...evidenceOf("05-proxy-takes-all"), ecs_config });
    t.is(finding?.row, 5);
    t.true(finding?.cause.endsWith(`NO_PROXY lacks ${missing}`), finding?.cause);
  });
