import { createHash, randomBytes } from "node:crypto";
import { seededRandom } from "./filters_lists.js";
import type { Filter, Machine } from "./machine.js";
import { toText } from "./python.js";
import { shaCrypt } from "./sha_crypt.js";
import type { Kwargs, Result } from "./values.js";

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest("hex");
}

const ANSIBLE_NAMESPACE = "361e6d51-faec-444a-9079-341386da8e2e";

/** RFC 4122 version 5. */
function uuid5(namespace: string, name: string): string {
  const bytes = createHash("sha1")
    .update(Buffer.from(namespace.replace(/-/g, ""), "hex"))
    .update(name)
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** Python's names of the encodings that Node knows. */
const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  ascii: "ascii",
  latin1: "latin1",
  "utf-8": "utf8",
  "utf-16-le": "utf16le",
  "utf-16le": "utf16le",
};

function encoding([given]: Result[], kwargs: Kwargs, machine: Machine): BufferEncoding {
  const name = toText(kwargs.encoding ?? given ?? "utf-8").toLowerCase();
  return ENCODINGS[name] ?? machine.fail(`unknown encoding: ${name}`);
}

const SALT = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function salt(length: number): string {
  return [...randomBytes(length)].map((byte) => SALT[byte & 63]).join("");
}

const passwordHash: Filter = (value, args, kwargs, machine) => {
  const scheme = toText(args[0] ?? kwargs.hashtype ?? "sha512");
  const given = args[1] ?? kwargs.salt;
  const rounds = kwargs.rounds === undefined || kwargs.rounds === null ? undefined : Number(kwargs.rounds);
  if (scheme !== "sha512" && scheme !== "sha256" && scheme !== "sha512_crypt" && scheme !== "sha256_crypt")
    return machine.fail(`password_hash: ${scheme} is not supported; use sha512 or sha256`);
  const kind = scheme.startsWith("sha512") ? "sha512" : "sha256";
  return shaCrypt(
    kind,
    toText(value),
    given === undefined || given === null ? salt(16) : toText(given),
    rounds,
  );
};

export const HASH_FILTERS: Readonly<Record<string, Filter>> = {
  b64decode: (value, args, kwargs, machine) =>
    Buffer.from(toText(value), "base64").toString(encoding(args, kwargs, machine)),
  b64encode: (value, args, kwargs, machine) =>
    Buffer.from(toText(value), encoding(args, kwargs, machine)).toString("base64"),
  checksum: (value) => digest("sha1", toText(value)),
  hash: (value, args, kwargs, machine) => {
    const name = toText(args[0] ?? kwargs.hashtype ?? "sha1");
    try {
      return digest(name, toText(value));
    } catch {
      return machine.fail(`unsupported hash type ${name}`);
    }
  },
  md5: (value) => digest("md5", toText(value)),
  password_hash: passwordHash,
  random_mac: (value, _args, kwargs, machine) => {
    const prefix = toText(value).toLowerCase();
    const given = prefix.split(":").filter(Boolean);
    if (given.some((one) => !/^[0-9a-f]{2}$/.test(one)))
      return machine.fail(`Invalid value (${toText(value)}) for random_mac: not hexa byte`);
    const next = kwargs.seed === undefined ? Math.random : seededRandom(toText(kwargs.seed));
    while (given.length < 6)
      given.push(
        Math.floor(next() * 256)
          .toString(16)
          .padStart(2, "0"),
      );
    return given.join(":");
  },
  sha1: (value) => digest("sha1", toText(value)),
  to_uuid: (value, args, kwargs) =>
    uuid5(toText(args[0] ?? kwargs.namespace ?? ANSIBLE_NAMESPACE), toText(value)),
};
