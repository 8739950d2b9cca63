import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import docker_image_pull from "../../../src/modules/containers/docker_image_pull.js";
import { type Engine, missingForEngine, startEngine } from "../../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../../helpers/docker_registry.js";
import { applied } from "../../helpers/module.js";

const missing = missingForEngine([["docker-registry", "docker-registry"]]);
const folder = mkdtempSync(join(tmpdir(), "tera-pull-"));
let engine: Engine;
let registry: Registry;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  registry = await startRegistry(join(folder, "registry"));
  engine = await startEngine(join(folder, "engine"));
});

test.after.always(async () => {
  await engine?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = missing ? test.skip : test.serial;

/** Pushes an image of one file; gives its digest. The engine keeps nothing of it. */
async function pushed(name: string, content: string): Promise<string> {
  writeFileSync(join(folder, "file"), content);
  const tar = join(folder, "image.tar");
  await execa("tar", ["-C", folder, "-cf", tar, "file"]);
  await engine.docker(["import", tar, name]);
  const said = await engine.docker(["push", name]);
  await engine.docker(["rmi", name]);
  return /digest: (sha256:\w+)/.exec(said)![1]!;
}

const repository = (name: string) => `127.0.0.1:${registry.port}/${name}`;
const pull = (given: Record<string, unknown>, mode = {}) =>
  applied(docker_image_pull, { docker_host: engine.host, ...given } as never, mode);

real("an image is pulled by digest once: predicted, done, and then there", async (t) => {
  const name = `${repository("app")}@${await pushed(repository("app"), "one")}`;
  const predicted = await pull({ name }, { check: true });
  t.true(predicted.changed, JSON.stringify(predicted));
  t.is(await engine.docker(["images", "-q"]), "");
  const first = await pull({ name });
  t.true(first.changed, JSON.stringify(first));
  t.deepEqual((first.image as { RepoDigests: string[] }).RepoDigests, [name]);
  for (const check of [true, false]) t.false((await pull({ name }, { check })).changed);
});

real("a tag is pulled again only where the registry has another image", async (t) => {
  const name = repository("tagged");
  const id = () => engine.docker(["image", "inspect", "-f", "{{.Id}}", name]);
  await pushed(name, "one");
  t.true((await pull({ name })).changed);
  t.false((await pull({ name })).changed, "the same image");

  const old = await id();
  await engine.docker(["tag", old, "kept"]);
  await pushed(name, "two");
  await engine.docker(["tag", old, name]);
  t.false((await pull({ name, pull: "not_present" })).changed, "present is enough");
  t.true((await pull({ name }, { check: true })).changed, "a tag may have moved");
  t.is(await id(), old);
  t.true((await pull({ name })).changed);
  t.not(await id(), old);
});

real("an image of another platform does not count as present", async (t) => {
  const name = repository("platform");
  await pushed(name, "one");
  await pull({ name });
  const { Architecture: own } = JSON.parse(await engine.docker(["image", "inspect", name]))[0];
  const given = { name, pull: "not_present" };
  t.false((await pull({ ...given, platform: `linux/${own}` })).changed);
  t.false((await pull({ ...given, platform: own })).changed);
  const other = own === "arm64" ? "linux/amd64" : "linux/arm64/v8";
  t.true((await pull({ ...given, platform: other }, { check: true })).changed);
});

real("what the registry does not have fails with what docker says", async (t) => {
  const result = await pull({ name: repository("nothing") });
  t.true(result.failed);
  t.regex(String(result.msg), /not found|manifest unknown/);
});

test("an ID is no name", (t) => {
  t.is(docker_image_pull.validate?.({ name: `sha256:${"a".repeat(64)}` }).length, 1);
  t.deepEqual(docker_image_pull.validate?.({ name: "redis:8-alpine" }), []);
});
