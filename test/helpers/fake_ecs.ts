import { type AwsStub, startAwsStub } from "./aws_stub.js";

interface Definition {
  taskDefinitionArn: string;
  family: string;
  revision: number;
  status: string;
  containerDefinitions: { name: string; image: string; environment?: object[] }[];
}

/** States of a deployment, one a look; the last one stays. */
type Script = readonly ("IN_PROGRESS" | "COMPLETED" | "FAILED")[];

export interface FakeEcs extends AwsStub {
  /** images of the revisions, the first one first */
  images(): string[];
  /** revision that the service is on */
  revision(): number;
  /** calls since the last time, without those that only read; `DescribeServices` is `look` */
  story(): string[];
}

const ARN = "arn:aws:ecs:us-east-1:123456789012";
const TELLS: Readonly<Record<string, string>> = {
  DescribeServices: "look",
  RegisterTaskDefinition: "register",
  UpdateService: "update",
};

/**
 * One service `webapp` in the cluster `prod`, on revision 1 with `image`. Nothing runs: how a deployment goes is
 * scripted by the image it brings. `breaker`: a failed one is taken back by ECS itself.
 */
export async function startFakeEcs(
  image: string,
  scripts: Readonly<Record<string, Script>>,
  { breaker = false } = {},
): Promise<FakeEcs> {
  const definitions: Definition[] = [];
  const events: { id: string; createdAt: number; message: string }[] = [];
  let deployments: { id: string; revision: number; looks: number }[] = [];
  let told = 0;

  const register = (input: Partial<Definition>): Definition => {
    const revision = definitions.length + 1;
    const family = "webapp";
    const taskDefinitionArn = `${ARN}:task-definition/${family}:${revision}`;
    const containerDefinitions = input.containerDefinitions!.map((one) => ({
      cpu: 0,
      environment: [],
      ...one,
    }));
    const made = { ...input, taskDefinitionArn, family, revision, status: "ACTIVE", containerDefinitions };
    definitions.push(made);
    return made;
  };
  const say = (message: string): void => {
    events.unshift({ id: `event-${events.length}`, createdAt: Date.now() / 1000, message });
  };
  const deploy = (revision: number): void => {
    deployments = [{ id: `ecs-svc/${deployments.length + events.length}-${revision}`, revision, looks: 0 }];
    say(`(service webapp) has started a deployment of webapp:${revision}.`);
  };
  const stateOf = ({ revision, looks }: (typeof deployments)[number]): Script[number] => {
    const script = scripts[definitions[revision - 1]!.containerDefinitions[0]!.image] ?? ["COMPLETED"];
    return script[Math.min(looks, script.length - 1)]!;
  };
  const service = () => {
    const [first] = deployments;
    const state = stateOf(first!);
    return {
      serviceName: "webapp",
      serviceArn: `${ARN}:service/prod/webapp`,
      status: "ACTIVE",
      desiredCount: 2,
      taskDefinition: `${ARN}:task-definition/webapp:${first!.revision}`,
      events,
      deployments: deployments.map((one, index) => ({
        id: one.id,
        status: index === 0 ? "PRIMARY" : "ACTIVE",
        taskDefinition: `${ARN}:task-definition/webapp:${one.revision}`,
        desiredCount: 2,
        runningCount: index === 0 && state === "COMPLETED" ? 2 : 0,
        pendingCount: index === 0 && state === "IN_PROGRESS" ? 2 : 0,
        failedTasks: state === "FAILED" ? 3 : 0,
        rolloutState: index === 0 ? state : "FAILED",
        rolloutStateReason: "tasks failed to start.",
      })),
    };
  };
  const look = () => {
    const shown = service();
    const [first] = deployments;
    first!.looks += 1;
    if (shown.deployments[0]!.rolloutState !== "FAILED") return shown;
    if (!events.some(({ message }) => message.includes("unable")))
      say("(service webapp) is unable to consistently start tasks successfully.");
    if (!breaker) return { ...shown, events };
    deployments = [{ id: "ecs-svc/breaker", revision: 1, looks: 0 }, first!];
    return service();
  };

  register({ containerDefinitions: [{ name: "webapp", image }] });
  deployments = [{ id: "ecs-svc/0", revision: 1, looks: 99 }];
  const stub = await startAwsStub({
    DescribeServices: ({ services }) =>
      (services as string[])[0] === "webapp"
        ? { services: [look()], failures: [] }
        : { services: [], failures: [{ reason: "MISSING" }] },
    DescribeTaskDefinition: ({ taskDefinition }) => {
      const name = String(taskDefinition).replace(/^.*\//, "");
      const found = definitions.findLast((one) =>
        [one.family, `${one.family}:${one.revision}`].includes(name),
      );
      return found
        ? { taskDefinition: found, tags: [] }
        : { error: "ClientException", message: "Unable to describe task definition." };
    },
    RegisterTaskDefinition: (input) => ({ taskDefinition: register(input as Partial<Definition>) }),
    UpdateService: ({ taskDefinition }) => {
      deploy(Number(/:(\d+)$/.exec(String(taskDefinition))?.[1] ?? deployments[0]!.revision));
      return { service: service() };
    },
    ListTasks: () => ({ taskArns: [`${ARN}:task/prod/1`] }),
    DescribeTasks: () => ({
      tasks: [{ stoppedReason: "CannotPullContainerError: not found", containers: [{ name: "webapp" }] }],
    }),
  });
  return {
    ...stub,
    images: () => definitions.map(({ containerDefinitions }) => containerDefinitions[0]!.image),
    revision: () => deployments[0]!.revision,
    story: () => {
      const fresh = stub.calls.slice(told);
      told = stub.calls.length;
      return fresh.map(({ action }) => TELLS[action]).filter((one) => one !== undefined);
    },
  };
}
