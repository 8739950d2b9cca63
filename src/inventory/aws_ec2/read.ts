import type { Ec2, Ec2Filter, Ec2Instance } from "../../aws/ec2.js";
import { Fault } from "../../model/errors.js";
import type { AwsEc2Config } from "./config.js";
import { needsImage } from "./defaults.js";
import { mapLimited } from "./limited.js";

export interface FoundInstance {
  region: string;
  instance: Ec2Instance;
}

/** All that an inventory is made of; plain data, so that it can be kept in a file. */
export interface FoundInstances {
  /** as EC2 describes them, in the order of their ids */
  instances: FoundInstance[];
  /** name of a zone -> its id */
  zones: Record<string, string>;
  /** id of an image -> its name, where the user to log in as depends on it */
  images: Record<string, string>;
  regions: string[];
}

/** Calls at the same time. EC2 counts calls per account and region; 10 regions do not disturb each other. */
const AT_ONCE = 10;

const NOT_GONE: Ec2Filter = {
  Name: "instance-state-name",
  Values: ["pending", "running", "stopping", "stopped"],
};

/** Reads everything, many regions at once. Faults: AWS_*. */
export async function readInstances(
  config: AwsEc2Config,
  ec2: Ec2,
  warn: (text: string) => void,
): Promise<FoundInstances> {
  const regions =
    config.regions.length > 0 ? [...new Set(config.regions)] : await enabledRegions(config, ec2);
  const instances = await matching(regions, config, ec2, warn);
  const [zones, images] = await Promise.all([
    zoneIds(instances, ec2, warn),
    imageNames(instances, config, ec2, warn),
  ]);
  return { instances, zones, images, regions };
}

async function enabledRegions({ at }: AwsEc2Config, ec2: Ec2): Promise<string[]> {
  try {
    return await ec2.regions();
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new Fault(error.code, error.message, {
      at,
      hint: "name `regions` in the file, or allow ec2:DescribeRegions to these credentials",
      cause: error,
    });
  }
}

function isDenied(error: unknown): error is Fault {
  return error instanceof Fault && error.code === "AWS_DENIED";
}

/** One question for each region and set of filters. */
async function matching(
  regions: readonly string[],
  { include, exclude, strict_permissions: strict }: AwsEc2Config,
  ec2: Ec2,
  warn: (text: string) => void,
): Promise<FoundInstance[]> {
  const sets = [
    ...exclude.map((filters) => ({ filters, out: true })),
    ...include.map((filters) => ({ filters, out: false })),
  ];
  const questions = regions.flatMap((region) => sets.map((set) => ({ region, ...set })));
  const refused = new Set<string>();
  const answers = await mapLimited(questions, AT_ONCE, async ({ region, filters }) => {
    const hasState = filters.some(({ Name }) => Name === NOT_GONE.Name);
    try {
      return await ec2.instances(region, hasState ? filters : [...filters, NOT_GONE]);
    } catch (error) {
      if (strict || !isDenied(error)) throw error;
      refused.add(region);
      return [];
    }
  });
  if (refused.size > 0)
    warn(
      `AWS refuses ec2:DescribeInstances in ${[...refused].join(", ")}: left out (strict_permissions: false)`,
    );
  const gone = new Set(
    answers.flatMap((found, at) => (questions[at]!.out ? found.map((one) => one.InstanceId) : [])),
  );
  const kept = new Map<string, FoundInstance>();
  for (const [at, found] of answers.entries())
    for (const instance of questions[at]!.out ? [] : found)
      if (!gone.has(instance.InstanceId) && !kept.has(instance.InstanceId))
        kept.set(instance.InstanceId, { region: questions[at]!.region, instance });
  return [...kept.values()].sort((a, b) => (a.instance.InstanceId < b.instance.InstanceId ? -1 : 1));
}

/** By region, what the instances there say. */
function byRegion<T>(
  instances: readonly FoundInstance[],
  pick: (instance: Ec2Instance) => T | undefined,
): [region: string, values: T[]][] {
  const found = new Map<string, Set<T>>();
  for (const { region, instance } of instances) {
    const value = pick(instance);
    if (value === undefined) continue;
    const known = found.get(region) ?? new Set();
    found.set(region, known.add(value));
  }
  return [...found].map(([region, values]) => [region, [...values]]);
}

/** Asked for only where the instances do not say it themselves. */
async function zoneIds(
  instances: readonly FoundInstance[],
  ec2: Ec2,
  warn: (text: string) => void,
): Promise<Record<string, string>> {
  const silent = byRegion(instances, ({ Placement }) => {
    const { AvailabilityZone, AvailabilityZoneId } = (Placement ?? {}) as Record<string, string | undefined>;
    return AvailabilityZoneId ? undefined : AvailabilityZone;
  });
  const regions = silent.map(([region]) => region);
  const ask = (region: string) => ec2.zoneIds(region);
  const why = "`placement.availability_zone_id` is empty there";
  return Object.assign({}, ...(await permitted(regions, ask, "ec2:DescribeAvailabilityZones", why, warn)));
}

async function imageNames(
  instances: readonly FoundInstance[],
  { compose }: AwsEc2Config,
  ec2: Ec2,
  warn: (text: string) => void,
): Promise<Record<string, string>> {
  if (Object.hasOwn(compose, "ansible_user")) return {};
  const wanted = byRegion(instances, (one) => (needsImage(one) ? String(one.ImageId) : undefined));
  const ask = ([region, ids]: [string, string[]]) => ec2.imageNames(region, ids);
  const why = "the user to log in as is not known by the image; set `ansible_user`";
  return Object.assign({}, ...(await permitted(wanted, ask, "ec2:DescribeImages", why, warn)));
}

/** Answers to questions that an inventory can do without: where they are refused, there is one warning. */
async function permitted<T, R>(
  questions: readonly T[],
  ask: (question: T) => Promise<R>,
  action: string,
  consequence: string,
  warn: (text: string) => void,
): Promise<(R | undefined)[]> {
  let refused = false;
  const answers = await mapLimited(questions, AT_ONCE, async (question) => {
    try {
      return await ask(question);
    } catch (error) {
      if (!isDenied(error)) throw error;
      refused = true;
      return undefined;
    }
  });
  if (refused) warn(`AWS refuses ${action} to these credentials: ${consequence}`);
  return answers;
}
