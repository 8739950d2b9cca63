import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { fetchSecrets } from "../../../src/cli/rollout/secrets.js";
import { Fault, Faults } from "../../../src/model/errors.js";
import { isUnsafe } from "../../../src/model/value.js";
import { readSpec } from "../../../src/rollout/spec.js";
import { readYaml } from "../../../src/yaml/read.js";

/** Stands for each program: says what it was told, and what it was asked for. */
const FAKE = `#!/bin/sh
case "$*" in
*missing*) echo "first line" >&2; echo "there is no missing" >&2; exit 3 ;;
*silent*) ;;
*json*) echo '{"user": "ann", "port": 5432, "deep": {}}' ;;
*) printf '%s' "\${0##*/}"; printf ' <%s>' "$@"; echo ;;
esac
`;
const folder = mkdtempSync(join(tmpdir(), "tera-secrets-"));
for (const program of ["aws", "op", "bw", "sops", "age"]) {
  writeFileSync(join(folder, program), FAKE);
  chmodSync(join(folder, program), 0o755);
}
process.env.PATH = `${folder}:${process.env.PATH}`;
process.env.PLANTED = "of the environment";
process.env.AGE_IDENTITY = "/k";
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

const specOf = (secrets: string) =>
  readSpec(
    readYaml(`service: web\nimage: r/web\nproxy: {image: caddy}\nsecrets: ${secrets}\n`, "release.yml"),
    {
      path: "release.yml",
      environment: "prod",
    },
  );

const SOURCES: readonly (readonly [source: string, value: string])[] = [
  ["{env: PLANTED}", "of the environment"],
  ["{command: printf 'a\\nb\\n\\n'}", "a\nb\n"],
  ["{command: \"echo '{{ no template }}'\"}", "{{ no template }}"],
  [
    "{ssm: /prod/key}",
    "aws <ssm> <get-parameter> <--with-decryption> <--name> </prod/key> <--query> <Parameter.Value> <--output> <text>",
  ],
  [
    "{secretsmanager: prod/key}",
    "aws <secretsmanager> <get-secret-value> <--secret-id> <prod/key> <--query> <SecretString> <--output> <text>",
  ],
  ["{secretsmanager: 'json#user'}", "ann"],
  ["{secretsmanager: 'json#port'}", "5432"],
  ["{onepassword: 'op://prod/web/key'}", "op <read> <--no-newline> <op://prod/web/key>"],
  ["{bitwarden: web}", "bw <get> <password> <web>"],
  ["{sops: 'prod.yaml#db.pass'}", 'sops <decrypt> <--extract> <["db"]["pass"]> <prod.yaml>'],
  ["{sops: prod.env}", "sops <decrypt> <prod.env>"],
  ["{age: key.age}", "age <--decrypt> <--identity> </k> <key.age>"],
];

for (const [source, value] of SOURCES)
  test(`a secret from ${source} is text, and hidden`, (t) => {
    const hidden: string[] = [];
    const found = fetchSecrets(specOf(`{TOKEN: ${source}}`), (text) => hidden.push(text));
    t.deepEqual(found, { TOKEN: value });
    t.true(isUnsafe(found, "TOKEN"));
    t.deepEqual(hidden, [value]);
  });

test("a secret of the vault stays a template of each host", (t) => {
  const found = fetchSecrets(specOf(`{TOKEN: "{{ vault_token }}"}`), () => t.fail());
  t.deepEqual(found, { TOKEN: "{{ vault_token }}" });
  t.false(isUnsafe(found, "TOKEN"));
});

const REFUSED: readonly (readonly [secrets: string, fault: RegExp])[] = [
  ["{TOKEN: {env: NOWHERE}}", /TOKEN cannot be had: the variable NOWHERE is not set/],
  ["{TOKEN: {ssm: missing}}", /aws ended with status 3[\s\S]*there is no missing/],
  ["{TOKEN: {bitwarden: silent}}", /bw gave nothing/],
  ["{TOKEN: {secretsmanager: 'json#other'}}", /no field other in its JSON/],
  ["{TOKEN: {secretsmanager: 'json#deep'}}", /no field deep in its JSON/],
  ["{TOKEN: {secretsmanager: 'text#user'}}", /no field user in its JSON/],
  ["{TOKEN: {command: exit 4}}", /sh ended with status 4/],
  ["{TOKEN: {vault: x}}", /TOKEN must be text, or one of \{env: …\}, \{command: …\}[\s\S]*release\.yml:4/],
  ["{TOKEN: {env: A, ssm: B}}", /TOKEN must be text/],
  ["{TOKEN: 7}", /TOKEN must be text/],
  ["{A-B: x}", /A-B must be of letters/],
  ["[a]", /secrets must be a mapping/],
  ["{A: x}\ncontainer: {env: '{{ all }}'}", /must say env as a mapping/],
];

for (const [secrets, fault] of REFUSED)
  test(`refused: secrets ${secrets}`, (t) => {
    const error = t.throws(() => fetchSecrets(specOf(secrets), () => undefined));
    const faults = error instanceof Faults ? error.faults : [error as Fault];
    t.regex(faults.map((one) => (one instanceof Fault ? one.format() : String(one))).join("\n"), fault);
  });

test("a program that is not there is named", (t) => {
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  const error = t.throws(() => fetchSecrets(specOf("{TOKEN: {age: k.age}}"), () => undefined));
  process.env.PATH = path;
  t.regex(error.message, /age is not installed/);
});
