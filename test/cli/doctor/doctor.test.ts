import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import test from "ava";
import { typed } from "../../helpers/typed.js";

const folder = mkdtempSync(join(tmpdir(), "tera-doctor-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

/** Without any credentials of AWS. */
function doctor(...words: string[]) {
  const none = { AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: undefined, AWS_EC2_METADATA_DISABLED: "true" };
  const env = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null", ...none };
  return typed(["doctor", "ecs-agent", ...words], { env });
}

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const USER_DATA = "#!/bin/bash\nsystemctl enable --now ecs\n";

test("user data is read as it is, and as EC2 hands it out", async (t) => {
  for (const content of [USER_DATA, Buffer.from(USER_DATA).toString("base64")]) {
    const { code, stdout } = await doctor("--user-data", file("plain", content));
    t.is(code, 2, stdout);
    t.regex(stdout, /evidence {2}line 2: systemctl enable --now ecs/);
  }
});

test("what cannot be read as user data is said, and never healthy", async (t) => {
  const packed = gzipSync(USER_DATA);
  for (const content of [packed, packed.toString("base64")]) {
    const { code, stderr } = await doctor("--user-data", file("packed", content));
    t.is(code, 2);
    t.regex(stderr, /packed is no text\n {2}is it compressed\?/);
  }
  const { stderr: missing } = await doctor("--user-data", join(folder, "nowhere"));
  t.is(missing, `ERROR! --user-data ${folder}/nowhere: there is no such file\n`);
  t.is((await doctor("--user-data", folder)).stderr, `ERROR! --user-data ${folder}: it is a folder\n`);
});

test("a host that is not there comes with the nearest, or with how to see all", async (t) => {
  t.regex((await doctor("wbe1", "-i", "web1,")).stderr, /matches `wbe1`\n {2}did you mean `web1`\?/);
  t.regex(
    (await doctor("database", "-i", "web1,")).stderr,
    /matches `database`\n {2}`tera inventory --graph`/,
  );
});

test("without credentials ECS cannot be asked, which is known before a host is connected to", async (t) => {
  // nothing listens there: connecting would be its own message
  const host = ["web1", "-i", "web1,", "-e", "ansible_host=127.0.0.1 ansible_port=1"];
  for (const option of [["--control-plane"], ["--service", "web"]]) {
    const { code, stdout, stderr } = await doctor(...host, ...option);
    t.is(code, 1);
    t.is(stdout, "");
    t.regex(stderr, /^ERROR! there are no credentials for asking ECS: /);
  }
  t.regex((await doctor(...host)).stdout, /^web1: unreachable: /);
});
