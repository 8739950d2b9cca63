import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { PlainDict } from "../../../src/model/value.js";
import module from "../../../src/modules/release/release_secrets.js";
import { type RunText, withPrograms } from "../../helpers/fake_programs.js";

const isRoot = process.getuid?.() === 0;

/** Gives these values to a folder; tells what the module says and what is there. */
async function given(run: RunText, more: { folder: string } & PlainDict, check = false) {
  const { args } = convertArgs(module.args, { image: "i", ...more });
  const vars = { ...(args as never as Record<string, string>), ...module.vars?.(args as never) };
  const { answer } = await run(module.sh!, { uses: [], vars, check });
  return { changed: answer.changed, failure: answer.failure, there: filesOf(more.folder) };
}

function filesOf(folder: string): Record<string, string> {
  try {
    return Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
  } catch {
    return {};
  }
}

const SHELLY = 'it\'s "q" $HOME `id` \\n %s';

test("secrets are written as they are, once, and what is no secret any more goes", async (t) => {
  await withPrograms({ docker: "echo" }, async (run, home) => {
    const folder = join(home, "secrets-a");
    const values = { A: "x\ny\n\n", B: SHELLY, C: "" };
    t.deepEqual(await given(run, { folder, values }, true), { changed: true, failure: undefined, there: {} });
    t.like(await given(run, { folder, values }), { changed: true, failure: undefined, there: values });
    t.like(await given(run, { folder, values }), { changed: false, there: values });
    t.like(await given(run, { folder, values: { A: "x\ny\n" } }, true), { changed: true, there: values });
    t.like(await given(run, { folder, values: { A: "x\ny\n" } }), { changed: true, there: { A: "x\ny\n" } });
    t.deepEqual(filesOf(folder), { A: "x\ny\n" });
  });
});

/** The user that the image names, the one that the container is given; the file's mode, for root, and its owner. */
const USERS: readonly (readonly [image: string, user: string, mode: string, owner: number])[] = [
  ["", "", "400", 0],
  ["root", "", "400", 0],
  ["1000", "", "400", 1000],
  ["1000:1000", "", "400", 1000],
  ["node", "", "444", 0],
  ["node", "65532", "400", 65532],
];

for (const [image, user, mode, owner] of USERS)
  test(`a secret is read by the container's user: image ${image || "none"}, container ${user || "none"}`, async (t) => {
    await withPrograms({ docker: `echo '${image}'` }, async (run, home) => {
      const folder = join(home, "secrets-a");
      t.is((await given(run, { folder, values: { A: "x" }, user })).failure, undefined);
      const seen = statSync(join(folder, "A"));
      t.is((seen.mode & 0o777).toString(8), isRoot ? mode : "444");
      t.is(seen.uid, isRoot ? owner : process.getuid!());
    });
  });

test("a folder that cannot be made is told of", async (t) => {
  await withPrograms({ docker: "echo" }, async (run, home) => {
    writeFileSync(join(home, "file"), "");
    const { failure } = await given(run, { folder: join(home, "file/secrets-a"), values: { A: "x" } });
    t.regex(failure ?? "", /cannot make the folder .*secrets-a/);
  });
});
