/** The groups of modules that collections know for `module_defaults`. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "amazon.aws": ["aws"],
  "community.aws": ["aws", "amazon.aws.aws"],
  "community.docker": ["docker"],
};

/** Of a collection, by their short and their full names. */
export function moduleGroupsOf(collection: string): string[] {
  return (GROUPS[collection] ?? []).flatMap((one) => [one, `${collection}.${one}`]);
}

/** those that ansible.builtin knows without their collections */
const BUILTIN = "acme aws azure cpm docker gcp k8s os ovirt vmware".split(" ");

/** Every group that may be named, though there may be no module of it here. */
export const MODULE_GROUPS: readonly string[] = [
  ...new Set([
    ...BUILTIN.flatMap((one) => [one, `ansible.builtin.${one}`]),
    ...Object.keys(GROUPS).flatMap(moduleGroupsOf),
  ]),
];
