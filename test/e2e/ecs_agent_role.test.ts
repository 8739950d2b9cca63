import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { tera } from "./cli.js";

/** Which file of tasks the role takes on a system. The system is told by facts; nothing is installed. */
const CHOICES = [
  ["Amazon", "RedHat", "amazon.yml"],
  ["Ubuntu", "Debian", "debian.yml"],
  ["Debian", "Debian", "debian.yml"],
  ["RedHat", "RedHat", "redhat.yml"],
] as const;

const ROLE = join(process.cwd(), "roles/ecs_agent");
const folder = mkdtempSync(join(tmpdir(), "tera-ecs-role-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the role in check mode on this machine as if it were another. */
async function checked(facts: Record<string, unknown>, vars: Record<string, unknown> = {}): Promise<string> {
  const playbook = join(mkdtempSync(join(folder, "play-")), "ecs.yml");
  writeFileSync(playbook, `- {hosts: localhost, connection: local, gather_facts: false, roles: [${ROLE}]}\n`);
  const given = {
    ansible_facts: { service_mgr: "systemd", architecture: "x86_64", ...facts },
    ecs_agent_cluster: "prod",
    ecs_agent_region: "eu-west-1",
    ecs_agent_install_docker: false,
    ...vars,
  };
  const run = await tera(["playbook", "-i", "localhost,", "--check", "-e", JSON.stringify(given), playbook]);
  return run.stdout + run.stderr;
}

for (const [distribution, os_family, file] of CHOICES)
  test(`the agent on ${distribution} is installed by ${file}`, async (t) => {
    // its tasks may well fail in check mode: this machine is not that system
    const output = await checked({ distribution, os_family });
    t.regex(output, new RegExp(`included: ${ROLE}/tasks/${file} for localhost`), output);
  });

test("the agent's configuration comes before its package", async (t) => {
  const output = await checked({ distribution: "Amazon", os_family: "RedHat" });
  const [configured, installed] = ["configure.yml", "amazon.yml"].map((file) => output.indexOf(file));
  t.true(configured! > 0 && installed! > configured!, output);
});

test("Docker is installed first, where that is asked for", async (t) => {
  const output = await checked(
    { distribution: "Amazon", os_family: "RedHat" },
    { ecs_agent_install_docker: true },
  );
  const [boot, docker, configured] = ["Wait until the first boot", "[docker : ", "configure.yml"].map(
    (text) => output.indexOf(text),
  );
  t.true(boot! > 0 && docker! > boot!, output);
  t.true(configured! < 0 || configured! > docker!, output);
});

test("Windows is refused with what to do", async (t) => {
  const output = await checked({ distribution: "Microsoft Windows Server 2022", os_family: "Windows" });
  t.regex(output, /Windows hosts cannot be reached yet: roles\/ecs_agent\/README\.md/, output);
});

const REFUSED: readonly [name: string, vars: Record<string, unknown>, says: RegExp][] = [
  ["an ARN", { ecs_agent_cluster: "arn:aws:ecs:eu-west-1:1:cluster/prod" }, /must be the cluster's name/],
  ["a quoted cluster", { ecs_agent_cluster: '"prod"' }, /without quotes/],
  ["no cluster", { ecs_agent_cluster: "" }, /ecs_agent_cluster is ``/],
  ["no region", { ecs_agent_region: "" }, /set it \(or aws_region\) to a region/],
  ["a quoted value", { ecs_agent_config: { ECS_LOGLEVEL: "'debug'" } }, /ECS_LOGLEVEL cannot be a line/],
  ["two lines in one", { ecs_agent_config: { ECS_LOGLEVEL: "debug\nX=1" } }, /ECS_LOGLEVEL cannot be a line/],
  ["the cluster again", { ecs_agent_config: { ECS_CLUSTER: "x" } }, /ECS_CLUSTER is ecs_agent_cluster/],
  [
    "no systemd",
    { ansible_facts: { os_family: "Debian", distribution: "Debian", service_mgr: "openrc" } },
    /with openrc/,
  ],
];

for (const [name, vars, says] of REFUSED)
  test(`refused before anything is done: ${name}`, async (t) => {
    const output = await checked({ distribution: "Debian", os_family: "Debian" }, vars);
    t.regex(output.replace(/\s+/g, " "), says, output);
    t.notRegex(output, /configure\.yml/);
  });
