import { Fault } from "../../model/errors.js";
import type { Spec } from "../../rollout/spec.js";

/** What `tera deploy` was told to bring. */
export interface Wanted {
  version: string;
  digest: string | undefined;
  /** REGISTRY/NAME; "" where nothing is said of it */
  image: string;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** What Docker takes for a tag. */
const VERSION = /^[\w][\w.-]{0,127}$/;

/** VERSION, VERSION@sha256:…, sha256:… or NAME:VERSION@sha256:… Fault: USAGE. */
export function wantedOf(word: string): Wanted {
  const [name = "", given] = word.startsWith("sha256:") ? ["", word] : word.split("@");
  if (given !== undefined && !DIGEST.test(given))
    throw new Fault("USAGE", `${given} is no digest: it is sha256: and 64 hexadecimal digits`);
  const version = name.slice(name.lastIndexOf("/") + 1).replace(/^.*:/, "") || given?.slice(7, 19) || "";
  if (!VERSION.test(version))
    throw new Fault("USAGE", `\`${version}\` is no version`, {
      hint: "letters, digits, _ . and -, as in a tag",
    });
  const image = /^(.*\/[^/:]+)(:[^/]*)?$/.exec(name)?.[1] ?? "";
  return { version, digest: given, image };
}

/** The image by digest: hosts pull nothing that a tag may name tomorrow. Fault: USAGE. */
export function imageOf(spec: Spec, { version, digest, image: told }: Wanted): string {
  if (told !== "" && spec.image !== "" && told !== spec.image)
    throw new Fault("USAGE", `the release file is for ${spec.image}, not for ${told}`, {
      hint: "leave `image` out of it, or say the version and digest alone",
    });
  const image = spec.image || told;
  if (image === "")
    throw new Fault("USAGE", `whose image is ${version}? The release file says none`, {
      hint: `tera deploy REGISTRY/NAME:${version}@sha256:…, or \`image\` in the file`,
    });
  if (digest !== undefined) return `${image}@${digest}`;
  throw new Fault("USAGE", `which image is ${version}? A release is deployed by its digest`, {
    hint: image.includes(".dkr.ecr.")
      ? `tera deploy ${version}@$(tera ecr digest ${image.slice(image.indexOf("/") + 1)}:${version})`
      : `tera deploy ${version}@sha256:…; \`docker buildx imagetools inspect ${image}:${version}\` says which`,
  });
}
