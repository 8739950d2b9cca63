import { fits } from "./lines.js";
import { type Mounted, mountsOfFile, mountsOfProgram } from "./mount_sources.js";

const STATIC = ["/etc/fstab", "/etc/vfstab", "/etc/filesystems"];
const DYNAMIC = ["/etc/mtab", "/proc/mounts", "/etc/mnttab"];

export interface MountArgs {
  sources?: readonly string[] | undefined;
  mount_binary?: unknown;
  devices?: readonly string[] | undefined;
  fstypes?: readonly string[] | undefined;
  include_aggregate_mounts?: boolean | undefined;
}

type Said = Readonly<Record<string, unknown>>;

export interface SeenMount extends Mounted {
  source: string;
}

/** What `sources` means, with its short names spelt out. */
export function sourcesOf(given: readonly string[] | undefined): string[] {
  return (given?.length ? given : ["all"]).flatMap((one) => {
    if (one === "all") return [...DYNAMIC, ...STATIC];
    return one === "dynamic" ? DYNAMIC : one === "static" ? STATIC : [one];
  });
}

/** All mounts of all sources, in order, that the patterns let through. */
export function mountsSeen(said: Said, args: MountArgs): { mounts: SeenMount[]; warnings: string[] } {
  const sources = sourcesOf(args.sources);
  const warnings =
    new Set(sources).size < sources.length
      ? [
          `mount_facts option 'sources' contains duplicate entries, repeat sources will be ignored: [${sources.map((one) => `'${one}'`).join(", ")}]`,
        ]
      : [];
  const devices = tableOf(said.named, (id, device) => [`UUID=${id}`, device]);
  const isWanted = ({ fields }: Mounted) =>
    fits(devices.get(fields.device) ?? fields.device, args.devices) && fits(fields.fstype, args.fstypes);
  return { mounts: allMounts(said, sources).filter(isWanted), warnings };
}

function allMounts(said: Said, sources: readonly string[]): SeenMount[] {
  const seen = new Set<string>();
  const found: SeenMount[] = [];
  let fallsBack = sources.some((one) => DYNAMIC.includes(one));
  const add = (source: string, mounts: readonly Mounted[]) => {
    if (mounts.length > 0 && (source === "mount" || DYNAMIC.includes(source))) fallsBack = false;
    found.push(...mounts.map((one) => ({ ...one, source })));
  };
  for (const [index, source] of sources.entries()) {
    // each program of the host has a folder of its own there
    const real = String(said[`real:${index + 1}`] ?? source).replace(/^\/proc\/\d+\//, "/proc/self/");
    if (seen.has(source) || seen.has(real)) continue;
    seen.add(source === "mount" ? source : real);
    if (source === "mount") add(source, mountsOfProgram(String(said.mount ?? "")));
    else add(source, mountsOfFile(String(said[`file:${index + 1}`] ?? "").trim()));
  }
  if (fallsBack) add("mount", mountsOfProgram(String(said.mount ?? "")));
  return found;
}

/** The facts, and what is to be warned of: several mounts at one place. */
export function mountFactsOf(
  mounts: readonly SeenMount[],
  { said, args }: { said: Said; args: MountArgs },
): { facts: Record<string, unknown>; warnings: string[] } {
  const byDevice = (device: string, id: string): [string, string] => [device, id];
  const known = new Map([...tableOf(said.lsblk, byDevice), ...tableOf(said.uuids, byDevice)]);
  const uuidOf = ({ fields: { device } }: Mounted) =>
    /^UUID=(.*)/s.exec(device)?.[1] ?? known.get(device) ?? said[`udev:${device}`] ?? null;
  const all = mounts.map((one, index) => ({
    ...one.fields,
    ...sizesOf(said[`size:${index + 1}`]),
    ansible_context: { source: one.source, source_data: one.origin },
    uuid: uuidOf(one),
  }));
  const points: Record<string, unknown> = {};
  for (const [index, { mount }] of mounts.entries()) points[mount] ??= all[index];
  const facts = { mount_points: points, aggregate_mounts: args.include_aggregate_mounts ? all : [] };
  return { facts, warnings: args.include_aggregate_mounts === undefined ? repeated(mounts) : [] };
}

function repeated(mounts: readonly SeenMount[]): string[] {
  const shown = [...new Set(mounts.map((one) => one.source))]
    .map((source) => [source, mounts.filter((one) => one.source === source).map((one) => one.mount)] as const)
    .filter(([, places]) => new Set(places).size < places.length)
    .map(([source, places]) => `${source} ([${places.map((place) => `'${place}'`).join(", ")}])`);
  if (shown.length === 0) return [];
  return [
    `mount_facts: ignoring repeat mounts in the following sources: ${shown.join(", ")}. You can disable this warning by configuring the 'include_aggregate_mounts' option as True or False.`,
  ];
}

function sizesOf(text: unknown): Record<string, number> {
  if (typeof text !== "string") return {};
  const [unit = 0, blocks = 0, free = 0, block_size = 0, inodes = 0, inodesFree = 0] = text
    .split(" ")
    .map(Number);
  return {
    size_total: unit * blocks,
    size_available: unit * free,
    block_size,
    block_total: blocks,
    block_available: free,
    block_used: blocks - free,
    inode_total: inodes,
    inode_available: inodesFree,
    inode_used: inodes - inodesFree,
  };
}

/** Lines of two words each, as a table. */
function tableOf(
  text: unknown,
  row: (first: string, second: string) => [string, string],
): Map<string, string> {
  const words = String(text ?? "")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((line) => line.length === 2);
  return new Map(words.map(([first, second]) => row(first!, second!)));
}
