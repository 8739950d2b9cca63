import { BatchGetImageCommand } from "@aws-sdk/client-ecr";
import type { AwsSettings } from "./client.js";
import { askingRepository, ecrClient, inRepository } from "./ecr.js";
import type { ImageName } from "./ecr_names.js";
import { guarded } from "./faults.js";

/** An image that a repository has, by all the names that an engine may know it under. */
export interface RemoteImage {
  /** of the manifest or of the list of manifests: what is pulled by */
  digest: string;
  /** the digest itself, those of the platforms' manifests, and those of their configurations (an engine's image ID) */
  ids: readonly string[];
}

interface Manifest {
  config?: { digest?: string };
  manifests?: { digest?: string }[];
}

/** Every form of a manifest that a client may have pushed. */
const MEDIA_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** What a tag names, read from the manifest; undefined where there is no such tag. */
export async function remoteImage(settings: AwsSettings, image: ImageName): Promise<RemoteImage | undefined> {
  const [found] = await manifests(settings, image, [{ imageTag: image.tag }]);
  if (!found) return undefined;
  const children = (found.manifest.manifests ?? []).flatMap(({ digest }) => digest ?? []);
  const below =
    children.length === 0
      ? []
      : await manifests(
          settings,
          image,
          children.map((imageDigest) => ({ imageDigest })),
        );
  const configs = [found, ...below].flatMap(({ manifest }) => manifest.config?.digest ?? []);
  return { digest: found.digest, ids: [found.digest, ...children, ...configs] };
}

async function manifests(
  settings: AwsSettings,
  image: ImageName,
  imageIds: { imageTag?: string; imageDigest?: string }[],
): Promise<{ digest: string; manifest: Manifest }[]> {
  const client = ecrClient(settings);
  const input = { ...inRepository(image), imageIds, acceptedMediaTypes: MEDIA_TYPES };
  const { images = [] } = await guarded(askingRepository(image, settings, "ecr:BatchGetImage"), () =>
    client.send(new BatchGetImageCommand(input)),
  );
  return images.flatMap(({ imageId, imageManifest }) =>
    imageId?.imageDigest && imageManifest
      ? [{ digest: imageId.imageDigest, manifest: JSON.parse(imageManifest) as Manifest }]
      : [],
  );
}
