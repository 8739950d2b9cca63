import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import test from "ava";
import type { PlainDict } from "../../../src/model/value.js";
import authorized_key from "../../../src/modules/accounts/authorized_key.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

const ONE = "ssh-ed25519 AAAAC3one one@example";
const TWO = 'from="10.0.0.0/8,10.1.0.1",command="echo a b" ssh-rsa AAAAB3two two words';

/** before, arguments, after; undefined: there is no file */
const EDITS: [string | undefined, PlainDict, string | undefined][] = [
  [undefined, { key: ONE }, `${ONE}\n`],
  [`${ONE}\n`, { key: ONE }, `${ONE}\n`],
  [`# mine\n${TWO}\n`, { key: ONE }, `# mine\n${TWO}\n${ONE}\n`],
  [`${ONE}\n`, { key: `${TWO}\n# a comment\n${ONE}\n` }, `${ONE}\n${TWO}\n`],
  [`${ONE}\n`, { key: ONE, key_options: "no-pty" }, `no-pty ${ONE}\n`],
  [`${ONE}\n`, { key: ONE, comment: "new" }, "ssh-ed25519 AAAAC3one new\n"],
  [`# mine\n${ONE}\n${TWO}\n`, { key: ONE, state: "absent" }, `# mine\n${TWO}\n`],
  [`${ONE}\n`, { key: TWO, state: "absent" }, `${ONE}\n`],
  [`# mine\n${ONE}\n${TWO}\n`, { key: TWO, exclusive: true }, `${TWO}\n`],
  // no key at all takes none away, unless it is to be the only one
  [`# mine\n${ONE}\n`, { key: "# nothing" }, `# mine\n${ONE}\n`],
  [`# mine\n${ONE}\n`, { key: "# nothing", exclusive: true }, ""],
  [`# mine\n${ONE}\n`, { key: ONE, state: "absent", exclusive: true }, "# mine\n"],
  [`no key\n${ONE}\n${ONE}\n`, { key: ONE }, `no key\n${ONE}\n`],
  [`no key\n${ONE}\n`, { key: ONE, exclusive: true }, `${ONE}\n`],
  [`no key\n${ONE}\n`, { key: ONE, state: "absent" }, "no key\n"],
  [`${TWO}\n`, { key: TWO.replace("two words", "other") }, `${TWO.replace("two words", "other")}\n`],
  [undefined, { key: ONE, state: "absent" }, undefined],
  [
    `sk-ssh-ed25519@openssh.com AAAAG a\n`,
    { key: "sk-ssh-ed25519@openssh.com AAAAG b" },
    "sk-ssh-ed25519@openssh.com AAAAG b\n",
  ],
];

for (const shell of shells())
  for (const [before, args, after] of EDITS)
    test(`${shell}: authorized_key ${JSON.stringify(args)} makes ${JSON.stringify(before)} ${JSON.stringify(after)}`, (t) =>
      inScratch(async (folder) => {
        const path = `${folder}/keys`;
        const now = () => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
        if (before !== undefined) writeFileSync(path, before);
        const given = { user: userInfo().username, path, ...args };
        const checked = await applied(authorized_key, given, { check: true, shell });
        t.is(now(), before, "check mode changes nothing");
        const result = await applied(authorized_key, given, { shell });
        t.falsy(result.failed, String(result.msg));
        t.is(now(), after);
        t.is(result.changed, before !== after);
        t.is(checked.changed, result.changed, "check mode predicts");
        t.false((await applied(authorized_key, given, { shell })).changed, "the second time");
      }));

test("authorized_key makes a file that only its user can read, and says which", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/made/keys`;
    const result = await applied(authorized_key, { user: userInfo().username, path, key: ONE });
    t.like(result, { changed: true, keyfile: path, state: "present", exclusive: false, key: ONE });
    t.is(statSync(path).mode & 0o777, 0o600);
    t.is(statSync(`${folder}/made`).mode & 0o777, 0o700);
  }));

test("authorized_key takes keys from a file's URL and refuses what is none", (t) =>
  inScratch(async (folder) => {
    mkdirSync(`${folder}/a`);
    writeFileSync(`${folder}/keys.pub`, `${ONE}\n${TWO}\n`);
    const path = `${folder}/a/keys`;
    const user = userInfo().username;
    const taken = await applied(authorized_key, { user, path, key: `file://${folder}/keys.pub` });
    t.falsy(taken.failed, String(taken.msg));
    t.is(readFileSync(path, "utf8"), `${ONE}\n${TWO}\n`);
    const refused = await applied(authorized_key, { user, path, key: "no key at all" });
    t.true(refused.failed);
    t.is(refused.msg, "invalid key specified: no key at all");
    t.is((await applied(authorized_key, { user: "nobody-knows", key: ONE })).failed, true);
  }));
