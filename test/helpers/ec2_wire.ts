/** EC2's XML as data: lists are rows of `<item>`. */
export type Element = { [name: string]: string | number | boolean | Element | Element[] };

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[char]!);

export function xml(element: Element): string {
  return Object.entries(element)
    .map(([name, value]) => {
      const inner = Array.isArray(value)
        ? value.map((item) => `<item>${xml(item)}</item>`).join("")
        : typeof value === "object"
          ? xml(value)
          : escaped(String(value));
      return inner === "" ? `<${name}/>` : `<${name}>${inner}</${name}>`;
    })
    .join("");
}

type Filters = readonly (readonly [name: string, values: readonly string[]])[];

/** Does an instance pass all filters? `*` and `?` stand for any text, as in EC2. */
export function matches(instance: Element, reservation: Element, filters: Filters): boolean {
  return filters.every(([name, values]) => {
    const has = valuesOf(instance, reservation, name);
    return values.some((value) => has.some((one) => pattern(value).test(one)));
  });
}

function pattern(value: string): RegExp {
  const source = value
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

const PATHS: Record<string, (instance: Element, reservation: Element) => unknown> = {
  "instance-state-name": (one) => (one.instanceState as Element).name,
  "instance-type": (one) => one.instanceType,
  "availability-zone": (one) => (one.placement as Element).availabilityZone,
  "vpc-id": (one) => one.vpcId,
  platform: (one) => one.platform,
  architecture: (one) => one.architecture,
  "image-id": (one) => one.imageId,
  "instance-id": (one) => one.instanceId,
  "private-ip-address": (one) => one.privateIpAddress,
  "ip-address": (one) => one.ipAddress,
  "key-name": (one) => one.keyName,
  "owner-id": (_, reservation) => reservation.ownerId,
  "reservation-id": (_, reservation) => reservation.reservationId,
};

function valuesOf(instance: Element, reservation: Element, filter: string): string[] {
  const tags = (instance.tagSet ?? []) as Element[];
  if (filter === "tag-key") return tags.map((tag) => String(tag.key));
  if (filter.startsWith("tag:"))
    return tags.filter((tag) => tag.key === filter.slice(4)).map((tag) => String(tag.value));
  if (filter === "instance.group-name")
    return (instance.groupSet as Element[]).map((group) => String(group.groupName));
  const value = PATHS[filter]?.(instance, reservation);
  return value === undefined ? [] : [String(value)];
}
