import { type Ec2Data, ec2Data } from "./ec2_server.js";
import type { Element } from "./ec2_wire.js";

/** `count` instances spread over the 5 regions: copies of the 60, each with an id, a name and addresses of its own. */
export function ec2Fleet(count: number): Ec2Data {
  const { reservations, ...rest } = ec2Data();
  const regions = Object.keys(reservations);
  let made = 0;
  const copies = (region: string, wanted: number): Element[] => {
    const originals = reservations[region]!.flatMap((one) =>
      (one.instancesSet as Element[]).filter(isThere).map((instance) => ({ reservation: one, instance })),
    );
    return Array.from({ length: wanted }, (_, at) => {
      const { reservation, instance } = originals[at % originals.length]!;
      const number = made++;
      return {
        ...reservation,
        reservationId: `r-${hex(number)}`,
        instancesSet: [copyOf(instance, number)],
      };
    });
  };
  const share = Math.floor(count / regions.length);
  const fleet = regions.map((region, at): [string, Element[]] => [
    region,
    copies(region, at === 0 ? count - share * (regions.length - 1) : share),
  ]);
  return { ...rest, reservations: Object.fromEntries(fleet) };
}

const hex = (number: number): string => number.toString(16).padStart(17, "0");

const isThere = (instance: Element): boolean =>
  /pending|running|stop/.test(String((instance.instanceState as Element).name));

function copyOf(instance: Element, number: number): Element {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const name = `ip-${address.replaceAll(".", "-")}.internal`;
  const tags = ((instance.tagSet ?? []) as Element[]).filter(({ key }) => key !== "Name");
  return {
    ...instance,
    instanceId: `i-${hex(number)}`,
    privateIpAddress: address,
    privateDnsName: name,
    dnsName: "",
    tagSet: [...tags, { key: "Name", value: `host-${number}` }],
  };
}
