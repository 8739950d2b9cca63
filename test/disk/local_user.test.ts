import { readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { execa } from "execa";
import { homeFolder, localUser } from "../../src/disk/local_user.js";

const ROOM = fileURLToPath(new URL("../../src/disk/local_user.js", import.meta.url));
/** a number that no account has */
const NOBODY = 123_457;

async function asNobody(env: Record<string, string>): Promise<unknown> {
  const script =
    "const { readFileSync } = await import('node:fs'); const text = readFileSync(0, 'utf8');" +
    "const { homeFolder, localUser } = await import('data:text/javascript,' + encodeURIComponent(text));" +
    "console.log(JSON.stringify({ ...localUser(), home: homeFolder() }))";
  // the text itself: the project's folder may be closed to others
  const options = { uid: NOBODY, gid: NOBODY, env, extendEnv: false, cwd: "/", input: readFileSync(ROOM) };
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", script], options);
  return JSON.parse(stdout);
}

const asRoot = process.getuid?.() === 0 ? test : test.skip;

test("who runs it has his account's name and folder", (t) => {
  t.deepEqual(localUser(), { name: userInfo().username, uid: userInfo().uid });
  t.is(homeFolder(), process.env.HOME || userInfo().homedir);
});

asRoot("who has no account is named by his environment, or else by his number", async (t) => {
  t.deepEqual(await asNobody({}), { name: String(NOBODY), uid: NOBODY, home: "/" });
  const named = { LOGNAME: "build", USER: "other", HOME: "/var/build" };
  t.deepEqual(await asNobody(named), { name: "build", uid: NOBODY, home: "/var/build" });
  t.deepEqual(await asNobody({ USER: "other" }), { name: "other", uid: NOBODY, home: "/" });
});

test("nobody else asks the system for its users: it fails where there is no account", (t) => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const asking = files.filter((name) =>
    /\b(userInfo|homedir)\b/.test(readFileSync(join("src", name), "utf8")),
  );
  t.deepEqual(asking, ["disk/local_user.ts"]);
});
