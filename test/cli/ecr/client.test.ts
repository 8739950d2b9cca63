import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { tera } from "../../e2e/cli.js";
import { authorizationToken, startAwsStub } from "../../helpers/aws_stub.js";

/** Docker's client in the place of the real one: what it is called with can be read here, on any machine. */
const TOKEN = "token-of-the-registry";
const [OURS, THEIRS] = ["1", "2"].map((digit) => `sha256:${digit.repeat(64)}`);
const DIGEST = `sha256:${"d".repeat(64)}`;

interface Client {
  run(...words: string[]): ReturnType<typeof tera>;
  /** the arguments and environments that the client was given */
  called(): string;
}

/** `push`: what `docker push` does. `tags`: the configuration's digest of what the tag names, one for each look. */
async function client(
  t: ExecutionContext,
  push: string,
  tags: (string | undefined)[] = [undefined],
): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), "tera-ecr-client-"));
  const log = join(folder, "called");
  mkdirSync(join(folder, "bin"));
  const program = `#!/bin/sh
{ echo "$*"; env; } >>${log}
case $* in
*--password-stdin*) cat >/dev/null ;;
*inspect*) echo ${OURS} ;;
*" push "*) ${push} ;;
esac
`;
  writeFileSync(join(folder, "bin/docker"), program, { mode: 0o755 });
  const aws = await startAwsStub({
    GetAuthorizationToken: () => authorizationToken(TOKEN, "registry.example"),
    BatchGetImage: () => {
      const config = tags.length > 1 ? tags.shift() : tags[0];
      const imageManifest = JSON.stringify({ config: { digest: config } });
      return { images: config ? [{ imageId: { imageDigest: DIGEST }, imageManifest }] : [] };
    },
  });
  t.teardown(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true });
  });
  const env = { ...aws.env, DOCKER_HOST: "unix:///none", PATH: `${folder}/bin:${process.env.PATH}` };
  return {
    run: (...words) => tera(["ecr", ...words], { env }),
    called: () => readFileSync(log, "utf8"),
  };
}

test("a token goes in by stdin: it is in no argument and no environment of Docker's client", async (t) => {
  const { run, called } = await client(t, `echo "1.2.0: digest: ${DIGEST} size: 1"`);
  const pushed = await run("push", "webapp:1", "webapp:1.2.0");
  t.is(pushed.code, 0, pushed.stderr);
  t.is(pushed.stdout, `${DIGEST}\n`);
  t.is((await run("login", "--config", join(tmpdir(), "tera-ecr-none"))).code, 0);
  t.is(called().match(/login --username AWS --password-stdin registry\.example$/gm)?.length, 2);
  t.false(called().includes(TOKEN));
});

const IMMUTABLE = `echo "tag invalid: The image tag '1.2.0' already exists and cannot be overwritten because the tag is immutable." >&2; exit 1`;

test("somebody pushed the same image under this tag meanwhile: that is a success", async (t) => {
  const { run } = await client(t, IMMUTABLE, [undefined, OURS]);
  const pushed = await run("push", "webapp:1", "webapp:1.2.0");
  t.is(pushed.code, 0, pushed.stderr);
  t.is(pushed.stdout, `${DIGEST}\n`);
  t.regex(pushed.stderr, /webapp:1\.2\.0 is already there/);
});

test("somebody pushed another image under this tag meanwhile: both are named", async (t) => {
  const { run } = await client(t, IMMUTABLE, [undefined, THEIRS]);
  const pushed = await run("push", "webapp:1", "webapp:1.2.0");
  t.is(pushed.code, 1);
  t.true(
    pushed.stderr.includes(`names another image: ${DIGEST} is there, webapp:1 is ${OURS}`),
    pushed.stderr,
  );
});

test("a push that fails says what Docker said last, and where to look", async (t) => {
  const { run } = await client(t, 'echo "name unknown: The repository does not exist" >&2; exit 1');
  const pushed = await run("push", "webapp:1", "webapp:1.2.0");
  t.is(pushed.code, 1);
  t.regex(pushed.stderr, /webapp:1\.2\.0 was not pushed: name unknown: [^\n]*\n {2}is the region right/);
});
