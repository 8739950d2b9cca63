import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliRun, tera } from "../../e2e/cli.js";
import { type Ground, type RealTest, said } from "./ground.js";

/** Words that are met nowhere else: what a program finds of them it has leaked. */
const PLANTED = "planted-3b1f0c52-of-the-environment";
const VAULTED = "planted-9d7e4a10-of-the-vault";
const FILED = "planted-51aa8e77-of-a-file";
const SAMPLE_MS = 20;

/** Secrets get into containers as files, and are seen nowhere else. */
export function secretTests(test: RealTest, ground: Ground): void {
  test("a secret is in the container's file, and in no list of processes, inspection, label, log, ledger or output", async (t) => {
    const vaultPassword = join(ground.folder, "vault-password");
    writeFileSync(vaultPassword, "of-the-vault\n", { mode: 0o600 });
    const vaulted = join(ground.folder, "vaulted.yml");
    writeFileSync(vaulted, `vaulted: ${VAULTED}\n`);
    const vault = ["--vault-password-file", vaultPassword];
    const encrypted = await tera(["vault", "encrypt", vaulted, ...vault]);
    t.is(encrypted.code, 0, said(encrypted));
    const deploy = (version: string, ...words: string[]): Promise<CliRun> =>
      ground.deploy(version, "-e", `@${vaulted}`, ...vault, ...words);
    ground.extra = { PLANTED };
    const watch = watchProcesses();
    ground.writeFile(
      `secrets:\n  TOKEN: {env: PLANTED}\n  OTHER: {command: "cat ${secretFile(ground)}"}\n  VAULT: "{{ vaulted }}"\n`,
      { env: "" },
    );
    const good = await deploy("1.0.0", "-vv", "--output", `jsonl:${join(ground.folder, "events")}`);
    t.is(good.code, 0, said(good));
    const answer = await fetch(ground.url(0));
    t.is(answer.headers.get("x-token"), createHash("sha256").update(PLANTED).digest("hex"));
    const bad = await deploy("never", "-vv", "--diff");
    t.is(bad.code, 2, said(bad));
    t.regex(bad.stdout, /body: no database: \*{8}/);
    t.regex(bad.stdout, /the token is \*{8}/);
    const same = await deploy("1.0.0");
    t.is(same.code, 0, said(same));
    t.regex(same.stdout, /Write its secrets\][\s*]*\nskipping/);
    ground.extra = { PLANTED: `${PLANTED}-anew` };
    const changed = await deploy("1.0.0");
    t.is(changed.code, 0, said(changed));
    const anew = await fetch(ground.url(0));
    t.is(anew.headers.get("x-token"), createHash("sha256").update(`${PLANTED}-anew`).digest("hex"));
    ground.extra = {};
    const { samples, rate, found } = watch.stop();
    t.log(`${samples} looks at all processes, ${rate.toFixed(0)} a second`);
    t.deepEqual(found, []);
    for (const text of [good, bad, same, changed].map(said)) t.notRegex(text, /planted-/);
    for (const host of ground.fleet.hosts) {
      const seen = await host.run(LOOK);
      t.notRegex(seen, /planted-/);
      t.regex(seen, /\/run\/secrets/);
      t.is(await host.run(`stat -c '%a %U' ${FOLDER} ${FOLDER}/secrets-*/TOKEN`), "700 root\n400 root");
    }
    for (const text of filesBelow(join(ground.folder, "tera"))) t.notRegex(text, /planted-/);
    t.notRegex(readFileSync(join(ground.folder, "events"), "utf8"), /planted-/);
    ground.writeFile();
  });
}

const FOLDER = "/var/lib/tera/releases/prod-web";

/** What anybody who may ask the engine sees, and what tera has written down. */
const LOOK = `
docker inspect $(docker ps -aq) $(docker images -q)
docker images -q | xargs -n 1 docker history --no-trunc
cat ${FOLDER}/ledger.jsonl ${FOLDER}/audit.log
find /tmp /run/tera /home /root -type f -size -100k -exec cat {} + 2>/dev/null | grep -a planted || :
`;

function secretFile(ground: Ground): string {
  const path = join(ground.folder, "secret");
  writeFileSync(path, `${FILED}\n`, { mode: 0o600 });
  return path;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

/** Looks fifty times a second at the words of all processes, those of the hosts and their containers too. */
function watchProcesses(): { stop(): { samples: number; rate: number; found: string[] } } {
  const found = new Set<string>();
  let samples = 0;
  const begun = performance.now();
  const timer = setInterval(() => {
    samples += 1;
    for (const pid of readdirSync("/proc")) {
      if (!/^\d/.test(pid)) continue;
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "latin1");
        if (words.includes("planted-")) found.add(words.replaceAll("\0", " ").slice(0, 300));
      } catch {
        // it has ended
      }
    }
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { samples, rate: samples / ((performance.now() - begun) / 1000), found: [...found] };
    },
  };
}
