// Says which version a digest was released as, and refuses what an action must not do.
// Usage: aws ecr describe-images ... --output json | node scripts/released.mjs ACTION ENVIRONMENT DIGEST
//
// check      any release
// deploy     in prod: the newest release only, and none that is for trying (1.2.3-rc.1)
// rollback   any release but the newest
import { readFileSync } from "node:fs";

const ACTIONS = ["check", "deploy", "rollback"];
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

function refuse(message) {
  console.error(message);
  process.exit(1);
}

/** Releases, the newest first: tags never move, so the time of the push is the order. */
function releases({ imageDetails = [] }) {
  return imageDetails
    .map(({ imageDigest, imageTags = [], imagePushedAt }) => ({
      digest: imageDigest,
      version: imageTags.find((tag) => VERSION.test(tag)),
      pushed: Date.parse(imagePushedAt) || Number(imagePushedAt) * 1000,
    }))
    .filter(({ version }) => version !== undefined)
    .sort((a, b) => b.pushed - a.pushed);
}

const isTrial = ({ version }) => version.includes("-");

const [action, environment, digest] = process.argv.slice(2);
if (!ACTIONS.includes(action)) refuse(`unknown action '${action}': ${ACTIONS.join(", ")}`);
if (!/^sha256:[0-9a-f]{64}$/.test(digest ?? ""))
  refuse(`'${digest}' is no digest: sha256: and 64 hex digits`);

const all = releases(JSON.parse(readFileSync(0, "utf8")));
const wanted = all.find((release) => release.digest === digest);
if (!wanted) refuse(`${digest} was never released: the registry has no version of that digest`);
const newest = all.find((release) => !isTrial(release));

if (action === "deploy" && environment === "prod") {
  if (isTrial(wanted)) refuse(`${wanted.version} is a version to try: it is not for prod`);
  if (wanted !== newest)
    refuse(`${newest.version} is newer than ${wanted.version}: to go back on purpose, choose rollback`);
}
if (action === "rollback" && wanted === newest)
  refuse(`${wanted.version} is the newest release, there is nothing to roll back to: choose an older digest`);

console.log(wanted.version);
