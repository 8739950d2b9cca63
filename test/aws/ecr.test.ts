import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import test from "ava";
import { ecrToken, findDigest, tagDigest } from "../../src/aws/ecr.js";
import { remoteImage } from "../../src/aws/ecr_compare.js";
import { ecrDigests } from "../../src/aws/ecr_digest.js";
import { readImageName, readRegistry, registryName, settingsFor } from "../../src/aws/ecr_names.js";
import { Secret } from "../../src/model/secret.js";
import { ACCOUNT } from "../helpers/aws_env.js";
import { startAwsStub } from "../helpers/aws_stub.js";
import { type Moto, missingForMoto, startMoto } from "../helpers/moto.js";

const missing = missingForMoto();
const emulated = missing ? test.skip : test;
let moto: Moto;
let digest: string;

const manifest = (config: string) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: { mediaType: "application/vnd.docker.container.image.v1+json", size: 7, digest: config },
    layers: [],
  });
const CONFIG = `sha256:${"c".repeat(64)}`;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  moto = await startMoto();
  Object.assign(process.env, moto.env);
  const client = new ECRClient({});
  await client.send(
    new CreateRepositoryCommand({ repositoryName: "team/webapp", imageTagMutability: "IMMUTABLE" }),
  );
  const { image } = await client.send(
    new PutImageCommand({
      repositoryName: "team/webapp",
      imageTag: "1.2.0",
      imageManifest: manifest(CONFIG),
    }),
  );
  digest = image!.imageId!.imageDigest!;
});

test.after.always(() => moto?.stop());

test("a registry's name says account and region, and is made from them", (t) => {
  t.deepEqual(readRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com"), {
    account: "123456789012",
    region: "eu-west-1",
  });
  t.deepEqual(readRegistry("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com")?.region, "us-gov-west-1");
  t.deepEqual(readRegistry("123456789012.dkr-ecr.eu-west-1.on.aws")?.region, "eu-west-1");
  t.is(readRegistry("registry.example:5000"), undefined);
  t.is(registryName("123456789012", "eu-west-1"), "123456789012.dkr.ecr.eu-west-1.amazonaws.com");
  t.is(registryName("123456789012", "cn-north-1"), "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
});

test("the region is the registry's; another one is a fault before any call", (t) => {
  const registry = registryName("123456789012", "eu-west-1");
  t.is(settingsFor(registry, {}).region, "eu-west-1");
  t.is(settingsFor("registry.example", { region: "eu-west-2" }).region, "eu-west-2");
  t.throws(() => settingsFor(registry, { region: "us-east-1" }), {
    message: /is in eu-west-1, not in us-east-1/,
  });
});

test("an image's name needs a tag", (t) => {
  t.deepEqual(readImageName("team/webapp:1.2.0"), {
    registry: undefined,
    repository: "team/webapp",
    tag: "1.2.0",
  });
  t.is(readImageName("127.0.0.1:5000/webapp:1").registry, "127.0.0.1:5000");
  t.is(readImageName(`${registryName("123456789012", "eu-west-1")}/webapp:1`).repository, "webapp");
  for (const wrong of ["webapp", "Webapp:1", "webapp:", `webapp@${CONFIG}`])
    t.throws(() => readImageName(wrong), { message: /is no REPOSITORY:TAG/ }, wrong);
});

emulated("a token has user, password, end and the registry it is for", async (t) => {
  const token = await ecrToken({ region: "eu-west-1" });
  t.is(token.registry, registryName(ACCOUNT, "eu-west-1"));
  t.is(token.username, "AWS");
  t.is(token.password.reveal(), `${ACCOUNT}-auth-token`);
  t.notRegex(JSON.stringify(token), /auth-token/, "it cannot be printed by accident");
});

test("a token is asked for once in a process while it is valid", async (t) => {
  let left = 3600;
  const aws = await startAwsStub({
    GetAuthorizationToken: () => ({
      authorizationData: [
        { authorizationToken: "QVdTOng=", expiresAt: Date.now() / 1000 + left, proxyEndpoint: "https://r" },
      ],
    }),
  });
  const settings = (accessKey: string) => ({
    ...{ region: "us-east-1", endpoint: aws.endpoint },
    ...{ accessKey, secretKey: new Secret("test") },
  });
  await ecrToken(settings("once"));
  await Promise.all([ecrToken(settings("once")), ecrToken(settings("once"))]);
  t.is(aws.calls.length, 1);
  for (const other of [{ profile: "prod" }, { region: "eu-west-1" }, { accessKey: "other" }])
    await ecrToken({ ...settings("once"), ...other });
  t.is(aws.calls.length, 4, "of other credentials or another registry it is another one");
  left = 60;
  await ecrToken(settings("ends soon"));
  await ecrToken(settings("ends soon"));
  t.is(aws.calls.length, 6);
  await aws.stop();
});

test("hosts that wait for a token hear of one refusal, and the next one asks anew", async (t) => {
  const aws = await startAwsStub({ GetAuthorizationToken: () => ({ error: "AccessDeniedException" }) });
  const settings = {
    ...{ region: "us-east-1", endpoint: aws.endpoint },
    ...{ accessKey: "refused", secretKey: new Secret("test") },
  };
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => ecrToken(settings)));
  t.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  );
  t.is(aws.calls.length, 1);
  await t.throwsAsync(ecrToken(settings), { message: /AWS refuses ecr:GetAuthorizationToken in us-east-1/ });
  t.is(aws.calls.length, 2);
  await aws.stop();
});

emulated("a tag's digest is read, and that there is no such tag", async (t) => {
  const image = readImageName("team/webapp:1.2.0");
  t.regex(digest, /^sha256:[0-9a-f]{64}$/);
  t.is(await findDigest({}, image), digest);
  t.is(await findDigest({}, { ...image, tag: "9" }), undefined);
  t.deepEqual(await ecrDigests(["team/webapp:1.2.0"], { region: "us-east-1" }), [digest]);
});

emulated("a tag or a repository that is missing is a fault that helps", async (t) => {
  const image = readImageName("team/webapp:1.2.1");
  const tag = await t.throwsAsync(tagDigest({}, image), { message: /has no tag 1\.2\.1/ });
  t.regex((tag as { hint?: string }).hint ?? "", /did you mean `1\.2\.0`/);
  await t.throwsAsync(tagDigest({ region: "eu-west-1" }, image), {
    message: /there is no repository team\/webapp in eu-west-1/,
  });
  await t.throwsAsync(ecrDigests(["team/webapp:1.2.0"], { regoin: "eu-west-1" }), {
    message: /has no option `regoin`/,
  });
});

emulated("an image is known by its digest and by that of its configuration", async (t) => {
  const image = readImageName("team/webapp:1.2.0");
  const found = await remoteImage({}, image);
  t.is(found?.digest, digest);
  t.deepEqual(found?.ids, [digest, CONFIG]);
  t.is(await remoteImage({}, { ...image, tag: "none" }), undefined);
});

test("an image of several platforms is known by each of them", async (t) => {
  const [index, amd64, arm64] = ["1", "2", "3"].map((one) => `sha256:${one.repeat(64)}`);
  const aws = await startAwsStub({
    BatchGetImage: ({ imageIds }) => ({
      images: (imageIds as { imageTag?: string; imageDigest?: string }[]).map(({ imageTag, imageDigest }) =>
        imageTag
          ? {
              imageId: { imageTag, imageDigest: index },
              imageManifest: JSON.stringify({ manifests: [{ digest: amd64 }, { digest: arm64 }] }),
            }
          : { imageId: { imageDigest }, imageManifest: manifest(`${imageDigest}-config`) },
      ),
    }),
  });
  const settings = {
    region: "us-east-1",
    endpoint: aws.endpoint,
    accessKey: "a",
    secretKey: new Secret("b"),
  };
  const found = await remoteImage(settings, readImageName("webapp:1"));
  t.is(found?.digest, index);
  t.deepEqual(found?.ids, [index, amd64, arm64, `${amd64}-config`, `${arm64}-config`]);
  await aws.stop();
});
