import { tmpdir } from "node:os";
import { join } from "node:path";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import test from "ava";
import { clientFor, sharedSettings } from "../../src/aws/client.js";
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

test.serial("the SDK writes nothing of its own to the console", async (t) => {
  const aws = await startAwsStub({ DescribeServices: () => ({ services: [] }) });
  // of which it would warn: a profile, though there are keys
  const before = { ...process.env };
  Object.assign(process.env, aws.env, { AWS_PROFILE: "prod" });
  const said: unknown[] = [];
  const { warn } = console;
  console.warn = (...words: unknown[]) => void said.push(words);
  t.teardown(async () => {
    console.warn = warn;
    process.env = before;
    await aws.stop();
  });
  await findService({ region: "us-east-1" }, "prod", "webapp").catch(() => undefined);
  t.deepEqual(said, []);
});

test("hosts that name the same region and profile share a client", (t) => {
  const client = (region: string, profile?: string) =>
    clientFor(ECRClient, "ecr", sharedSettings({ region, profile }));
  t.is(client("eu-west-1", "prod"), client("eu-west-1", "prod"));
  t.not(client("eu-west-1", "prod"), client("eu-west-1"));
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
