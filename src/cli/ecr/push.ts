import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsSettings } from "../../aws/client.js";
import { ecrToken } from "../../aws/ecr.js";
import { remoteImage } from "../../aws/ecr_compare.js";
import type { ImageName } from "../../aws/ecr_names.js";
import { Fault } from "../../model/errors.js";
import { currentEngine, type Docker, dockerLogin, dockerWith, lastLine, must, noEngine } from "./docker.js";

export interface Push {
  settings: AwsSettings;
  /** an image of the engine */
  source: string;
  target: ImageName;
  /** folder of the Docker configuration to log in with; without it one that is gone afterwards */
  config: string | undefined;
  /** a tag that names another image may be moved, where the repository lets it */
  overwrite: boolean;
}

export interface Pushed {
  digest: string;
  /** the very image was there already */
  isOld: boolean;
}

/** Pushes an image under a tag. A tag that names this image already is success; one that names another is a fault. */
export async function pushImage(push: Push): Promise<Pushed> {
  const local = await localIds(dockerWith(push.config), push.source);
  const there = push.overwrite ? undefined : await sameImage(push, local);
  if (there) return there;
  return inConfig(push.config, (docker) => pushWith(docker, push, local));
}

async function pushWith(docker: Docker, push: Push, local: readonly string[]): Promise<Pushed> {
  const { settings, source, target } = push;
  const token = await ecrToken(settings);
  const registry = target.registry ?? token.registry;
  await dockerLogin(docker, registry, token.username, token.password);
  const name = `${registry}/${target.repository}:${target.tag}`;
  await must(docker(["tag", source, name]), `${source} cannot be named ${name}`);
  const { code, text } = await docker(["push", name], { shown: true });
  if (name !== source) await docker(["rmi", "--no-prune", name]);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(text)?.[1];
  if (code === 0 && digest) return { digest, isOld: false };
  // somebody else may have been faster with this tag
  const there = /immutable/i.test(text) ? await sameImage(push, local) : undefined;
  if (there) return there;
  throw new Fault("AWS_FAILED", `${name} was not pushed: ${lastLine(text)}`, { hint: pushHint(text) });
}

function pushHint(text: string): string | undefined {
  if (/not exist|name unknown/i.test(text))
    return "is the region right (--region)? Terraform's root `ecr` makes the repository";
  if (/denied|403/i.test(text)) return "docs/aws-permissions.md has the policy for `tera ecr push`";
  return undefined;
}

/** The remote image where it is the local one; undefined where the tag is free. Fault where it names another. */
async function sameImage(
  { settings, source, target }: Push,
  local: readonly string[],
): Promise<Pushed | undefined> {
  const there = await remoteImage(settings, target);
  if (!there) return undefined;
  if (there.ids.some((id) => local.includes(id))) return { digest: there.digest, isOld: true };
  throw new Fault(
    "AWS_FAILED",
    `${target.repository}:${target.tag} is there already and names another image: ${there.digest} is there, ${source} is ${local[0]}`,
    { hint: "a release needs a tag of its own: choose a new one, or --overwrite where tags may be moved" },
  );
}

/** By which digests the engine knows an image: its ID first, then those of registries that it is in. */
async function localIds(docker: Docker, source: string): Promise<string[]> {
  const format = "{{.Id}}{{range .RepoDigests}}\n{{.}}{{end}}";
  const { code, text } = await docker(["image", "inspect", "--format", format, source]);
  if (code === 0)
    return text
      .trim()
      .split("\n")
      .map((line) => line.replace(/^.*@/, ""));
  throw (
    noEngine(text) ??
    new Fault("FILE_MISSING", `the engine has no image ${source}`, { hint: "build or pull it first" })
  );
}

/** Works with the configuration that is asked for, or with one of its own that no token stays in. */
async function inConfig<T>(config: string | undefined, work: (docker: Docker) => Promise<T>): Promise<T> {
  if (config !== undefined) return work(dockerWith(config));
  const folder = mkdtempSync(join(tmpdir(), "tera-docker-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Ctrl-C ends the program at once
  process.once("exit", remove);
  try {
    return await work(dockerWith(folder, await currentEngine()));
  } finally {
    process.off("exit", remove);
    remove();
  }
}
