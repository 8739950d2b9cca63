import test from "ava";
import { sameTaskDefinition } from "../../src/aws/ecs_equal.js";
import { inputOf, type TaskDefinitionInput, withChanges } from "../../src/aws/ecs_task_definition.js";

const asked: TaskDefinitionInput = {
  family: "webapp",
  networkMode: "awsvpc",
  containerDefinitions: [
    {
      name: "webapp",
      image: "webapp@sha256:1",
      portMappings: [{ containerPort: 8080 }],
      environment: [
        { name: "PORT", value: "8080" },
        { name: "HOST", value: "0.0.0.0" },
      ],
    },
    { name: "redis", image: "redis@sha256:2" },
  ],
};

/** The same as ECS tells it. */
const told: TaskDefinitionInput = {
  family: "webapp",
  networkMode: "awsvpc",
  volumes: [],
  placementConstraints: [],
  containerDefinitions: [
    { name: "redis", image: "redis@sha256:2", cpu: 0, essential: true, environment: [], mountPoints: [] },
    {
      name: "webapp",
      image: "webapp@sha256:1",
      cpu: 0,
      essential: true,
      mountPoints: [],
      volumesFrom: [],
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
      environment: [
        { name: "HOST", value: "0.0.0.0" },
        { name: "PORT", value: "8080" },
      ],
    },
  ],
};

test("what ECS fills in and reorders makes no difference", (t) => {
  t.true(sameTaskDefinition(asked, told));
});

test("an image, a variable, a port, a size or a container makes one", (t) => {
  const [webapp, redis] = asked.containerDefinitions!;
  const others: TaskDefinitionInput[] = [
    { ...asked, memory: "512" },
    { ...asked, networkMode: "bridge" },
    { ...asked, containerDefinitions: [webapp!] },
    { ...asked, containerDefinitions: [{ ...webapp!, image: "webapp@sha256:3" }, redis!] },
    { ...asked, containerDefinitions: [{ ...webapp!, essential: false }, redis!] },
    { ...asked, containerDefinitions: [{ ...webapp!, environment: [] }, redis!] },
    {
      ...asked,
      containerDefinitions: [{ ...webapp!, portMappings: [{ containerPort: 8080, hostPort: 80 }] }, redis!],
    },
  ];
  for (const other of others) t.false(sameTaskDefinition(other, told), JSON.stringify(other));
});

test("in bridge mode a fixed port of the host is not a free one", (t) => {
  const bridge = (hostPort?: number): TaskDefinitionInput => ({
    family: "webapp",
    containerDefinitions: [
      { name: "webapp", portMappings: [{ containerPort: 80, ...(hostPort ? { hostPort } : {}) }] },
    ],
  });
  t.false(sameTaskDefinition(bridge(), bridge(80)));
  t.true(sameTaskDefinition(bridge(), { ...bridge(), networkMode: "bridge" }));
});

test("a release changes image and variables of a container, and nothing else", (t) => {
  const next = withChanges(
    told,
    new Map([["webapp", { image: "webapp@sha256:9", environment: { PORT: "9000", NEW: "1" } }]]),
  );
  const [redis, webapp] = next.containerDefinitions!;
  t.deepEqual(redis, told.containerDefinitions![0]);
  t.deepEqual(webapp, {
    ...told.containerDefinitions![1],
    image: "webapp@sha256:9",
    environment: [
      { name: "HOST", value: "0.0.0.0" },
      { name: "PORT", value: "9000" },
      { name: "NEW", value: "1" },
    ],
  });
  t.throws(() => withChanges(told, new Map([["webap", { image: "x" }]])), {
    message: /webapp has no container webap/,
  });
});

test("what ECS adds to a registration is no part of the next one", (t) => {
  const registered = {
    ...told,
    taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/webapp:4",
    revision: 4,
    status: "ACTIVE" as const,
    compatibilities: ["EC2" as const],
    registeredBy: "arn:aws:iam::123456789012:root",
  };
  t.deepEqual(inputOf({ definition: registered, tags: [] }), told);
  t.deepEqual(inputOf({ definition: registered, tags: [{ key: "a", value: "b" }] }).tags, [
    { key: "a", value: "b" },
  ]);
});
