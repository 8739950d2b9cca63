import { constants, generateKeyPairSync, publicEncrypt } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { windowsPasswords } from "../../src/aws/windows_password.js";
import type { Value } from "../../src/model/value.js";
import { type AnswerServer, startAnswers } from "../helpers/answers.js";
import { runFiles } from "../helpers/play.js";

const ID = "i-0123456789abcdef0";
const PASSWORD = "Wj7;6?c$-secret-ü";
const folder = mkdtempSync(join(tmpdir(), "tera-password-"));
const pairs = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
const keyFile = (name: string, pem: string): string => {
  writeFileSync(join(folder, name), pem, { mode: 0o600 });
  return join(folder, name);
};
const [own, other] = pairs.map(({ privateKey }, index) =>
  keyFile(`key${index}`, privateKey.export({ type: "pkcs1", format: "pem" }) as string),
);
const encrypted = publicEncrypt(
  { key: pairs[0]!.publicKey, padding: constants.RSA_PKCS1_PADDING },
  Buffer.from(PASSWORD),
).toString("base64");

let data = `\n${encrypted}\n`;
let server: AnswerServer;
const ENVIRONMENT = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "x", AWS_REGION: "eu-west-1" };

test.before(async () => {
  server = await startAnswers(() => ({
    headers: { "content-type": "text/xml" },
    body: `<GetPasswordDataResponse><instanceId>${ID}</instanceId><passwordData>${data}</passwordData></GetPasswordDataResponse>`,
  }));
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: server.url });
});
test.after.always(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function problem(t: ExecutionContext, options: Record<string, Value>): Promise<string> {
  const error = await t.throwsAsync(windowsPasswords([ID], options));
  return error!.message;
}

test.serial(
  "a password is decrypted with the private key of the key pair, and prints as a mask",
  async (t) => {
    const [secret] = await windowsPasswords([ID], { key_file: own! });
    t.is(secret!.reveal(), PASSWORD);
    t.is(String(secret), "********");
    t.regex(server.asked.at(-1)!.body, /Action=GetPasswordData.*InstanceId=i-0123456789abcdef0/);
  },
);

test.serial("a play reads it when it needs it, once, and shows it nowhere", async (t) => {
  const before = server.asked.length;
  const run = await runFiles(
    {
      "play.yml": `
- hosts: localhost
  gather_facts: false
  vars:
    admin_password: "{{ lookup('tera.aws.windows_password', '${ID}', key_file='${own}') }}"
  tasks:
    - name: Use it
      debug: {msg: "it has {{ admin_password | length }} characters and is {{ admin_password }}"}
`,
    },
    undefined,
    { ...ENVIRONMENT, AWS_ENDPOINT_URL: server.url },
  );
  t.is(run.code, 0, run.stdout + run.stderr);
  t.is(run.results("Use it")[0]?.msg, `it has ${PASSWORD.length} characters and is ********`);
  t.is(server.asked.length - before, 1);
});

test.serial("the key of another pair, a key that is not RSA and no key are told apart", async (t) => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const ed25519 = keyFile("ed25519", privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  t.regex(await problem(t, { key_file: other! }), /was encrypted for another key$/);
  t.regex(await problem(t, { key_file: ed25519 }), /is ed25519, but Windows passwords need RSA/);
  t.regex(await problem(t, { key_file: join(folder, "none") }), /the private key \S+ cannot be read/);
  t.regex(await problem(t, { key_file: keyFile("text", "no key") }), /is not in PEM form/);
  t.regex(await problem(t, {}), /needs `key_file`/);
  t.regex(await problem(t, { key_file: own!, keyfile: own! }), /has no option `keyfile`/);
});

test.serial("the region is that of the instance", async (t) => {
  await windowsPasswords([ID], { key_file: own!, region: "ap-southeast-2" });
  t.regex(server.asked.at(-1)!.headers.authorization ?? "", /\/ap-southeast-2\/ec2\//);
});

test.serial("what is not padded as it should be is no password", async (t) => {
  const good = data;
  for (const start of ["00020100", "0001ffffffffffffffffff00", "0002ffffffffffffffffffff"]) {
    const block = Buffer.from(start.padEnd(512, start.endsWith("00") ? "41" : "ff"), "hex");
    const sent = publicEncrypt({ key: pairs[0]!.publicKey, padding: constants.RSA_NO_PADDING }, block);
    data = sent.toString("base64");
    t.regex(await problem(t, { key_file: own! }), /was encrypted for another key$/, start);
  }
  data = good;
});

test.serial("an instance that has no password yet is named", async (t) => {
  data = "";
  t.is(await problem(t, { key_file: own! }), `EC2 has no password for ${ID} (yet)`);
});
