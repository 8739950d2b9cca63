import {
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  paginateDescribeImages,
} from "@aws-sdk/client-ecr";
import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { Secret } from "../model/secret.js";
import { type AwsSettings, clientFor } from "./client.js";
import { type Doing, doingWith, inRegion } from "./doing.js";
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
  return clientFor(ECRClient, "ecr", settings);
}

const tokens = new Map<string, Promise<EcrToken>>();
/** A token that ends sooner is not given out again: a pull may take that long. */
const SPARE_SECONDS = 15 * 60;

/** A token of the region's registry, asked for once in a process while it is valid (12 h). Faults: AWS_*. */
export async function ecrToken(settings: AwsSettings): Promise<EcrToken> {
  const { region, profile, endpoint, accessKey } = settings;
  const key = JSON.stringify([region || defaultRegion(), profile, endpoint, accessKey]);
  const asked = tokens.get(key);
  // many hosts wait for the same token: where it is refused, all of them hear of the one refusal
  const known = await asked;
  if (known && known.expiresAt.getTime() - Date.now() > SPARE_SECONDS * 1000) return known;
  const newer = tokens.get(key);
  if (newer && newer !== asked) return newer;
  const fresh = askToken(settings);
  tokens.set(key, fresh);
  fresh.catch(() => tokens.delete(key));
  return fresh;
}

async function askToken(settings: AwsSettings): Promise<EcrToken> {
  const client = ecrClient(settings);
  const doing = doingWith(settings, "ecr:GetAuthorizationToken", "getting a token of the registry");
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
  return guarded(askingRepository(image, settings, "ecr:DescribeImages"), async () => {
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
async function repositoryTags(settings: AwsSettings, image: ImageName): Promise<string[]> {
  const client = ecrClient(settings);
  const input = { ...inRepository(image), filter: { tagStatus: "TAGGED" as const } };
  return guarded(askingRepository(image, settings, "ecr:DescribeImages"), async () => {
    const found: { tags: string[]; pushed: number }[] = [];
    for await (const { imageDetails = [] } of paginateDescribeImages({ client }, input)) {
      for (const { imageTags = [], imagePushedAt } of imageDetails)
        found.push({ tags: imageTags, pushed: imagePushedAt?.getTime() ?? 0 });
      if (found.length >= IMAGES_FOR_SUGGESTIONS) break;
    }
    return found.sort((a, b) => b.pushed - a.pushed).flatMap(({ tags }) => tags);
  });
}

const accountOf = ({ registry }: ImageName): string | undefined =>
  registry === undefined ? undefined : readRegistry(registry)?.account;

/** Where a repository is: the registry's account may be another than that of the credentials. */
export function inRepository(image: ImageName): { repositoryName: string; registryId?: string } {
  const account = accountOf(image);
  return { repositoryName: image.repository, ...(account ? { registryId: account } : {}) };
}

/** Calls about a repository; that it is missing is said with the region, where mistakes are made. */
export function askingRepository(image: ImageName, settings: AwsSettings, action: string): Doing {
  const { repository } = image;
  const account = accountOf(image);
  return {
    ...doingWith(settings, action, `asking for images of ${repository}`),
    also: {
      names: /^RepositoryNotFoundException$/,
      code: "AWS_FAILED",
      say: (doing) => [
        `there is no repository ${repository}${inRegion(doing)}${account ? ` of account ${account}` : ""}`,
        "is the region right (--region)? Terraform's root `ecr` makes the repository",
      ],
    },
  };
}
