import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { tera } from "./cli.js";

/** Which file of tasks the role takes on a system. The system is told by facts; nothing is installed. */
const CHOICES = [
  ["Amazon", "RedHat", "docker-ce", "amazon.yml"],
  ["Ubuntu", "Debian", "docker-ce", "debian-docker-ce.yml"],
  ["Ubuntu", "Debian", "distro", "debian-distro.yml"],
  ["Debian", "Debian", "docker-ce", "debian-docker-ce.yml"],
  ["RedHat", "RedHat", "docker-ce", "redhat-docker-ce.yml"],
  ["RedHat", "RedHat", "distro", "redhat-distro.yml"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "tera-role-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

for (const [distribution, os_family, source, file] of CHOICES)
  test(`docker on ${distribution} from ${source} is installed by ${file}`, async (t) => {
    const playbook = join(folder, `${distribution}-${source}.yml`);
    const roles = join(process.cwd(), "roles");
    writeFileSync(
      playbook,
      `- hosts: localhost
  connection: local
  gather_facts: false
  roles: [${roles}/docker]
`,
    );
    const facts = {
      ansible_facts: { distribution, os_family, service_mgr: "systemd" },
      docker_source: source,
    };
    // its tasks may well fail in check mode: this machine is not that system
    const run = await tera([
      "playbook",
      "-i",
      "localhost,",
      "--check",
      "-e",
      JSON.stringify(facts),
      playbook,
    ]);
    t.regex(run.stdout, new RegExp(`included: ${roles}/docker/tasks/${file} for localhost`), run.stdout);
  });
