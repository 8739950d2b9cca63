/** The user that an image's makers create, by the image's name; the first that fits counts. */
const USERS: readonly (readonly [name: RegExp, user: string])[] = [
  [/^(al20\d\d-|amzn|amazon-eks|bottlerocket)/i, "ec2-user"],
  [/ubuntu/i, "ubuntu"],
  [/^(rhel|redhat|red hat)/i, "ec2-user"],
  [/^debian/i, "admin"],
  [/^(suse|sles|opensuse)/i, "ec2-user"],
  [/^centos[ -]?(linux )?7/i, "centos"],
  [/^centos/i, "ec2-user"],
  [/^rocky/i, "rocky"],
  [/^alma/i, "ec2-user"],
  [/^(coreos|fedora-coreos|flatcar|rhcos)/i, "core"],
  [/^fedora/i, "fedora"],
  [/^(ol\d|oracle)/i, "ec2-user"],
  [/^freebsd/i, "ec2-user"],
];

/** What DescribeInstances says of a paid operating system. Windows is not asked here. */
const DETAILS: readonly (readonly [details: RegExp, user: string])[] = [
  [/^(Red Hat|SUSE)/, "ec2-user"],
  [/^Ubuntu/, "ubuntu"],
];

/** Is it known without the image's name? */
export function userByDetails(platformDetails: string): string | undefined {
  return DETAILS.find(([pattern]) => pattern.test(platformDetails))?.[1];
}

/** The user to log in as by the name of the image; undefined where the name says nothing. */
export function userByImage(name: string): string | undefined {
  const last = name.startsWith("ubuntu/") ? "ubuntu" : name.split("/").at(-1)!;
  return USERS.find(([pattern]) => pattern.test(last))?.[1];
}
