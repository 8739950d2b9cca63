import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "ava";
import { execa } from "execa";
import { scratchFolder } from "../helpers/scratch.js";
import { runStep } from "./run_step.js";

const folder = scratchFolder("faults");
const TODAY = "2026-11-27";

const fault = (VulnerabilityID: string, Severity: string, PkgName = "libssl3") => ({
  ...{ VulnerabilityID, Severity, PkgName },
  ...{ InstalledVersion: "3.0.1", FixedVersion: "3.0.2" },
});
const report = (...Vulnerabilities: object[]) => ({ Results: [{ Target: "debian 12", Vulnerabilities }] });
const accepted = (more = "") =>
  `- {id: CVE-1, package: libssl3, until: ${more || "2026-12-31"}, reason: nothing here listens with TLS}\n`;

/** What a scan found, what is accepted, and what the gate says: a failure names what is open. */
const CASES: readonly [title: string, report: object, accepted: string, says: string | RegExp][] = [
  ["nothing was found", report(), "[]", "0 high or critical, all accepted"],
  [
    "what is not high does not stop a release",
    report(fault("CVE-1", "MEDIUM")),
    "[]",
    "0 high or critical, all accepted",
  ],
  [
    "a high one stops it, with the version that mends it",
    report(fault("CVE-1", "HIGH")),
    "[]",
    /^HIGH CVE-1: libssl3 3\.0\.1, mended in 3\.0\.2 \(debian 12\)\ntake newer packages, or accept it in /,
  ],
  ["so does a critical one", report(fault("CVE-2", "CRITICAL")), accepted(), /CRITICAL CVE-2/],
  [
    "one that is accepted does not",
    report(fault("CVE-1", "HIGH")),
    accepted(),
    "1 high or critical, all accepted",
  ],
  [
    "until its day, that day too",
    report(fault("CVE-1", "HIGH")),
    accepted(TODAY),
    "1 high or critical, all accepted",
  ],
  ["and then it does again", report(fault("CVE-1", "HIGH")), accepted("2026-11-26"), /HIGH CVE-1/],
  ["for that package only", report(fault("CVE-1", "HIGH", "zlib")), accepted(), /HIGH CVE-1: zlib/],
  [
    "what nothing needs any more is named",
    report(),
    accepted(),
    "no longer needed: CVE-1 of libssl3\n0 high or critical, all accepted",
  ],
  [
    "an acceptance without a reason is none",
    report(),
    "- {id: C, package: p, until: 2026-12-01, reason: ok}",
    /say a reason/,
  ],
  [
    "nor one without an end",
    report(),
    "- {id: C, package: p, reason: it is of no use to anyone}",
    /say until/,
  ],
  [
    "nor one for ever",
    report(),
    "- {id: C, package: p, until: 2030-01-01, reason: it is of no use to anyone}",
    /more than 180 days away/,
  ],
  ["a report of nothing is no good report", {}, "[]", /nothing was looked at/],
];

for (const [index, [title, found, list, says]] of CASES.entries())
  test(`the gate: ${title}`, async (t) => {
    const files = [join(folder, `${index}.json`), join(folder, `${index}.yml`)];
    writeFileSync(files[0]!, JSON.stringify(found));
    writeFileSync(files[1]!, list);
    const run = await execa("node", ["scripts/vulnerabilities.mjs", ...files, TODAY], { reject: false });
    if (typeof says === "string") t.is(run.stdout, says, run.stderr);
    else t.regex(run.stderr, says);
    t.is(run.exitCode, typeof says === "string" ? 0 : 1);
  });

test("what is accepted in this repository can be read", async (t) => {
  const file = join(folder, "none.json");
  writeFileSync(file, JSON.stringify(report()));
  const run = await execa("node", [
    "scripts/vulnerabilities.mjs",
    file,
    "webapp/accepted-vulnerabilities.yml",
  ]);
  t.is(run.exitCode, 0);
});

test("the release is held to it, for the image and for the bundle", async (t) => {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  // Trivy finds one fault in the bundle, and none in the image
  writeFileSync(
    join(bin, "docker"),
    `#!/bin/sh\nfor word; do case $word in /faults/*) out=$FAULTS/\${word##*/} ;; esac; done\ncase "$*" in *" sbom "*) cat ${join(folder, "bad.json")} ;; *) cat ${join(folder, "good.json")} ;; esac >"$out"\n`,
  );
  chmodSync(join(bin, "docker"), 0o755);
  writeFileSync(join(folder, "good.json"), JSON.stringify(report()));
  const env = { PATH: `${bin}:${process.env.PATH}`, RUNNER_TEMP: folder, FAULTS: join(folder, "faults") };
  for (const severity of ["LOW", "HIGH"]) {
    writeFileSync(join(folder, "bad.json"), JSON.stringify(report(fault("CVE-9", severity, "express"))));
    const run = await runStep("release.yml", "build", "Known faults", { env });
    t.is(run.exitCode, severity === "LOW" ? 0 : 1, run.all);
    if (severity === "HIGH") t.regex(run.all!, /HIGH CVE-9: express/);
  }
});

test("what is no cosign is not kept", async (t) => {
  const bin = join(folder, "fake");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "curl"), '#!/bin/sh\nwhile [ "$1" != -o ]; do shift; done\necho junk >"$2"\n');
  chmodSync(join(bin, "curl"), 0o755);
  const to = join(folder, "cosign");
  const run = await execa("scripts/cosign.sh", [to], {
    env: { PATH: `${bin}:${process.env.PATH}` },
    reject: false,
  });
  t.is(run.exitCode, 1);
  t.regex(run.stderr, /what came is not cosign v2\.4\.1: its checksum is another/);
  t.false(existsSync(join(to, "cosign")));
});

/** Whether the registry knows a signature already, and what is then done. */
const SIGNED: readonly [known: boolean, does: string[]][] = [
  [false, ["verify", "sign", "verify-attestation", "attest"]],
  [true, ["verify", "verify-attestation"]],
];

for (const [known, does] of SIGNED)
  test(`an image is signed once, with its bill: ${known ? "it is signed already" : "it is new"}`, async (t) => {
    const place = scratchFolder("signs");
    mkdirSync(join(place, "scripts"));
    const cosign = join(place, "program");
    writeFileSync(
      cosign,
      `#!/bin/sh\necho "$*" >>${place}/log\ncase $1 in verify*) exit ${known ? 0 : 1} ;; esac\n`,
    );
    writeFileSync(join(place, "scripts/cosign.sh"), `#!/bin/sh\necho ${cosign}\n`);
    for (const file of [cosign, join(place, "scripts/cosign.sh")]) chmodSync(file, 0o755);
    const run = await runStep("release.yml", "push", "Sign", {
      values: { "needs.build.outputs.digest": "sha256:0", "vars.WEBAPP_REPOSITORY": "r/web" },
      env: {
        PATH: process.env.PATH,
        RUNNER_TEMP: place,
        GITHUB_REPOSITORY: "acme/web",
        GITHUB_REF: "refs/tags/v1.0.0",
      },
      cwd: place,
    });
    t.is(run.exitCode, 0, run.all);
    const calls = readFileSync(join(place, "log"), "utf8").trim().split("\n");
    t.deepEqual(
      calls.map((line) => line.split(" ")[0]!),
      does,
    );
    t.true(calls.every((line) => line.endsWith("r/web@sha256:0")));
    t.regex(calls[0]!, /acme\/web\/\.github\/workflows\/release\.yml@refs\/tags\/v1\.0\.0/);
    t.true(existsSync(resolve("scripts/cosign.sh")));
  });
