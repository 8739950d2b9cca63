import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/**
 * Makes of a layout with one image what BuildKit writes with `provenance` and `sbom`: an index of the image and of a
 * manifest that attests something of it. Gives the index's digest.
 */
export function attest(folder: string, note: string): string {
  const file = join(folder, "index.json");
  const [image] = (JSON.parse(readFileSync(file, "utf8")) as { manifests: [Descriptor] }).manifests;
  const put = (mediaType: string, value: unknown): Descriptor => {
    const bytes = Buffer.from(JSON.stringify(value));
    const hash = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(join(folder, "blobs/sha256", hash), bytes);
    return { mediaType, digest: `sha256:${hash}`, size: bytes.length };
  };
  const statement = put("application/vnd.in-toto+json", { predicateType: "https://spdx.dev/Document", note });
  const manifest = put("application/vnd.oci.image.manifest.v1+json", {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: put("application/vnd.oci.image.config.v1+json", {
      architecture: "unknown",
      os: "unknown",
      config: {},
      rootfs: { type: "layers", diff_ids: [statement.digest] },
    }),
    layers: [statement],
  });
  const index = put("application/vnd.oci.image.index.v1+json", {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      { ...image, platform: { architecture: "amd64", os: "linux" } },
      {
        ...manifest,
        annotations: {
          "vnd.docker.reference.digest": image.digest,
          "vnd.docker.reference.type": "attestation-manifest",
        },
        platform: { architecture: "unknown", os: "unknown" },
      },
    ],
  });
  writeFileSync(file, JSON.stringify({ schemaVersion: 2, manifests: [index] }));
  return index.digest;
}
