import test from "ava";
import { execa } from "execa";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const [OLD, NEW, TRIAL, OTHER] = ["a", "b", "c", "d"].map(digest) as [string, string, string, string];

/** As `aws ecr describe-images --output json` prints it. */
const IMAGES = {
  imageDetails: [
    { imageDigest: OLD, imageTags: ["1.9.0"], imagePushedAt: "2026-11-01T09:00:00+00:00" },
    { imageDigest: TRIAL, imageTags: ["2.0.0-rc.1"], imagePushedAt: "2026-11-03T09:00:00+00:00" },
    { imageDigest: NEW, imageTags: ["1.10.0"], imagePushedAt: "2026-11-02T09:00:00+01:00" },
    { imageDigest: OTHER, imageTags: ["buildcache"], imagePushedAt: "2026-11-04T09:00:00+00:00" },
  ],
};

/** [action, environment, digest, what is printed or refused] */
const CASES: readonly (readonly [string, string, string, string | RegExp])[] = [
  ["deploy", "prod", NEW, "1.10.0"],
  ["deploy", "prod", OLD, /1\.10\.0 is newer than 1\.9\.0.*choose rollback/],
  ["deploy", "prod", TRIAL, /2\.0\.0-rc\.1 is a version to try/],
  ["deploy", "dev", TRIAL, "2.0.0-rc.1"],
  ["deploy", "dev", OLD, "1.9.0"],
  ["rollback", "prod", OLD, "1.9.0"],
  ["rollback", "prod", NEW, /1\.10\.0 is the newest release/],
  ["check", "prod", TRIAL, "2.0.0-rc.1"],
  ["check", "prod", OTHER, /was never released/],
  ["check", "prod", "1.10.0", /'1\.10\.0' is no digest/],
  ["destroy", "prod", NEW, /unknown action 'destroy': check, deploy, rollback/],
];

for (const [action, environment, wanted, answer] of CASES)
  test(`${action} ${wanted.slice(0, 9)} in ${environment}`, async (t) => {
    const run = await execa("node", ["scripts/released.mjs", action, environment, wanted], {
      input: JSON.stringify(IMAGES),
      reject: false,
    });
    if (typeof answer === "string") t.is(run.stdout, answer, run.stderr);
    else t.regex(run.stderr, answer);
    t.is(run.exitCode, typeof answer === "string" ? 0 : 1);
  });

const host = (...containers: string[]) => ({
  slot: "a",
  containers: containers.map((text) => {
    const [slot, image, state] = text.split(" ");
    return { slot, image: `r/web@${image}`, state };
  }),
});

/** [hosts, the digest that is said to run on all of them] */
const RUNNING: readonly (readonly [string, object[], string])[] = [
  ["one digest everywhere", [host(`a ${OLD} running`), host(`b ${NEW} exited`, `a ${OLD} running`)], OLD],
  ["two", [host(`a ${OLD} running`), host(`a ${NEW} running`)], ""],
  ["nothing on a host that is new", [host(`a ${OLD} running`), host()], ""],
  ["one that has ended", [host(`a ${OLD} exited`)], ""],
  ["no host", [], ""],
];

for (const [what, hosts, digest_] of RUNNING)
  test(`what runs: ${what}`, async (t) => {
    const { stdout } = await execa("node", ["scripts/running.mjs"], { input: JSON.stringify(hosts) });
    t.is(stdout, digest_);
  });

test("tags that are versions become versions, others are refused", async (t) => {
  const version = async (tag: string) =>
    (await execa("scripts/release-version.sh", [tag], { reject: false })).stdout;
  t.is(await version("v1.2.3"), "1.2.3");
  t.is(await version("v10.0.0-rc.1"), "10.0.0-rc.1");
  for (const tag of ["1.2.3", "v1.2", "v01.2.3", "v1.2.3+build", "v1.2.3-", "v1.2.3 x", "v1.2.3;id", ""])
    t.is(await version(tag), "", tag);
});
