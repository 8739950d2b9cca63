import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { Secret } from "../../src/model/secret.js";
import type { PlainDict } from "../../src/model/value.js";
import { mergeDicts } from "../../src/yaml/dicts.js";
import { readYaml } from "../../src/yaml/read.js";
import { decryptVault, encryptVault, isVaulted } from "../../src/yaml/vault.js";

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
    { code, hint: "tried: farm" },
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
