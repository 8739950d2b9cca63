import { readFileSync } from "node:fs";
import test from "ava";
import { configurations } from "../helpers/terraform.js";

/** So many days before a version ends there is to be another default. */
const DAYS = 60;

/** The last day of standard support, as the projects publish it (endoflife.date/amazon-eks, kubernetes.io/releases). */
const ENDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  eks: { "1.33": "2026-07-29", "1.34": "2026-12-02", "1.35": "2027-03-27" },
  kops: { "1.33": "2026-06-28", "1.34": "2026-10-27", "1.35": "2027-02-28", "1.36": "2027-06-28" },
};

const defaultOf = (root: string): string => {
  const text = readFileSync(`terraform/${root}/variables.tf`, "utf8");
  return /variable "kubernetes_version" \{[\s\S]*?default +=\s"(1\.\d+)/.exec(text)![1]!;
};

/** What is wrong with a version on a day; undefined where nothing is. */
function trouble(end: string | undefined, today: Date): string | undefined {
  if (end === undefined) return "nobody knows when it ends: look it up, and note it here";
  const left = Math.floor((Date.parse(end) - today.getTime()) / 86_400_000);
  return left < DAYS ? `it ends in ${left} days, on ${end}: take a newer one` : undefined;
}

for (const [root, ends] of Object.entries(ENDS))
  test(`Kubernetes of ${root} is supported for ${DAYS} days at least`, (t) => {
    const version = defaultOf(root);
    t.is(trouble(ends[version], new Date()), undefined, version);
  });

test("it is told in time, and what nobody knows too", (t) => {
  t.is(trouble("2027-03-27", new Date("2027-01-26T00:00:00Z")), undefined);
  t.regex(trouble("2027-03-27", new Date("2027-01-27T00:00:00Z"))!, /ends in 59 days, on 2027-03-27/);
  t.regex(trouble("2026-07-29", new Date("2026-11-27"))!, /ends in -121 days/);
  t.regex(trouble(undefined, new Date())!, /nobody knows/);
});

/** Of a lock file: what Terraform compares a download with (zh), one for each platform, and the folders it may find. */
const LOCKS = configurations().roots.filter((root) => root !== "kops");

test("every root locks the same provider, with the checksums of all platforms", (t) => {
  const locks = LOCKS.map((root) => readFileSync(`terraform/${root}/.terraform.lock.hcl`, "utf8"));
  for (const lock of locks) t.is(lock, locks[0]!);
  // darwin, freebsd, linux and windows on their processors, and the registry's manifest
  t.is(locks[0]!.match(/"zh:[0-9a-f]{64}"/g)?.length, 15);
  t.is(locks[0]!.match(/"h1:[\w+/]{43}="/g)?.length, 2);
});

test("every folder takes the provider from where `thumbprint_list` is optional up to 6.x", (t) => {
  const { roots, modules } = configurations();
  const constraints = [...roots, ...modules].flatMap(
    (folder) =>
      /^ +version = "(.*)"/m.exec(readFileSync(`terraform/${folder}/terraform.tf`, "utf8"))?.[1] ?? [],
  );
  t.true(constraints.length > 10);
  t.deepEqual([...new Set(constraints)], [">= 5.81, < 7.0"]);
});
