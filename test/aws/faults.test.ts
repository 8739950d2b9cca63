import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import test from "ava";
import { ecrClient, findDigest } from "../../src/aws/ecr.js";
import { profileNames } from "../../src/aws/environment.js";
import { awsFault } from "../../src/aws/faults.js";
import { Fault } from "../../src/model/errors.js";
import { scratchFolder } from "../helpers/scratch.js";

const folder = scratchFolder("test");
test.after.always(() => rmSync(folder, { recursive: true, force: true }));
const IMAGE = { registry: undefined, repository: "webapp", tag: "1" };
const NAMES =
  "REGION DEFAULT_REGION PROFILE ENDPOINT_URL ACCESS_KEY_ID SECRET_ACCESS_KEY CONFIG_FILE SHARED_CREDENTIALS_FILE";

/** Nothing of the machine's own settings, but these. */
function environment(set: Record<string, string>): void {
  for (const name of NAMES.split(" ")) delete process.env[`AWS_${name}`];
  Object.assign(process.env, {
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    ...set,
  });
}

interface Handler {
  handle(request: object): Promise<unknown>;
  httpHandlerConfigs(): object;
}

const KEYS = { AWS_ACCESS_KEY_ID: "123456789012", AWS_SECRET_ACCESS_KEY: "test" };

async function asked(set: Record<string, string>, settings = {}): Promise<string> {
  environment(set);
  try {
    return String(await findDigest(settings, IMAGE));
  } catch (error) {
    return error instanceof Fault ? `${error.code}: ${error.message}\n${error.hint}` : String(error);
  }
}

/** An answer of something that is not AWS. */
async function withServer(status: number, body: string, run: (address: string) => Promise<void>) {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await run(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

test.serial("a profile that no file has is named, with the nearest that there is", async (t) => {
  const config = join(folder, "config");
  writeFileSync(config, "[default]\n[profile prod]\nregion = eu-west-1\n[sso-session corp]\n[services x]\n");
  const credentials = join(folder, "credentials");
  writeFileSync(credentials, "[ci]\naws_access_key_id = a\naws_secret_access_key = b\n");
  const files = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
  const start = "AWS_CREDENTIALS: there are no credentials for asking for images of webapp in the profile";
  t.is(
    await asked({ ...files, AWS_PROFILE: "prd", AWS_REGION: "eu-west-1" }),
    `${start} prd: there is no such profile\ndid you mean \`prod\`?`,
  );
  t.is(
    await asked(files, { profile: "somebody" }),
    `${start} somebody: there is no such profile\nthe profiles are default, prod, ci`,
    "also where the region would have come from it",
  );
  t.regex(
    await asked({ AWS_PROFILE: "x", AWS_REGION: "eu-west-1" }),
    /have no profiles: `aws configure sso`/,
  );
  environment(files);
  t.deepEqual(profileNames(), ["default", "prod", "ci"]);
  environment({ AWS_CONFIG_FILE: folder });
  t.deepEqual(profileNames(), [], "a file that cannot be read has none");
});

test.serial("no credentials, or half of them", async (t) => {
  t.is(
    await asked({ AWS_REGION: "eu-west-1" }),
    "AWS_CREDENTIALS: there are no credentials for asking for images of webapp: not in the environment, not in a profile, and this machine has no role\nset AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`",
  );
  t.regex(
    await asked({ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIA" }),
    /\nAWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not$/,
  );
});

test.serial("a region is AWS_REGION's, or AWS_DEFAULT_REGION's as for the AWS CLI", async (t) => {
  environment({ ...KEYS, AWS_DEFAULT_REGION: "eu-west-2" });
  t.is(await ecrClient({}).config.region(), "eu-west-2");
  environment({ ...KEYS, AWS_DEFAULT_REGION: "eu-west-2", AWS_REGION: "eu-west-3" });
  t.is(await ecrClient({}).config.region(), "eu-west-3");
  t.is(await ecrClient({ region: "eu-west-1" }).config.region(), "eu-west-1");
  const none = /^AWS_FAILED: no region is named for asking for images of webapp\nset AWS_REGION/;
  t.regex(await asked(KEYS), none);
  t.regex(await asked({ ...KEYS, AWS_REGION: "" }), none);
});

test.serial("what cannot be a region, or an address, is said in words", async (t) => {
  t.is(
    await asked({ ...KEYS, AWS_REGION: "eu_west-1" }),
    "AWS_FAILED: `eu_west-1` cannot be a region for asking for images of webapp\ndid you mean `eu-west-1`?",
  );
  t.regex(await asked(KEYS, { region: "Old London Town" }), /regions have names such as eu-west-1$/);
  const address = { ...KEYS, AWS_REGION: "eu-west-1" };
  t.is(
    await asked({ ...address, AWS_ENDPOINT_URL: "127.0.0.1:5000" }),
    "AWS_FAILED: the endpoint for asking for images of webapp is no address\nan endpoint begins with https:// or http:// (AWS_ENDPOINT_URL, `endpoint_url`)",
  );
});

test.serial("an answer that is not AWS's is not quoted", async (t) => {
  const start =
    "AWS_FAILED: what comes back to ecr:DescribeImages in eu-west-1 is no answer of AWS (HTTP 404)\n";
  await withServer(404, "<!doctype html><title>404</title>", async (address) => {
    const set = { ...KEYS, AWS_ENDPOINT_URL: `http://${address}` };
    t.is(
      await asked({ ...set, AWS_REGION: "eu-west-1" }),
      `${start}is the endpoint right (AWS_ENDPOINT_URL), and does no proxy answer instead?`,
    );
    t.regex(await asked({ ...set, AWS_REGION: "eu-wst-1" }), /in eu-wst-1 .*\ndid you mean `eu-west-1`\?$/);
    t.regex(
      await asked({ ...KEYS, AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: `https://${address}` }),
      /does not speak TLS\nan emulator's address begins with http:/,
    );
  });
  await withServer(404, "", async (address) => {
    t.regex(
      await asked({ ...KEYS, AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: `http://${address}` }),
      /is no answer of AWS \(HTTP 404\)/,
    );
  });
});

test("only the first line of what the SDK says is shown", (t) => {
  const error = Object.assign(new Error("no luck\n  at somewhere, with the request"), { name: "Odd" });
  t.is(
    (awsFault(error, { what: "x", action: "ecr:DescribeImages", region: "eu-west-1" }) as Fault).message,
    "AWS could not do ecr:DescribeImages in eu-west-1: Odd: no luck",
  );
});

test("a certificate that is not trusted is most often a proxy's", (t) => {
  const error = Object.assign(new Error("self-signed certificate"), { code: "SELF_SIGNED_CERT_IN_CHAIN" });
  const fault = awsFault(error, { what: "x", action: "ecr:DescribeImages", region: "eu-west-1" }) as Fault;
  t.is(
    fault.message,
    "the certificate of what answers ecr:DescribeImages in eu-west-1 is not trusted: self-signed certificate",
  );
  t.regex(fault.hint!, /NODE_EXTRA_CA_CERTS/);
});

test.serial("calls have time limits: an address that never answers is not waited for forever", async (t) => {
  environment({ ...KEYS, AWS_REGION: "eu-west-1" });
  const handler = ecrClient({}).config.requestHandler as unknown as Handler;
  // the handler reads its configuration at the first request
  await handler.handle({ protocol: "http:", hostname: "127.0.0.1", port: 1 }).catch(() => undefined);
  t.like(handler.httpHandlerConfigs(), {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  });
});

test("a time limit is said in seconds, and what is AWS's own trouble as such", (t) => {
  const doing = { what: "x", action: "ecr:DescribeImages", region: "eu-west-1" };
  const said = (name: string, message: string) => {
    const fault = awsFault(Object.assign(new Error(message), { name }), doing) as Fault;
    return `${fault.message}\n${fault.hint}`;
  };
  for (const text of [
    "@smithy/node-http-handler - [ERROR] a request has exceeded the configured 30000 ms requestTimeout.",
    "@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 30000 ms.",
  ])
    t.regex(
      said("TimeoutError", text),
      /^AWS does not answer ecr:DescribeImages in eu-west-1: nothing came within 30 seconds\n/,
    );
  t.regex(said("ServerException", "x"), /ServerException: x\nthat is AWS's own trouble/);
  t.regex(said("ThrottlingException", "x"), /\nwait a minute, then start again$/);
});

/** Answers that no policy changes: what AWS says, and what is said of it. */
const REFUSED: readonly [name: string, says: RegExp, hint: RegExp][] = [
  ["OptInRequired", /has not enabled what ec2:RunInstances needs in ap-east-1/, /AWS Regions/],
  ["SubscriptionRequiredException", /has not enabled/, /first page in the console/],
  ["PendingVerification", /still verifying the account for making hosts in ap-east-1/, /start again/],
  ["Blocked", /has blocked the account for making hosts: as AWS says/, /support/],
  ["VcpuLimitExceeded", /would exceed a quota of the account in ap-east-1: as AWS says/, /higher quota/],
  ["UnauthorizedOperation", /refuses ec2:RunInstances/, /docs\/aws-permissions\.md/],
];

for (const [name, says, hint] of REFUSED)
  test(`${name} is said in words of its own`, (t) => {
    const error = Object.assign(new Error("as AWS says\nand more"), { name });
    const doing = { what: "making hosts", action: "ec2:RunInstances", region: "ap-east-1" };
    const fault = awsFault(error, doing) as Fault;
    t.regex(fault.message, says);
    t.regex(fault.hint ?? "", hint);
  });
