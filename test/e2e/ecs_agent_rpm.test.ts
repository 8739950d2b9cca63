import test from "ava";
import { recap } from "./cli.js";
import { type AgentHost, architecture, missingForAgent, startAgentHost } from "./ecs_agent_host.js";
import { addRpms } from "./ecs_agent_packages.js";

const missing = missingForAgent(["dnf", "rpmbuild", "createrepo_c"]);
const RED_HAT = { os_family: "RedHat", service_mgr: "systemd", architecture: architecture() };
let host: AgentHost;

test.after.always(() => host?.stop());

if (missing && process.env.CI) test("the ECS agent's rpm test can run", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have what it needs
const real = missing ? test.serial.skip : test.serial;

real("on RHEL the agent comes from a signed rpm of a wanted version, by dnf", async (t) => {
  t.timeout(120_000);
  host = await startAgentHost();
  await addRpms(host.folder);
  const repository = `[test]\nname=test\nbaseurl=${host.packages.url}/rpm\ngpgcheck=0\n`;
  host.run("rpm --initdb; mkdir -p /etc/yum.repos.d; cat >/etc/yum.repos.d/test.repo", repository);
  const vars = { ansible_facts: { ...RED_HAT, distribution: "RedHat" }, ecs_agent_version: "1.105.1-1" };
  const forged = await host.provision({ ...vars, ecs_agent_packages_url: `${host.packages.url}/forged` });
  t.is(forged.code, 2, forged.stdout + forged.stderr);
  t.regex(forged.stdout, /the package is refused: /);
  t.is(host.run("rpm -q amazon-ecs-init || true"), "package amazon-ecs-init is not installed");
  const first = await host.provision(vars);
  t.is(first.code, 0, first.stdout + first.stderr);
  t.is(host.run("rpm -q --qf '%{VERSION}' amazon-ecs-init"), "1.105.1");
  t.deepEqual(host.starts(), ["start ecs [prod]"], "the run that failed had configured it already");
  const again = await host.provision(vars);
  t.is(recap(again.stdout).web1?.changed, 0, again.stdout);
});

real("on Amazon Linux the agent comes from the system's own repository", async (t) => {
  t.timeout(120_000);
  host.run(
    "systemctl stop ecs; rpm -e amazon-ecs-init 2>/dev/null; rm -rf /etc/ecs /var/lib/ecs /opt/fake/ecs.enabled /opt/fake/systemctl.log",
  );
  for (const ecs_agent_version of ["latest", "1.105.1"]) {
    const ansible_facts = { ...RED_HAT, distribution: "Amazon" };
    const run = await host.provision({ ansible_facts, ecs_agent_version });
    t.is(run.code, 0, run.stdout + run.stderr);
    t.is(host.run("rpm -q --qf '%{NAME} %{VERSION}' ecs-init"), "ecs-init 1.105.1");
    t.deepEqual(host.starts(), ["start ecs [prod]"], "the version that is there is not installed again");
    if (ecs_agent_version !== "latest") t.is(recap(run.stdout).web1?.changed, 0, run.stdout);
  }
});
