import {
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  paginateDescribeImages,
} from "@aws-sdk/client-ecr";
import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { Secret } from "../model/secret.js";
import { type AwsSettings, makeClient } from "./client.js";
import { type ImageName, readRegistry } from "./ecr_names.js";
import { defaultRegion } from "./environment.js";
import { guarded } from "./faults.js";

/** Images beyond so many are not looked through for a tag to suggest. */
const IMAGES_FOR_SUGGESTIONS = 1000;

/** What a Docker client logs in to a registry with. */
export interface EcrToken {
  /** the host that the token was made for: `123456789012.dkr.ecr.eu-west-1.amazonaws.com` */
  registry: string;
  username: string;
  password: Secret;
  expiresAt: Date;
}

export function ecrClient(settings: AwsSettings): ECRClient {
  return makeClient(ECRClient, "ecr", settings);
}

const tokens = new Map<string, Promise<EcrToken>>();
/** A token that ends sooner is not given out again: a pull may take that long. */
const SPARE_SECONDS = 15 * 60;

/** A token of the region's registry, asked for once in a process while it is valid (12 h). Faults: AWS_*. */
export async function ecrToken(settings: AwsSettings): Promise<EcrToken> {
  const { region, profile, endpoint, accessKey } = settings;
  const key = JSON.stringify([region ?? defaultRegion(), profile, endpoint, accessKey]);
  const asked = tokens.get(key);
  const known = asked && (await asked.catch(() => undefined));
  if (known && known.expiresAt.getTime() - Date.now() > SPARE_SECONDS * 1000) return known;
  const fresh = askToken(settings);
  tokens.set(key, fresh);
  return fresh;
}

async function askToken(settings: AwsSettings): Promise<EcrToken> {
  const { region, profile } = settings;
  const client = ecrClient(settings);
  const doing = {
    what: "getting a token of the registry",
    action: "ecr:GetAuthorizationToken",
    region,
    profile,
  };
  const answer = await guarded(doing, () => client.send(new GetAuthorizationTokenCommand({})));
  const [data] = answer.authorizationData ?? [];
  const [username, ...rest] = Buffer.from(data?.authorizationToken ?? "", "base64")
    .toString()
    .split(":");
  if (!username || rest.length === 0)
    throw new Fault("AWS_FAILED", "ECR answered ecr:GetAuthorizationToken without a token");
  return {
    registry: (data?.proxyEndpoint ?? "").replace(/^https?:\/\//, ""),
    username,
    password: new Secret(rest.join(":")),
    expiresAt: data?.expiresAt ?? new Date(0),
  };
}

/** The digest (`sha256:…`) that a tag names now; undefined where the repository has no such tag. */
export async function findDigest(settings: AwsSettings, image: ImageName): Promise<string | undefined> {
  const client = ecrClient(settings);
  const input = { ...inRepository(image), imageIds: [{ imageTag: image.tag }] };
  return repositoryGuarded(settings, image, "ecr:DescribeImages", async () => {
    try {
      const { imageDetails } = await client.send(new DescribeImagesCommand(input));
      return imageDetails?.[0]?.imageDigest;
    } catch (error) {
      if ((error as Error).name === "ImageNotFoundException") return undefined;
      throw error;
    }
  });
}

/** The digest that a tag names; a fault that names the nearest tag where there is none. */
export async function tagDigest(settings: AwsSettings, image: ImageName): Promise<string> {
  const digest = await findDigest(settings, image);
  if (digest !== undefined) return digest;
  const tags = await repositoryTags(settings, image);
  throw new Fault("AWS_FAILED", `the repository ${image.repository} has no tag ${image.tag}`, {
    hint:
      suggest(image.tag, tags) ??
      (tags.length > 0 ? `its newest tags are ${tags.slice(0, 5).join(", ")}` : "it has no tags at all"),
  });
}

/** The tags of a repository, those of the newest images first. */
export async function repositoryTags(settings: AwsSettings, image: ImageName): Promise<string[]> {
  const client = ecrClient(settings);
  const input = { ...inRepository(image), filter: { tagStatus: "TAGGED" as const } };
  return repositoryGuarded(settings, image, "ecr:DescribeImages", async () => {
    const found: { tags: string[]; pushed: number }[] = [];
    for await (const { imageDetails = [] } of paginateDescribeImages({ client }, input)) {
      for (const { imageTags = [], imagePushedAt } of imageDetails)
        found.push({ tags: imageTags, pushed: imagePushedAt?.getTime() ?? 0 });
      if (found.length >= IMAGES_FOR_SUGGESTIONS) break;
    }
    return found.sort((a, b) => b.pushed - a.pushed).flatMap(({ tags }) => tags);
  });
}

/** Where a repository is: the registry's account may be another than that of the credentials. */
export function inRepository({ registry, repository }: ImageName): {
  repositoryName: string;
  registryId?: string;
} {
  const account = registry === undefined ? undefined : readRegistry(registry)?.account;
  return { repositoryName: repository, ...(account ? { registryId: account } : {}) };
}

/** Runs calls about a repository; that it is missing is said with the region, where mistakes are made. */
export async function repositoryGuarded<T>(
  settings: AwsSettings,
  { registry, repository }: ImageName,
  action: string,
  run: () => Promise<T>,
): Promise<T> {
  const { region, profile } = settings;
  return guarded({ what: `asking for images of ${repository}`, action, region, profile }, async () => {
    try {
      return await run();
    } catch (error) {
      if ((error as Error).name !== "RepositoryNotFoundException") throw error;
      const account = registry === undefined ? undefined : readRegistry(registry)?.account;
      const where = region ?? defaultRegion() ?? "the default region";
      throw new Fault(
        "AWS_FAILED",
        `there is no repository ${repository} in ${where}${account ? ` of account ${account}` : ""}`,
        { hint: "is the region right (--region)? Terraform's root `ecr` makes the repository", cause: error },
      );
    }
  });
}
