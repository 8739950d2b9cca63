import { tmpdir } from "node:os";
import { join } from "node:path";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import test from "ava";
import { clientFor } from "../../src/aws/client.js";
import { findService } from "../../src/aws/ecs.js";
import { Secret } from "../../src/model/secret.js";
import { startAwsStub } from "../helpers/aws_stub.js";

test("settings have one client for each service, other settings another", (t) => {
  const settings = { region: "eu-west-1" };
  const client = clientFor(ECRClient, "ecr", settings);
  t.is(clientFor(ECRClient, "ecr", settings), client);
  t.not(clientFor(ECRClient, "ecr", { ...settings }), client);
  t.true(clientFor(ECSClient, "ecs", settings) instanceof ECSClient);
});

test("that calls cannot be noted is said as it is, not as a fault of AWS", async (t) => {
  const aws = await startAwsStub({ DescribeServices: () => ({ services: [] }) });
  process.env.TERA_AWS_CALLS = join(tmpdir(), "no-such-folder", "calls");
  t.teardown(async () => {
    delete process.env.TERA_AWS_CALLS;
    await aws.stop();
  });
  const settings = {
    ...{ region: "us-east-1", endpoint: aws.endpoint },
    ...{ accessKey: "a", secretKey: new Secret("b") },
  };
  await t.throwsAsync(findService(settings, "prod", "webapp"), {
    message: /^the calls of AWS cannot be noted: ENOENT/,
  });
});
