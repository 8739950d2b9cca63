import {
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeRegionsCommand,
  EC2Client,
  type Filter,
  type Instance,
  paginateDescribeInstances,
  type Reservation,
} from "@aws-sdk/client-ec2";
import type { Place } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { type AwsSettings, makeClient } from "./client.js";
import { doingWith } from "./doing.js";
import { defaultRegion } from "./environment.js";
import { guarded } from "./faults.js";

/** EC2's own filters: `{Name: "tag:Role", Values: ["web"]}`. */
export interface Ec2Filter {
  Name: string;
  Values: string[];
}

/**
 * An instance as EC2 describes it (`InstanceId`, `Tags`, ...), with its
 * reservation's `OwnerId`, `RequesterId` and `ReservationId`. Times are text.
 */
export interface Ec2Instance extends PlainDict {
  InstanceId: string;
}

/** What an inventory reads of EC2. All faults are AWS_*. */
export interface Ec2 {
  /** the regions that are enabled for the account */
  regions(): Promise<string[]>;
  /** page by page, until there are no more */
  instances(region: string, filters: readonly Ec2Filter[]): Promise<Ec2Instance[]>;
  /** name of a zone -> its id: `us-east-1a` -> `use1-az4`, which is the same place in all accounts */
  zoneIds(region: string): Promise<Record<string, string>>;
  /** id -> name of the images that can still be seen */
  imageNames(region: string, ids: readonly string[]): Promise<Record<string, string>>;
  close(): void;
}

/** As many as EC2 gives at once. */
const PAGE = 1000;
/** A filter has at most so many values. */
const FILTER_VALUES = 200;
/** Where regions are asked for when none is named anywhere; other partitions have none of that name. */
const HOME = "us-east-1";

/** `settings.region` is where regions are asked for; `at` is the place that faults name. */
export function openEc2(settings: AwsSettings, at?: Place): Ec2 {
  const clients = new Map<string, EC2Client>();
  const stop = new AbortController();
  const options = { abortSignal: stop.signal };
  const clientOf = (region: string) => {
    const client = clients.get(region) ?? makeClient(EC2Client, "ec2", { ...settings, region });
    clients.set(region, client);
    return client;
  };
  const doing = (action: string, what: string, region: string) => ({
    ...doingWith({ ...settings, region }, `ec2:${action}`, what),
    at,
  });
  return {
    regions: () => {
      const home = settings.region ?? defaultRegion() ?? HOME;
      return guarded(doing("DescribeRegions", "reading the regions of the account", home), async () => {
        const { Regions } = await clientOf(home).send(new DescribeRegionsCommand({}), options);
        return (Regions ?? []).map(({ RegionName }) => RegionName!);
      });
    },
    instances: (region, filters) =>
      guarded(doing("DescribeInstances", "reading the instances", region), async () => {
        const found: Ec2Instance[] = [];
        const client = clientOf(region);
        const pages = paginateDescribeInstances(
          { client, pageSize: PAGE },
          { Filters: filters as Filter[] },
          options,
        );
        for await (const { Reservations } of pages)
          for (const one of Reservations ?? []) found.push(...instancesOf(one));
        return found;
      }),
    zoneIds: (region) =>
      guarded(doing("DescribeAvailabilityZones", "reading the zones", region), async () => {
        const command = new DescribeAvailabilityZonesCommand({});
        const { AvailabilityZones } = await clientOf(region).send(command, options);
        return Object.fromEntries((AvailabilityZones ?? []).map((zone) => [zone.ZoneName!, zone.ZoneId!]));
      }),
    imageNames: (region, ids) =>
      guarded(doing("DescribeImages", "reading the names of the images", region), async () => {
        const names: Record<string, string> = {};
        for (let start = 0; start < ids.length; start += FILTER_VALUES) {
          // a filter, not ImageIds: of images that are gone EC2 would answer with an error for all
          const Filters = [{ Name: "image-id", Values: ids.slice(start, start + FILTER_VALUES) }];
          const { Images } = await clientOf(region).send(
            new DescribeImagesCommand({ Filters, IncludeDeprecated: true }),
            options,
          );
          for (const { ImageId, Name } of Images ?? []) if (ImageId && Name) names[ImageId] = Name;
        }
        return names;
      }),
    close: () => {
      // what is under way after a fault would be tried again, as its connection is gone
      stop.abort();
      for (const client of clients.values()) client.destroy();
    },
  };
}

function instancesOf({ Instances, OwnerId, RequesterId, ReservationId }: Reservation): Ec2Instance[] {
  const reservation = {
    OwnerId: OwnerId ?? "",
    RequesterId: RequesterId ?? "",
    ReservationId: ReservationId ?? "",
  };
  return (Instances ?? []).map((one: Instance) => ({ ...(plain(one) as Ec2Instance), ...reservation }));
}

/** Without what is not there; times as Python's isoformat() writes them. */
function plain(value: unknown): Value {
  if (value instanceof Date) return value.toISOString().replace(/\.000Z$|Z$/, "+00:00");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as Value;
  const copy: PlainDict = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) copy[key] = plain(item);
  return copy;
}
