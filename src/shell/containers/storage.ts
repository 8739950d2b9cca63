import { writeJson } from "../../model/json_write.js";
import { at, dictAt, type Inspected, listAt, textAt, textOf, textsAt } from "./inspected.js";
import { bytesOf } from "./quantities.js";

const MODES = /^(rw|ro|z|Z|consistent|delegated|cached|rprivate|private|rshared|shared|rslave|slave|nocopy)$/;
const isMode = (text: string) => text.split(",").every((part) => MODES.test(part));
/** A path without the slashes at its end. */
export const bare = (path: string) => (path.length > 1 ? path.replace(/\/+$/, "") : path);

/** `[SOURCE:]TARGET[:MODE]`; a source may begin with `~`. */
export function volumeOf(text: string, home: string): { source: string; target: string; mode: string } {
  const parts = text.split(":");
  const mode = parts.length > 1 && isMode(parts.at(-1)!) ? parts.pop()! : "";
  const target = parts.pop() ?? "";
  const source = parts.join(":").replace(/^~(?=\/|$)/, home);
  return { source, target, mode };
}

export function volumeWord(text: string, home: string): string {
  const { source, target, mode } = volumeOf(text, home);
  return [source, target, mode].filter((part) => part !== "").join(":");
}

/** One spelling to compare: writable is what a volume is unless it is said. */
export function volumeKey(text: string, home: string): string {
  const { source, target, mode } = volumeOf(text, home);
  const flags = mode
    .split(",")
    .filter((flag) => flag !== "" && flag !== "rw")
    .sort();
  return source === "" ? bare(target) : [bare(source), bare(target), ...flags].join(":");
}

/** Volumes of a container that is there: with a source, and those of its own. */
export const volumesOf = (container: Inspected): string[] => [
  ...textsAt(container, "HostConfig.Binds").map((bind) => volumeKey(bind, "")),
  ...Object.keys(dictAt(container, "Config.Volumes")).map(bare),
];

type Mount = Readonly<Record<string, unknown>>;

/** As docker create's `--mount` takes it; a value with a comma is quoted as CSV is. */
export function mountWord(mount: Mount, home: string): string {
  const fields: [string, unknown][] = [
    ["type", mount.type],
    ["source", textOf(mount.source).replace(/^~(?=\/|$)/, home) || undefined],
    ["target", mount.target],
    ["readonly", mount.read_only],
    ["consistency", mount.consistency],
    ["bind-propagation", mount.propagation],
    ["volume-nocopy", mount.no_copy],
    ["volume-driver", mount.volume_driver],
    ["tmpfs-size", mount.tmpfs_size === undefined ? undefined : bytesOf(textOf(mount.tmpfs_size))],
    ["tmpfs-mode", mount.tmpfs_mode],
  ];
  const many = (option: string, dict: unknown) =>
    Object.entries((dict as Mount | undefined) ?? {}).map(([name, value]): [string, unknown] => [
      option,
      `${name}=${textOf(value)}`,
    ]);
  fields.push(...many("volume-label", mount.labels), ...many("volume-opt", mount.volume_options));
  return fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => csv(`${name}=${textOf(value)}`))
    .join(",");
}

const csv = (field: string): string => (/[",]/.test(field) ? `"${field.replace(/"/g, '""')}"` : field);

/** What of a mount can be compared, by the names of the arguments. */
const MOUNT_PATHS: Readonly<Record<string, string>> = {
  type: "Type",
  source: "Source",
  target: "Target",
  read_only: "ReadOnly",
  consistency: "Consistency",
  propagation: "BindOptions.Propagation",
  no_copy: "VolumeOptions.NoCopy",
  labels: "VolumeOptions.Labels",
  volume_driver: "VolumeOptions.DriverConfig.Name",
  volume_options: "VolumeOptions.DriverConfig.Options",
  tmpfs_size: "TmpfsOptions.SizeBytes",
  tmpfs_mode: "TmpfsOptions.Mode",
};

const given = (mount: Mount) => Object.keys(MOUNT_PATHS).filter((name) => mount[name] !== undefined);

export function mountKey(mount: Mount, home: string): string {
  const comparable = (name: string): unknown => {
    const value = mount[name];
    if (name === "source") return textOf(value).replace(/^~(?=\/|$)/, home);
    if (name === "tmpfs_size") return bytesOf(textOf(value));
    if (name === "tmpfs_mode") return Number.parseInt(textOf(value), 8);
    return value;
  };
  return writeJson(given(mount).map((name) => [name, comparable(name)]) as never);
}

/** Mounts of a container that is there, each with only what is wanted of the one at its place. */
export function mountsOf(container: Inspected, wanted: readonly Mount[]): string[] {
  return listAt(container, "HostConfig.Mounts").map((mount) => {
    const target = textAt(mount, "Target");
    const asked = wanted.find((one) => one.target === target);
    if (!asked) return target;
    const value = (name: string): unknown => {
      const found = at(mount, MOUNT_PATHS[name]!);
      return found ?? (typeof asked[name] === "boolean" ? false : name === "source" ? "" : found);
    };
    return writeJson(given(asked).map((name) => [name, value(name) ?? null]) as never);
  });
}
