import { spawnSync } from "node:child_process";
import test from "ava";
import { convertArgs } from "../../src/model/args.js";
import type { ShellLibrary } from "../../src/model/script.js";
import { MODULES } from "../../src/modules/index.js";
import { compact } from "../../src/shell/session/prelude.js";

const ANSWERS: Readonly<Record<string, readonly string[]>> = { gather_subset: ["all"], only: [] };
/** Arguments that ask for all that a module can do. */
const EVERYTHING = new Proxy({}, { get: (_, name) => ANSWERS[String(name)] ?? true }) as never;
const names = Object.keys(MODULES).filter((name) => !name.includes("."));

for (const name of names)
  test(`${name} describes itself, has examples that are right, and shell text that parses`, async (t) => {
    const { default: module } = await MODULES[name]!();
    t.truthy(module.about);
    t.true([module.name, ...(module.aliases ?? [])].includes(name), module.name);
    // by its whole name it is the same
    t.is((await MODULES[`${module.collection ?? "ansible.builtin"}.${module.name}`]!()).default, module);
    for (const [arg, field] of Object.entries(module.args)) t.truthy(field.about, arg);
    for (const example of module.examples) {
      const given = typeof example === "string" ? { [module.freeForm ?? "?"]: example } : example;
      const problems = convertArgs(module.args, given).problems.filter(
        (one) => !(module.open && one.kind === "unknown"),
      );
      t.deepEqual(problems, []);
    }
    // the writer is no part of what every session has
    const writes = /(?:^|[\s;{(])(?:put|copy_over|backup|differs_file) "/m.test(module.sh ?? "");
    const uses = [...(module.uses ?? []), ...(module.libraries?.(EVERYTHING) ?? [])];
    t.true(!writes || libraries(uses).has("writer"), "it writes without the writer");
    for (const shell of ["dash", "bash"]) {
      if (module.sh === undefined) continue;
      const { status, stderr } = spawnSync(shell, ["-n"], {
        input: `f() {\n${compact(module.sh)}:\n}\n`,
        encoding: "utf8",
      });
      if (status !== null) t.is(status, 0, `${shell}: ${stderr}`);
    }
  });

/** A session is sent a library once, by its name; `say_json` and the like are in every session. */
test("every library of shell text has a name of its own", async (t) => {
  const texts = new Map<string, string>();
  const note = (one: ShellLibrary): void => {
    t.regex(one.name, /^[a-z]\w+$/);
    t.is(texts.get(one.name) ?? one.text, one.text, one.name);
    texts.set(one.name, one.text);
    for (const used of one.uses ?? []) note(used);
  };
  for (const name of names) {
    const { default: module } = await MODULES[name]!();
    for (const one of module.uses ?? []) note(one);
  }
  t.is(new Set(texts.values()).size, texts.size);
});

function libraries(uses: readonly ShellLibrary[]): Set<string> {
  return new Set(uses.flatMap((one) => [one.name, ...libraries(one.uses ?? [])]));
}

test("the generated lists and pages are fresh", (t) => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/generate.mjs", "--check"], {
    encoding: "utf8",
  });
  t.is(status, 0, stderr);
});
