// The gate: fails where a scan of Trivy's has a high or critical fault that nobody has accepted in writing.
// Usage: node scripts/vulnerabilities.mjs REPORT.json ACCEPTED.yml [TODAY]
//
// ACCEPTED.yml is a list of {id, package, until, reason}: what is accepted, for how long, and why. It ends by itself, and an
// entry that nothing needs any more is named.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const STOPS = ["HIGH", "CRITICAL"];
const LONGEST_DAYS = 180;
const DAY = 86_400_000;

function refuse(lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

/** What is wrong with the list itself: an acceptance without a reason or an end is none. */
function wrongIn(entries, today) {
  return entries.flatMap(({ id, package: name, until, reason }, index) => {
    const at = `accepted ${index + 1} (${id ?? "no id"})`;
    if (!id || !name) return [`${at}: say id and package`];
    if (typeof reason !== "string" || reason.trim().length < 20)
      return [`${at}: say a reason, in a sentence`];
    if (!/^\d{4}-\d{2}-\d{2}$/.test(until ?? "")) return [`${at}: say until, as YYYY-MM-DD`];
    if (Date.parse(until) - today > LONGEST_DAYS * DAY)
      return [`${at}: until is more than ${LONGEST_DAYS} days away`];
    return [];
  });
}

const [report, accepted, day] = process.argv.slice(2);
if (!report || !accepted) refuse(["usage: node scripts/vulnerabilities.mjs REPORT.json ACCEPTED.yml"]);
const today = day === undefined ? Date.now() : Date.parse(day);
const entries = parse(readFileSync(accepted, "utf8")) ?? [];
const wrong = wrongIn(entries, today);
if (wrong.length > 0) refuse(wrong);

const { Results } = JSON.parse(readFileSync(report, "utf8"));
if (!Array.isArray(Results)) refuse([`${report} is no report of Trivy's: nothing was looked at`]);
const found = Results.flatMap(({ Target, Vulnerabilities = [] }) =>
  (Vulnerabilities ?? []).map((one) => ({ ...one, Target })),
).filter(({ Severity }) => STOPS.includes(Severity));

const isFor = (entry, { VulnerabilityID, PkgName }) =>
  entry.id === VulnerabilityID && entry.package === PkgName;
const counts = ({ until }) => Date.parse(until) + DAY > today;
const open = found.filter((fault) => !entries.some((entry) => isFor(entry, fault) && counts(entry)));
for (const entry of entries.filter((one) => !found.some((fault) => isFor(one, fault))))
  console.log(`no longer needed: ${entry.id} of ${entry.package}`);
if (open.length > 0)
  refuse([
    ...open.map(
      ({ VulnerabilityID, PkgName, InstalledVersion, FixedVersion, Severity, Target }) =>
        `${Severity} ${VulnerabilityID}: ${PkgName} ${InstalledVersion}${FixedVersion ? `, mended in ${FixedVersion}` : ", not mended yet"} (${Target})`,
    ),
    `take newer packages, or accept it in ${accepted}: {id, package, until, reason}`,
  ]);
console.log(`${found.length} high or critical, all accepted`);
