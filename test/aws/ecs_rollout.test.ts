import type { Deployment, Service } from "@aws-sdk/client-ecs";
import test from "ava";
import { rolloutOf } from "../../src/aws/ecs_rollout.js";

const ours = (more: Partial<Deployment> = {}): Deployment => ({
  id: "ecs-svc/2",
  status: "PRIMARY",
  taskDefinition: "webapp:2",
  desiredCount: 2,
  runningCount: 2,
  rolloutState: "COMPLETED",
  ...more,
});
const old = (more: Partial<Deployment> = {}): Deployment => ({
  id: "ecs-svc/1",
  status: "ACTIVE",
  taskDefinition: "webapp:1",
  desiredCount: 2,
  runningCount: 0,
  ...more,
});
const state = (...deployments: Deployment[]) => rolloutOf({ deployments } as Service, "ecs-svc/2").state;

test("a deployment is done when all its tasks run, and none of another", (t) => {
  t.is(state(ours()), "done");
  t.is(state(ours({ rolloutState: undefined })), "done", "some controllers say no state");
  t.is(state(ours(), old()), "done");
  t.is(state(ours(), old({ runningCount: 1 })), "going");
  t.is(state(ours({ rolloutState: "IN_PROGRESS" })), "going");
  t.is(state(ours({ runningCount: 1 })), "going");
  t.is(state(ours({ desiredCount: 0, runningCount: 0 })), "done");
});

test("a deployment has failed when ECS says so, goes back, or forgets it", (t) => {
  const failed = ours({ rolloutState: "FAILED", rolloutStateReason: "tasks failed to start" });
  t.deepEqual(rolloutOf({ deployments: [failed] } as Service, "ecs-svc/2"), {
    state: "failed",
    says: "tasks failed to start (2 of 2 tasks run, 0 are starting, 0 have failed)",
  });
  const back = ours({ status: "ACTIVE", rolloutState: "IN_PROGRESS" });
  t.is(state(back, old({ status: "PRIMARY" })), "failed");
  t.is(state(old({ status: "PRIMARY" })), "failed");
});
