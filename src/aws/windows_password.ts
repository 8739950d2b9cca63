import { constants, createPrivateKey, type KeyObject, privateDecrypt } from "node:crypto";
import { readFileSync } from "node:fs";
import { EC2Client, GetPasswordDataCommand } from "@aws-sdk/client-ec2";
import { homeFolder } from "../disk/local_user.js";
import { Fault } from "../model/errors.js";
import { Secret } from "../model/secret.js";
import type { Value } from "../model/value.js";
import { clientFor, sharedSettings } from "./client.js";
import { doingWith } from "./doing.js";
import { guarded } from "./faults.js";
import { textOptions } from "./lookup_options.js";

const OPTIONS = ["region", "profile", "key_file"] as const;

/**
 * The Administrator's passwords of Windows instances, as EC2 made them at the first start.
 * `terms` are instance ids; options: `key_file` (the private RSA key of the instance's key pair), `region`, `profile`.
 * Faults: ARGUMENT_UNKNOWN, ARGUMENT_MISSING, AWS_*, FILE_MISSING.
 */
export async function windowsPasswords(
  terms: readonly string[],
  options: Readonly<Record<string, Value>>,
): Promise<Secret[]> {
  const { key_file, ...said } = textOptions("tera.aws.windows_password", OPTIONS, options);
  const key = readKey(key_file);
  const settings = sharedSettings(said);
  const client = clientFor(EC2Client, "ec2", settings);
  const ask = async (id: string): Promise<Secret> => {
    const doing = doingWith(settings, "ec2:GetPasswordData", `reading the password of ${id}`);
    const { PasswordData: data } = await guarded(doing, () =>
      client.send(new GetPasswordDataCommand({ InstanceId: id })),
    );
    return decrypted(id, (data ?? "").trim(), key);
  };
  return Promise.all(terms.map(ask));
}

function readKey(file: string | undefined): KeyObject {
  if (file === undefined)
    throw new Fault("ARGUMENT_MISSING", "the lookup of Windows passwords needs `key_file`", {
      hint: "it is the private key of the instance's key pair, which must be RSA",
    });
  const path = file.replace(/^~(?=\/)/, homeFolder());
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("FILE_MISSING", `the private key ${path} cannot be read: ${(cause as Error).message}`, {
      hint: "`key_file` is a path of this machine",
      cause,
    });
  }
  const key = parsedKey(text, path);
  if (key.asymmetricKeyType === "rsa") return key;
  throw new Fault(
    "AWS_FAILED",
    `the key ${path} is ${key.asymmetricKeyType}, but Windows passwords need RSA`,
    {
      hint: "give the instance an RSA key pair: EC2 encrypts the password with it",
    },
  );
}

function parsedKey(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new Fault("AWS_FAILED", `the private key ${path} is not in PEM form, or has a passphrase`, {
      hint: "convert a copy: ssh-keygen -p -m PEM -f COPY",
      cause,
    });
  }
}

function decrypted(id: string, data: string, key: KeyObject): Secret {
  if (data === "")
    throw new Fault("AWS_FAILED", `EC2 has no password for ${id} (yet)`, {
      hint: "it is there some minutes after the first start, if the image makes one and the instance has a key pair",
    });
  const bytes = unpadded(Buffer.from(data, "base64"), key);
  if (bytes) return new Secret(bytes.toString("utf8"));
  throw new Fault("AWS_FAILED", `the password of ${id} was encrypted for another key`, {
    hint: "`key_file` must be the private key of the key pair that the instance was started with",
  });
}

/**
 * PKCS #1 v1.5 taken off by hand: Node refuses this padding in privateDecrypt, because a server would tell an
 * attacker by it whether his text was well padded. Here nobody but the user sees the outcome.
 */
function unpadded(data: Buffer, key: KeyObject): Buffer | undefined {
  let plain: Buffer;
  try {
    plain = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, data);
  } catch {
    return undefined;
  }
  const end = plain.indexOf(0, 2);
  return plain[0] === 0 && plain[1] === 2 && end >= 10 ? plain.subarray(end + 1) : undefined;
}
