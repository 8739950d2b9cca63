import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { Secret } from "../../src/model/secret.js";
import type { PlainDict } from "../../src/model/value.js";
import { combineDicts, mergeDicts } from "../../src/yaml/dicts.js";
import { readYaml } from "../../src/yaml/read.js";
import { decryptVault, encryptVault, isVaulted, openVault, unlockVault } from "../../src/yaml/vault.js";

/** Made by ansible-vault with the password "harvest". */
const MOTTO = [
  "$ANSIBLE_VAULT;1.1;AES256",
  "33353365633938636334393964653330626131613339366532626538363034323163613365386430",
  "6239323461333035326138396265613637363835366136660a323139643434346630393431306330",
  "63313861313931616162396234316330343430623332363463643836376439363531373133663266",
  "3634643463313466300a356636663136616566323064633234353066383035623935356333616464",
  "3930",
].join("\n");
const LABELLED = [
  "$ANSIBLE_VAULT;1.2;AES256;farm",
  "64336336636132323339313561363931343337333265356630663138623335633038313039383761",
  "6166623339333364643338623735316335633631313730640a336432616233366364376432356633",
  "61396465333432366230643136643565623938366438636165636464333830346435396636653863",
  "3735336633343963650a643537656436336532333538316437393664656435366539616361653339",
  "6334",
].join("\n");

const secrets = new Map([["default", new Secret("harvest")]]);
const indented = MOTTO.replace(/^/gm, "  ");

test("a text of ansible-vault is opened, format 1.1 and 1.2", (t) => {
  t.is(decryptVault(MOTTO, secrets), 'ripe and "red"');
  t.is(decryptVault(`${LABELLED}\n`, secrets), "season: autumn\n");
});

test("what is encrypted here is opened again, with and without a label", (t) => {
  const secret = new Secret("harvest");
  const plain = encryptVault("söme text", secret);
  const labelled = encryptVault("", secret, "farm");
  t.regex(plain, /^\$ANSIBLE_VAULT;1\.1;AES256\n[0-9a-f\n]+\n$/);
  t.regex(labelled, /^\$ANSIBLE_VAULT;1\.2;AES256;farm\n/);
  t.is(decryptVault(plain, secrets), "söme text");
  t.is(decryptVault(labelled, secrets), "");
  t.true(isVaulted(plain));
});

test("a wrong password, a damaged text and no password are faults", (t) => {
  const wrong = new Map([["farm", new Secret("winter")]]);
  const code = "VAULT_FAILED";
  t.like(
    t.throws(() => decryptVault(MOTTO, wrong), { instanceOf: Fault }),
    { code, hint: "tried: farm; another password is given by --vault-password-file or --vault-id" },
  );
  t.like(
    t.throws(() => decryptVault(MOTTO, new Map()), { instanceOf: Fault }),
    { code },
  );
  t.like(
    t.throws(() => decryptVault("$ANSIBLE_VAULT;1.1;AES256\n3132", secrets), { instanceOf: Fault }),
    { code },
  );
  t.like(
    t.throws(() => decryptVault("plain", secrets), { instanceOf: Fault }),
    { code },
  );
});

test("!vault is opened when it is read, once, and not before", (t) => {
  let opened = 0;
  const decrypt = (text: string) => {
    opened += 1;
    return decryptVault(text, secrets);
  };
  const vars = readYaml(`motto: !vault |\n${indented}\nlist: [1]\n`, "vars.yml", { decrypt }) as PlainDict;
  const merged = mergeDicts(vars, { other: 1 });
  t.is(opened, 0);
  t.is(merged.motto, 'ripe and "red"');
  t.is(vars.motto, 'ripe and "red"');
  t.is(opened, 1);
});

test("!vault without a password is a fault where it is read", (t) => {
  const vars = readYaml(`a: 1\nmotto: !vault |\n${indented}\n`, "vars.yml") as PlainDict;
  t.is(vars.a, 1);
  t.like(t.throws(() => vars.motto, { instanceOf: Fault })?.at, { path: "vars.yml", line: 3 });
});

test("the secret of the label is tried first, then the others in their order", (t) => {
  const twins = (names: string) => new Map(names.split(" ").map((name) => [name, new Secret("harvest")]));
  /** the label | the ids that are known, all with the right password | the one that opens */
  const rows: [string | undefined, string, string][] = [
    ["farm", "default farm", "farm"],
    ["farm", "farm default", "farm"],
    ["farm", "default other", "default"],
    [undefined, "default farm", "default"],
    [undefined, "other default", "other"],
  ];
  for (const [label, names, opens] of rows) {
    const known = twins(names);
    const { secret, label: found } = unlockVault(encryptVault("x", new Secret("harvest"), label), known);
    t.is(secret, known.get(opens)!, `${label} of ${names}`);
    t.is(found, label);
  }
  const wrong = new Map([
    ["farm", new Secret("winter")],
    ["default", new Secret("harvest")],
  ]);
  t.is(decryptVault(LABELLED, wrong), "season: autumn\n");
});

test("a single password opens a text, or is another one", (t) => {
  t.is(openVault(MOTTO, "harvest"), 'ripe and "red"');
  t.is(openVault(MOTTO, "winter"), undefined);
  t.throws(() => openVault("plain", "harvest"), { instanceOf: Fault, message: /vaulttext format error/ });
});

test("each way in which a vault text can be broken is told", (t) => {
  const inner = (...parts: string[]) => Buffer.from(parts.join("\n")).toString("hex");
  const sealed = (header: string, body: string) => `${header}\n${body}\n`;
  const rows: [string, RegExp][] = [
    [sealed("$ANSIBLE_VAULT;1.0;AES256", inner("00", "11", "22")), /format 1\.1 or 1\.2/],
    [sealed("$ANSIBLE_VAULT;1.1;AES", inner("00", "11", "22")), /format 1\.1 or 1\.2/],
    [sealed("$ANSIBLE_VAULT;1.1;AES256", inner("")), /damaged/],
    [sealed("$ANSIBLE_VAULT;1.1;AES256", inner("00")), /damaged/],
    [sealed("$ANSIBLE_VAULT;1.1;AES256", inner("00", "11")), /damaged/],
    [sealed("$ANSIBLE_VAULT;1.1;AES256", inner("00", "11", "22")), /Decryption failed/],
    [sealed("$ANSIBLE_VAULT;1.1;AES256", inner("00", "11".repeat(32), "22")), /Decryption failed/],
    [MOTTO.replace("3930", "3931"), /Decryption failed/],
  ];
  for (const [text, message] of rows) t.throws(() => decryptVault(text, secrets), { message }, text);
});

test("a text that Ansible sealed is sealed alike here, whatever its length", (t) => {
  const secret = new Secret("harvest");
  for (const length of [0, 1, 15, 16, 17, 31, 32, 100]) {
    const plain = "x".repeat(length);
    const lines = encryptVault(plain, secret).trimEnd().split("\n");
    t.is(decryptVault(lines.join("\n"), secrets), plain);
    t.true(lines.slice(1, -1).every((line) => line.length === 80));
    t.true(lines.at(-1)!.length <= 80);
  }
});

test("!vault in lists, in mappings with number keys and by merge keys and aliases is opened as well", (t) => {
  const decrypt = (text: string) => decryptVault(text, secrets);
  const vault = (at: string) => `!vault |\n${MOTTO.replace(/^/gm, at)}`;
  const rows: [string, unknown][] = [
    [`a:\n  - 1\n  - ${vault("    ")}\n  - 2\n`, { a: [1, 'ripe and "red"', 2] }],
    [
      `a: [b, c]\n1: ${vault("  ")}\n`,
      new Map<unknown, unknown>([
        ["a", ["b", "c"]],
        [1, 'ripe and "red"'],
      ]),
    ],
    [
      `a: &x\n  k: ${vault("    ")}\nb:\n  <<: *x\n`,
      { a: { k: 'ripe and "red"' }, b: { k: 'ripe and "red"' } },
    ],
    [`a: &x ${vault("  ")}\nb: [*x]\n`, { a: 'ripe and "red"', b: ['ripe and "red"'] }],
    [`${vault("")}\n`, 'ripe and "red"'],
  ];
  for (const [text, value] of rows)
    t.deepEqual(structuredClone(readYaml(text, "vars.yml", { decrypt })) as unknown, value, text);
});

test("dicts are combined without opening what is encrypted", (t) => {
  const decrypt = () => t.fail("it was opened") as never;
  const vars = readYaml(`a: !vault |\n${indented}\nb: {c: 1}\n`, "vars.yml", { decrypt }) as PlainDict;
  const both = combineDicts(true, vars, { b: { d: 2 } });
  t.deepEqual(both.b, { c: 1, d: 2 });
  t.truthy(Object.getOwnPropertyDescriptor(both, "a")?.get);
});
