import test from "ava";
import { checkUserData, numberedLines } from "../../src/doctor/user_data.js";

/** Lines of user data, and what is wrong with them: kind and line. */
const CASES: readonly [name: string, text: string, problems: [string, number][]][] = [
  [
    "what AWS documents",
    "#!/bin/bash\ndnf install -y docker ecs-init\necho ECS_CLUSTER=prod >> /etc/ecs/ecs.config\nsystemctl enable --now --no-block ecs.service\n",
    [],
  ],
  ["a unit that boot starts", "systemctl enable ecs", []],
  ["a start in the background", "systemctl start ecs &", []],
  ["another unit", "systemctl enable --now ecs-exporter.service", []],
  ["a comment", "# systemctl start ecs waits for ever here", []],
  ["a start", "sudo systemctl start ecs", [["deadlock", 1]]],
  ["a restart of two units", "systemctl restart docker ecs.service", [["deadlock", 1]]],
  ["a start that && follows", "systemctl enable --now ecs && echo done", [["deadlock", 1]]],
  ["the older command", "service ecs start", [["deadlock", 1]]],
  [
    "a start again by hand after one that does not wait",
    "systemctl enable --now --no-block ecs.service\nsleep 15\nsystemctl stop ecs\nsystemctl start ecs",
    [["deadlock", 4]],
  ],
  ["cloud-config", "#cloud-config\nruncmd:\n  - systemctl enable --now ecs\n", [["deadlock", 3]]],
  [
    "configuration that comes too late, by tee",
    "systemctl start --no-block ecs\necho ECS_CLUSTER=prod | sudo tee -a /etc/ecs/ecs.config >/dev/null",
    [["config-after-start", 2]],
  ],
  [
    "quotes in a here-document",
    'cat <<\'EOF\' >> /etc/ecs/ecs.config\nECS_CLUSTER="prod"\nECS_AVAILABLE_LOGGING_DRIVERS=["json-file","awslogs"]\nEOF\n',
    [["quoted", 2]],
  ],
  ["a variable of the shell", 'ECS_CLUSTER="prod"\necho ECS_CLUSTER=$ECS_CLUSTER >>/etc/ecs/ecs.config', []],
  ["quotes that the shell takes away", 'echo "ECS_CLUSTER=prod" >> /etc/ecs/ecs.config', []],
  ["quotes that stay", "echo 'ECS_CLUSTER=\"prod\"' >> /etc/ecs/ecs.config", [["quoted", 1]]],
  ["escaped quotes", 'echo ECS_CLUSTER=\\"prod\\" >> /etc/ecs/ecs.config', [["quoted", 1]]],
  ["another file", "echo ECS_CLUSTER=prod > /etc/ecs.config", [["other-file", 1]]],
  ["the other file that the agent reads", "echo ECS_CLUSTER=prod > /var/lib/ecs/ecs.config", []],
];

for (const [name, text, problems] of CASES)
  test(`user data: ${name}`, (t) => {
    t.deepEqual(
      checkUserData(numberedLines(text)).map(({ kind, line }) => [kind, line] as [string, number]),
      problems,
    );
  });
