import { existsSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { type Field, type Fields, fieldNames } from "../../src/model/args.js";
import type { Module } from "../../src/model/module.js";
import { MODULES } from "../../src/modules/index.js";

/** What Ansible says of one argument (`ansible-doc -j`). */
interface Option {
  type?: string;
  elements?: string;
  required?: boolean;
  default?: unknown;
  choices?: unknown[];
  aliases?: string[];
  suboptions?: Record<string, Option>;
}

interface Described {
  check: "full" | "partial" | "none" | null;
  options: Record<string, Option>;
}

/** Of each module the arguments, as Ansible describes them */
const ANSIBLE: Record<string, Described> = JSON.parse(readFileSync("test/modules/arguments.json", "utf8"));

/** Reasons, each with the places where we differ. */
const UNLIKE: Record<string, string[]> = JSON.parse(
  readFileSync("test/modules/arguments_unlike.json", "utf8"),
);

const KINDS: Record<string, readonly string[]> = {
  bool: ["flag", "choice"],
  int: ["integer"],
  float: ["float"],
  list: ["list"],
  dict: ["map", "options"],
};

/** Every difference of two descriptions, a line each. */
function differences(path: string, fields: Fields, options: Readonly<Record<string, Option>>): string[] {
  const names = [...new Set([...Object.keys(fields), ...Object.keys(options)])];
  return names.flatMap((name) => {
    const [ours, theirs] = [fields[name], options[name]];
    if (!ours) return [`${path}.${name} is missing`];
    if (!theirs) return [`${path}.${name} is ours`];
    return unequal(ours, theirs).map((what) => `${path}.${name} ${what}`);
  });
}

function unequal(ours: Field, theirs: Option): string[] {
  const found: string[] = [];
  const compare = (what: string, one: unknown, other: unknown) => {
    if (JSON.stringify(one) !== JSON.stringify(other))
      found.push(`${what}: ${JSON.stringify(one)}, Ansible ${JSON.stringify(other)}`);
  };
  compare("required", ours.required === true, theirs.required === true);
  compare("aliases", [...(ours.aliases ?? [])].sort(), [...(theirs.aliases ?? [])].sort());
  if (theirs.choices) compare("choices", choicesOf(ours), [...theirs.choices].sort());
  const kinds = KINDS[theirs.type ?? "str"];
  if (kinds && !kinds.includes(ours.kind)) compare("kind", ours.kind, theirs.type);
  compare("default", converted(ours, ours.default), converted(ours, theirs.default));
  return found;
}

/** Those of a list are its items'. */
function choicesOf({ kind, choices, inner }: Field): unknown[] {
  return [...(kind === "list" ? choicesOf(inner as Field) : (choices ?? []))].sort();
}

function converted(field: Field, value: unknown): unknown {
  if (value === undefined) return null;
  const made = field.convert(value as never);
  return "ok" in made ? made.ok : made.problem;
}

const names = Object.keys(MODULES).filter((name) => !name.includes("."));
const modules: Record<string, Module> = {};
test.before(async () => {
  for (const name of names) modules[name] = (await MODULES[name]!()).default as unknown as Module;
});

for (const name of Object.keys(ANSIBLE))
  test(`${name} has Ansible's arguments: names, aliases, kinds, choices, defaults`, (t) => {
    const found = differences(name, modules[name]!.args, ANSIBLE[name]!.options);
    const known = Object.values(UNLIKE).flatMap((lines) =>
      lines.filter((line) => line.startsWith(`${name}.`)),
    );
    t.deepEqual(found.sort(), known.sort());
  });

for (const name of names)
  test(`${name}: defaults are possible, and aliases and choices are names that are there once`, (t) => {
    const fields = flattened(modules[name]!.args);
    for (const [path, field] of fields) {
      if (field.default !== undefined) t.true("ok" in field.convert(field.default as never), path);
      const words = [...(field.aliases ?? []), ...(field.choices ?? []).map(String)];
      t.deepEqual(
        words.filter((word) => word === ""),
        [],
        path,
      );
      if (field.choices) t.true(field.choices.length > 1, path);
      if (field.aliases) t.true(field.aliases.length > 0, path);
    }
    for (const level of levels(modules[name]!.args)) {
      const aliases = Object.values(level).flatMap((field) => field.aliases ?? []);
      t.is(new Set(aliases).size, aliases.length, aliases.join());
      for (const one of Object.keys(level)) t.is(fieldNames(level).get(one), one);
    }
  });

/** What is promised to those who write playbooks, and Ansible does not describe: a line for each argument. */
const TAKEN = "test/modules/taken.txt";

/** A line of one argument; of those that Ansible describes only that they are secret, and nested ones. */
function taken(path: string, field: Field): string[] {
  const secret = field.secret ? " secret" : "";
  const [module, ...inner] = path.split(".");
  if (ANSIBLE[module!] && inner.length === 1) return secret ? [`${path}${secret}`] : [];
  const { kind, required, aliases, choices } = field;
  const usual = field.default === undefined ? "" : ` = ${JSON.stringify(field.default)}`;
  const also = aliases?.length ? ` (${aliases.join(", ")})` : "";
  return [`${path}${also}: ${choices?.join("|") ?? kind}${required ? " required" : ""}${usual}${secret}`];
}

test("what modules take beyond Ansible's description is written down (UPDATE_GOLDEN=1 writes it anew)", (t) => {
  const own = names.filter((name) => modules[name]!.name === name);
  const lines = own.flatMap((name) =>
    flattened(modules[name]!.args).flatMap(([path, field]) => taken(`${name}.${path}`, field)),
  );
  const text = `${lines.sort().join("\n")}\n`;
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(TAKEN, text);
  t.is(existsSync(TAKEN) ? readFileSync(TAKEN, "utf8") : "", text);
});

/** Words for what nobody else may know, and arguments that are called so and hold none of it. */
const NOT_SECRET = ["ecs_service.client_token"]; // by it AWS knows that a request is the same
const SECRET = /pass(word|phrase|wd)|secret|(^|_)token/;

test("what is called a password or a secret is one", (t) => {
  const found = names.flatMap((name) =>
    flattened(modules[name]!.args)
      .filter(
        ([path, { kind, secret }]) => SECRET.test(path.split(".").at(-1)!) && kind === "text" && !secret,
      )
      .map(([path]) => `${name}.${path}`),
  );
  t.deepEqual(found.sort(), NOT_SECRET);
});

/** All fields, those of nested options too, by their paths. */
function flattened(fields: Fields, above = ""): [string, Field][] {
  return Object.entries(fields).flatMap(([name, field]): [string, Field][] => [
    [`${above}${name}`, field],
    ...flattened(innerOf(field), `${above}${name}.`),
  ]);
}

/** The fields of nested options, those of a list's items too. */
function innerOf({ kind, inner }: Field): Fields {
  if (inner === undefined) return {};
  return kind === "list" ? innerOf(inner as Field) : (inner as Fields);
}

/** The arguments of the module and those of each nested level. */
function levels(fields: Fields): Fields[] {
  return [
    fields,
    ...Object.values(fields).flatMap((field) => levels(innerOf(field)).slice(field.inner ? 0 : 1)),
  ];
}
