import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { loadExtraVars } from "../../../src/cli/engine/extra_vars.js";
import { factCache } from "../../../src/cli/engine/fact_cache.js";
import { maskedError } from "../../../src/cli/engine/masked_error.js";
import { closedWorld, pluginExpressions } from "../../../src/cli/engine/plugin_expressions.js";
import { staticNames } from "../../../src/cli/engine/static_names.js";
import { vaultSecrets } from "../../../src/cli/engine/vault_secrets.js";
import type { Settings } from "../../../src/cli/options/settings.js";
import { chosenSecret, newSecret } from "../../../src/cli/vault/secrets.js";
import { Fault, Faults } from "../../../src/model/errors.js";
import { Secret } from "../../../src/model/secret.js";
import { SecretStore } from "../../../src/model/secret_store.js";
import type { PlainDict, Value } from "../../../src/model/value.js";
import { scratchFolder } from "../../helpers/scratch.js";

const folder = scratchFolder("engine-parts");

const FILES: Readonly<Record<string, Value>> = { "v.yml": { file: 1 }, "empty.yml": null, "list.yml": [1] };

/** What stands behind -e, in their order; whether dicts are merged; what is known then, or why nothing is. */
const EXTRA: readonly (readonly [given: string[], merges: boolean, known: PlainDict | RegExp])[] = [
  [[], false, {}],
  [["a=1 b='two parts'"], false, { a: "1", b: "two parts" }],
  [["a=1", "a=2"], false, { a: "2" }],
  [['{"a": [1, true]}'], false, { a: [1, true] }],
  [[' {"a": 1}'], false, { a: 1 }],
  [["---\na: b"], false, { a: "b" }],
  [["@v.yml", "file=2"], false, { file: "2" }],
  [["@empty.yml"], false, {}],
  [['{"d": {"x": 1}}', '{"d": {"y": 2}}'], false, { d: { y: 2 } }],
  [['{"d": {"x": 1}}', '{"d": {"y": 2}}'], true, { d: { x: 1, y: 2 } }],
  [["word"], false, {}],
  [["a=1 word"], false, { a: "1" }],
  [["./v.yml"], false, /Please prepend extra_vars filename '\.\/v\.yml' with '@'/],
  [["/v.yml"], false, /Please prepend/],
  [["[1]"], false, /-e \[1\] is no mapping of names to values/],
  [["@list.yml"], false, /-e @list\.yml is no mapping/],
];

for (const [given, merges, known] of EXTRA)
  test(`-e ${given.join(" -e ")}${merges ? " where dicts are merged" : ""}`, (t) => {
    const warnings: string[] = [];
    const load = () =>
      loadExtraVars(given, {
        readFile: (path) => FILES[path]!,
        merges,
        warn: (text) => warnings.push(text),
      });
    if (known instanceof RegExp) return void t.throws(load, { code: "OPTIONS", message: known });
    t.deepEqual(load(), known);
    t.is(/`word` is not name=value/.test(warnings.join()), given.join().includes("word"));
  });

const settings = (more: Partial<Settings>): Settings =>
  ({ factCaching: "jsonfile", factCachingPrefix: "p_", factCachingTimeout: 10, ...more }) as Settings;

test("facts are kept in a file for each host, for its user alone, and for as long as is said", (t) => {
  const warnings: string[] = [];
  const connection = join(folder, "made/facts");
  const made = (seconds: number) =>
    factCache(settings({ factCachingConnection: connection, factCachingTimeout: seconds }), (text) =>
      warnings.push(text),
    )!;
  const cache = made(10);
  t.is(cache.read("h1"), undefined);
  cache.write("h1", { b: 1, a: 2 });
  const path = join(connection, "p_h1");
  t.is(readFileSync(path, "utf8"), '{\n    "a": 2,\n    "b": 1\n}');
  t.is(statSync(path).mode & 0o777, 0o600);
  t.deepEqual(cache.read("h1"), { a: 2, b: 1 });
  const old = Date.now() / 1000 - 60;
  utimesSync(path, old, old);
  t.is(cache.read("h1"), undefined, "a minute is more than ten seconds");
  t.deepEqual(made(0).read("h1"), { a: 2, b: 1 }, "0: for ever");
  cache.forget("h1");
  t.is(made(0).read("h1"), undefined);
  cache.forget("h1");
  mkdirSync(join(connection, "p_h2"));
  t.is(cache.read("h2"), undefined);
  t.deepEqual(warnings, []);
  for (const [text, why] of [
    ["[1]", /p_h1 are not taken: they are no mapping/],
    ["{", /p_h1 are not taken: /],
  ] as const) {
    writeFileSync(path, text);
    t.is(cache.read("h1"), undefined);
    t.regex(warnings.at(-1)!, why);
  }
  t.is(warnings.length, 2);
});

test("where facts are kept for the run alone there is no cache; without a folder none can be", (t) => {
  t.is(
    factCache(settings({ factCaching: "memory" }), () => {}),
    undefined,
  );
  t.throws(() => factCache(settings({}), () => {}), { code: "USAGE", message: /needs a folder/ });
});

for (const name of ["one", "two", "empty"])
  writeFileSync(join(folder, name), name === "empty" ? "\n" : `${name}\n`);
const [ONE, TWO] = [join(folder, "one"), join(folder, "two")];

const LABELS: readonly (readonly [what: string, ids: string[], files: string[], passwords: string[][]])[] = [
  ["none", [], [], []],
  ["a file", [], [ONE], [["default", "one"]]],
  [
    "two files",
    [],
    [ONE, TWO],
    [
      ["default", "one"],
      ["default-1", "two"],
    ],
  ],
  ["a label", [`lab@${ONE}`], [], [["lab", "one"]]],
  ["no label", [ONE], [], [["default", "one"]]],
  ["an empty label", [`@${ONE}`], [], [["default", "one"]]],
  ["a label with an @", [`a@b@${ONE}`], [], [["a@b", "one"]]],
  [
    "one label twice",
    [`lab@${ONE}`, `lab@${TWO}`, `lab@${ONE}`],
    [],
    [
      ["lab", "one"],
      ["lab-1", "two"],
      ["lab-2", "one"],
    ],
  ],
  [
    "a label and a file",
    [`lab@${ONE}`],
    [TWO],
    [
      ["lab", "one"],
      ["default", "two"],
    ],
  ],
  [
    "no label, and a file",
    [ONE],
    [TWO],
    [
      ["default", "one"],
      ["default-0", "two"],
    ],
  ],
];

const USUAL = { vaultIdMatch: false, vaultIdentity: "default" };

test("vault passwords that a label alone opens, and the label of those that have none", async (t) => {
  const options = { vaultIds: [`lab@${ONE}`], vaultPasswordFiles: [TWO], askVaultPass: false };
  const found = await vaultSecrets(options, { vaultIdMatch: true, vaultIdentity: "prod" });
  t.deepEqual([...found.keys()], ["lab", "prod"]);
  const labelled = (label?: string) => found.labelled?.(label).map((secret) => secret.reveal());
  t.deepEqual(
    [labelled("lab"), labelled("prod"), labelled(), labelled("other")],
    [["one"], ["two"], ["two"], []],
  );
  t.is((await vaultSecrets(options, USUAL)).labelled, undefined);
});

for (const [what, vaultIds, vaultPasswordFiles, passwords] of LABELS)
  test(`vault passwords by their labels: ${what}`, async (t) => {
    const found = await vaultSecrets({ vaultIds, vaultPasswordFiles, askVaultPass: false }, USUAL);
    t.deepEqual(
      [...found].map(([label, secret]) => [label, secret.reveal()]),
      passwords,
    );
  });

test("a vault password that is empty is none", async (t) => {
  const empty = { vaultIds: [], vaultPasswordFiles: [join(folder, "empty")], askVaultPass: false };
  await t.throwsAsync(vaultSecrets(empty, USUAL), { code: "VAULT_FAILED", message: /it is empty/ });
});

const keys = (...names: string[]) => new Map(names.map((name) => [name, new Secret(`of ${name}`)]));

const CHOICES: readonly (readonly [
  keys: string[],
  wanted: string | undefined,
  is: (string | undefined)[] | RegExp,
])[] = [
  [["default"], undefined, ["of default", undefined]],
  [["lab"], undefined, ["of lab", "lab"]],
  [["a", "b"], "b", ["of b", "b"]],
  [["a", "default"], "default", ["of default", undefined]],
  [["a", "b"], undefined, /vault-ids a,b are available to encrypt/],
  [["a", "b"], "c", /no vault password labelled `c`/],
];

for (const [names, wanted, is] of CHOICES)
  test(`of ${names.join(" and ")} ${wanted ?? "none"} is encrypted with`, (t) => {
    const choose = () => chosenSecret(keys(...names), wanted);
    const code = wanted === undefined ? "OPTIONS" : "VAULT_FAILED";
    if (is instanceof RegExp) t.throws(choose, { code, message: is });
    else t.deepEqual([choose().secret.reveal(), choose().label], is);
  });

test("the new password of a vault is said in one way", async (t) => {
  const of = async (values: object) => {
    const { secret, label } = await newSecret(values as never, USUAL);
    return [secret.reveal(), label];
  };
  t.deepEqual(await of({ newVaultId: `lab@${ONE}` }), ["one", "lab"]);
  t.deepEqual(await of({ newVaultPasswordFile: TWO }), ["two", undefined]);
  await t.throwsAsync(of({ newVaultId: ONE, newVaultPasswordFile: TWO }), { code: "OPTIONS" });
});

const AT = { path: "a.yml", line: 1, column: 1 };
const NAMES: readonly (readonly [
  text: string,
  vars: PlainDict[],
  extra: PlainDict,
  name: string | undefined,
])[] = [
  ["plain.yml", [], {}, "plain.yml"],
  ["{{ a }}.yml", [{ a: "x" }], {}, "x.yml"],
  ["{{ a }}", [{ a: "near" }, { a: "far" }], {}, "near"],
  ["{{ a }}", [{ a: "near" }], { a: "extra" }, "extra"],
  ["{{ a }}", [{ a: "{{ b }}", b: "deep" }], {}, "deep"],
  ["{{ a }}", [{ a: 7 }], {}, "7"],
  ["{{ a }}", [{ a: [1] }], {}, undefined],
  ["{{ unknown }}", [], {}, undefined],
  ["{{ a }}", [{ a: "{{ a }}" }], {}, undefined],
  ["{{ lookup('file', '/etc/hosts') }}", [], {}, undefined],
  ["{{ toString }}", [], {}, undefined],
];

for (const [text, vars, extra, name] of NAMES)
  test(`the name of an import, before any host is there: ${text} of ${JSON.stringify([vars, extra])}`, (t) => {
    t.is(staticNames(() => extra)(text, AT, vars), name);
  });

test("expressions of inventories see this machine's environment, and nothing else of it", (t) => {
  const world = closedWorld(() => {});
  process.env.TERA_TEST_WORLD = "here";
  t.is(world.environment("TERA_TEST_WORLD"), "here");
  const refused: [string, () => unknown][] = [
    ["read no files", world.readText],
    ["read no files", world.readBytes],
    ["run no programs", world.run],
    ["fetch nothing", world.fetch],
    ["write no files", world.write],
    ["write no files", world.lock],
    ["write no files", world.unlock],
    ["decrypt nothing", world.decrypt],
    ["encrypt nothing", world.sealVault],
    ["decrypt nothing", world.openVault],
  ];
  for (const [what, act] of refused)
    t.throws(act, { code: "TEMPLATE_FAILED", message: `an inventory's expressions ${what}` });
  const none = [world.lookup(), world.find(), world.stat(), world.setting()];
  t.deepEqual(none, [undefined, undefined, undefined, undefined]);
  t.deepEqual([world.lookupNames(), world.places(), world.glob(), world.hostsMatching()], [[], [], [], []]);
  t.is(world.realPath("a/../b"), "a/../b");
  t.is(world.cwd(), process.cwd());
  t.is(world.wasVaulted(), false);
  t.deepEqual(world.parseYaml("a: 1\n---\nb: 2\n"), [{ a: 1 }, { b: 2 }] as never);
});

test("expressions of inventories read the host's variables, and no others", async (t) => {
  const evaluate = await pluginExpressions(() => {});
  const of = (text: string, vars: PlainDict = { a: "x", b: { c: [1, 2] } }) => evaluate!(text, vars, AT);
  t.is(of("a ~ '-' ~ b.c[1]"), "x-2");
  t.is(of("nothing | default('none')"), "none");
  t.is(of("toString is defined"), false);
  t.throws(() => of("lookup('file', '/etc/hosts')"), { instanceOf: Fault });
});

test("what ends a run says nothing secret: message, hint and stack of each fault", (t) => {
  const secrets = new SecretStore();
  secrets.add(new Secret("hunter22"));
  const fault = new Fault("USAGE", "hunter22 is wrong", { hint: "not hunter22", at: AT });
  const masked = maskedError(fault, secrets) as Fault;
  t.deepEqual(
    [masked.code, masked.message, masked.hint, masked.at],
    ["USAGE", "******** is wrong", "not ********", AT],
  );
  const both = maskedError(new Faults([fault, fault]), secrets) as Faults;
  t.deepEqual(
    both.faults.map(({ message }) => message),
    ["******** is wrong", "******** is wrong"],
  );
  t.is((maskedError(new Fault("USAGE", "x"), secrets) as Fault).hint, undefined);
  const error = maskedError(new Error("hunter22"), secrets) as Error;
  t.false(`${error.message}${error.stack}`.includes("hunter22"));
  t.is(maskedError("text", secrets), "text");
});
