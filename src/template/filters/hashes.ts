import { createHash, getHashes } from "node:crypto";
import { readInteger } from "../../model/python_numbers.js";
import { hashPassword, takesLong } from "../crypt/password_hash.js";
import { asked } from "../machine/asked.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { index, isText } from "../values/checks.js";
import { decoded, encoded } from "../values/encodings.js";
import { PythonRandom } from "../values/mersenne.js";
import { isNumber, isTrue, numeric, toText, typeName } from "../values/python.js";
import type { Result } from "../values/values.js";

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

/** OpenSSL's names of what Python calls otherwise. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  blake2b: "blake2b512",
  blake2s: "blake2s256",
  sha3_224: "sha3-224",
  sha3_256: "sha3-256",
  sha3_384: "sha3-384",
  sha3_512: "sha3-512",
  sha512_224: "sha512-224",
  sha512_256: "sha512-256",
};

function digest(text: string, name: string, machine: Machine): string {
  const algorithm = ALGORITHMS[name.toLowerCase()] ?? name.toLowerCase();
  if (/^shake[_-]?(?:128|256)$/.test(algorithm))
    throw new TypeError("hexdigest() missing required argument 'length' (pos 1)");
  const known = getHashes().find((one) => one.toLowerCase() === algorithm);
  if (known === undefined) return machine.fail(`unsupported hash type ${name}`);
  return createHash(known).update(text).digest("hex");
}

const hash = filter("get_hash(data, hashtype?)", ({ data, hashtype = "sha1" }, machine) => {
  if (!isText(hashtype)) return machine.fail("name must be a string");
  return digest(toText(data!), hashtype, machine);
});

const ANSIBLE_NAMESPACE = "361e6d51-faec-444a-9079-341386da8e2e";

/** RFC 4122 version 5. */
function uuid5(namespace: string, name: string): string {
  const bytes = createHash("sha1").update(Buffer.from(namespace, "hex")).update(name).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const toUuid = filter("to_uuid(string, namespace?)", (given, machine) => {
  const { string, namespace = ANSIBLE_NAMESPACE } = given;
  if (namespace === null)
    throw new TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given");
  const invalid = (why: string): never =>
    machine.fail(`Invalid value '${toText(namespace)}' for 'namespace': ${why}`);
  if (!isText(namespace)) return invalid(`'${typeName(namespace)}' object has no attribute 'replace'`);
  const hex = namespace
    .replace(/urn:|uuid:/g, "")
    .replace(/^[{}]+|[{}]+$/g, "")
    .replace(/-/g, "");
  return /^[0-9a-f]{32}$/i.test(hex)
    ? uuid5(hex, toText(string!))
    : invalid("badly formed hexadecimal UUID string");
});

function roundsOf(rounds: Result | undefined, machine: Machine): number | undefined {
  if (rounds === undefined || rounds === null) return undefined;
  if (isNumber(rounds)) return Math.trunc(Number(numeric(rounds)));
  const read = isText(rounds) ? readInteger(rounds) : undefined;
  return read === undefined
    ? machine.fail(`invalid literal for int() with base 10: '${toText(rounds)}'`)
    : Number(read);
}

const passwordHash = filter(
  "get_encrypted_password(password, hashtype?, salt?, salt_size?, rounds?, ident?)",
  (given, machine) => {
    const { password, hashtype = "sha512", salt = null, salt_size: size = null, ident = null } = given;
    const options = {
      salt: isTrue(salt) ? toText(salt) : undefined,
      saltSize: size === null ? undefined : index(size),
      rounds: roundsOf(given.rounds, machine),
      ident: ident === null ? undefined : toText(ident),
    };
    if (!isText(password)) {
      const name = password === null ? "None" : typeName(password!);
      throw new TypeError(`secret must be unicode or bytes, not ${name}`);
    }
    return guardedHash(password, { algorithm: toText(hashtype), options }, machine);
  },
);

interface HashCall {
  algorithm: string;
  options: Parameters<typeof hashPassword>[2];
}

/** how many an evaluation has asked for so far */
const hashed = new WeakMap<object, number>();

function guardedHash(password: string, { algorithm, options }: HashCall, machine: Machine): string {
  const { hash } = machine.frame.context.world;
  try {
    if (!hash || !takesLong(algorithm, options)) return hashPassword(password, algorithm, options);
    // each call has a salt of its own, also where the same is asked for twice
    const count = (hashed.get(machine.frame) ?? 0) + 1;
    hashed.set(machine.frame, count);
    const parts = [machine.frame.source.text, count, password, algorithm, ...Object.entries(options).flat()];
    const call = sha1(parts.join("\0"));
    return asked(machine, `the hash ${call}`, () => hash(password, algorithm, options));
  } catch (error) {
    if (error instanceof RangeError) return machine.fail(error.message);
    throw error;
  }
}

/** community.general's: the rest of an address that begins as given. */
const randomMac = filter("random_mac(value, seed?)", ({ value, seed = null }, machine) => {
  if (!isText(value))
    return machine.fail(
      `Invalid value type (<class '${typeName(value!)}'>) for random_mac (${toText(value!)})`,
    );
  const given = value.toLowerCase().split(":").filter(Boolean);
  if (given.length > 5)
    return machine.fail(`Invalid value (${value}) for random_mac: 5 colon(:) separated items max`);
  const wrong = given.find((one) => !/^[0-9a-f]{2}$/.test(one));
  if (wrong !== undefined || given.length === 0)
    return machine.fail(`Invalid value (${value}) for random_mac: ${wrong ?? ""} not hexa byte`);
  const first = 68_719_476_736n;
  const random = PythonRandom.seeded(seed);
  const bytes = (first + random.below(1_099_511_627_775n - first + 1n)).toString(16).match(/../g) ?? [];
  return [...given, ...bytes].slice(0, 6).join(":");
});

export const HASH_FILTERS: Readonly<Record<string, Filter>> = {
  b64decode: filter("b64decode(string, encoding?)", ({ string, encoding = "utf-8" }, machine) =>
    decoded(toText(string!), toText(encoding), machine.fail),
  ),
  b64encode: filter("b64encode(string, encoding?)", ({ string, encoding = "utf-8" }, machine) =>
    encoded(toText(string!), toText(encoding), machine.fail).toString("base64"),
  ),
  checksum: filter("secure_hash_s(data, hash_func?)", ({ data }) => sha1(toText(data!))),
  hash,
  md5: filter("md5s(data)", ({ data }, machine) => digest(toText(data!), "md5", machine)),
  password_hash: passwordHash,
  random_mac: randomMac,
  sha1: filter("secure_hash_s(data, hash_func?)", ({ data }) => sha1(toText(data!))),
  to_uuid: toUuid,
};
