import { randomInt } from "node:crypto";
import { bcryptDigest } from "./blowfish.js";
import { md5Crypt } from "./md5_crypt.js";
import { shaCrypt } from "./sha_crypt.js";

/** What a hash of a password is made with; what is not given is chosen. */
export interface HashOptions {
  salt?: string | undefined;
  saltSize?: number | undefined;
  rounds?: number | undefined;
  ident?: string | undefined;
}

export interface Scheme {
  saltSize: number;
  isExact: boolean;
  /** undefined: has no rounds */
  rounds?: { usual: number; least: number; most: number };
  alphabet: string;
  make(password: string, options: Required<Pick<Chosen, "salt" | "rounds" | "ident">>): string;
}

interface Chosen {
  salt: string;
  rounds: number;
  ident: string;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CRYPT = `./0123456789${LETTERS}`;
const BCRYPT = `./${LETTERS}0123456789`;
/** passlib takes more: so many take seconds, in which nothing else happens. */
const MOST_ROUNDS = 2_000_000;

/** passlib's limit: each round takes as long as the password is. */
const MOST_CHARACTERS = 4096;
/** So many rounds take some milliseconds. */
const FEW_ROUNDS = 10_000;

/** Does it take so long that others would wait for it? */
export function takesLong(algorithm: string, { rounds }: HashOptions): boolean {
  return (
    !/^md5/.test(algorithm) && (/^bcrypt|^blowfish/.test(algorithm) || (rounds ?? MOST_ROUNDS) > FEW_ROUNDS)
  );
}

const sha = (kind: "sha256" | "sha512", usual: number): Scheme => ({
  saltSize: 16,
  isExact: false,
  rounds: { usual, least: 1000, most: MOST_ROUNDS },
  alphabet: CRYPT,
  make: (password, { salt, rounds }) => shaCrypt(password, { kind, salt, rounds }),
});

export const SCHEMES: Readonly<Record<string, Scheme>> = {
  md5_crypt: {
    saltSize: 8,
    isExact: false,
    alphabet: CRYPT,
    make: (password, { salt }) => md5Crypt(password, salt),
  },
  bcrypt: {
    saltSize: 22,
    isExact: true,
    rounds: { usual: 12, least: 4, most: 16 },
    alphabet: BCRYPT,
    make: bcrypt,
  },
  sha256_crypt: sha("sha256", 535_000),
  sha512_crypt: sha("sha512", 656_000),
};

const SHORT_NAMES: Readonly<Record<string, string>> = {
  md5: "md5_crypt",
  blowfish: "bcrypt",
  sha256: "sha256_crypt",
  sha512: "sha512_crypt",
};

/** Further hashes of passlib's, which Ansible does not promise either. */
const PASSLIB = new Set(
  "apr_md5_crypt argon2 atlassian_pbkdf2_sha1 bcrypt_sha256 bigcrypt bsdi_crypt cisco_asa cisco_pix cisco_type7 crypt16 cta_pbkdf2_sha1 des_crypt django_pbkdf2_sha1 django_pbkdf2_sha256 dlitz_pbkdf2_sha1 fshp grub_pbkdf2_sha512 hex_md4 hex_md5 hex_sha1 hex_sha256 hex_sha512 htdigest ldap_md5 ldap_plaintext ldap_salted_md5 ldap_salted_sha1 ldap_sha1 lmhash msdcc msdcc2 mssql2000 mssql2005 mysql323 mysql41 nthash oracle10 oracle11 pbkdf2_sha1 pbkdf2_sha256 pbkdf2_sha512 phpass plaintext postgres_md5 roundup_plaintext scram scrypt sha1_crypt sun_md5_crypt unix_disabled".split(
    " ",
  ),
);

function toBytes(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let size = 0;
  for (const one of text) {
    bits = ((bits << 6) | BCRYPT.indexOf(one)) & 0xffff;
    size += 6;
    if (size >= 8) {
      size -= 8;
      bytes.push((bits >> size) & 255);
    }
  }
  return Buffer.from(bytes);
}

function fromBytes(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let size = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffff;
    size += 8;
    while (size >= 6) {
      size -= 6;
      text += BCRYPT[(bits >> size) & 63];
    }
  }
  return size > 0 ? text + BCRYPT[(bits << (6 - size)) & 63] : text;
}

/** The oldest kind does not end the password, all others do; only 72 bytes count. */
function bcrypt(password: string, { salt, rounds, ident }: Chosen): string {
  const bytes = Buffer.from(ident === "2" ? password : `${password}\0`).subarray(0, 72);
  const key = bytes.length === 0 ? Buffer.from([0]) : bytes;
  const digest = bcryptDigest(key, toBytes(salt).subarray(0, 16), rounds);
  return `$${ident}$${String(rounds).padStart(2, "0")}$${salt}${fromBytes(digest)}`;
}

const IDENTS = ["2", "2a", "2b", "2y"];

/** Bits of the last character that no salt uses are made zero. */
function repaired(salt: string): string {
  if (salt.length % 4 === 1) throw new RangeError("source length must != 1 mod 4");
  const unused = salt.length % 4 === 2 ? 0x30 : salt.length % 4 === 3 ? 0x3c : 0x3f;
  return salt.slice(0, -1) + BCRYPT[BCRYPT.indexOf(salt.at(-1)!) & unused];
}

const refuse = (what: string): never => {
  throw new RangeError(`Could not hash the secret.. ${what}`);
};

function saltOf(name: string, scheme: Scheme, { salt: given, saltSize }: HashOptions): string {
  if (given === undefined || given === "") {
    const size = saltSize || scheme.saltSize;
    if (size > scheme.saltSize)
      return refuse(`${name}: salt_size (${size}) above max_salt_size (${scheme.saltSize})`);
    if (scheme.isExact && size < scheme.saltSize)
      return refuse(`${name}: salt_size (${size}) below min_salt_size (${scheme.saltSize})`);
    const made = Array.from({ length: size }, () => scheme.alphabet[randomInt(scheme.alphabet.length)]).join(
      "",
    );
    return scheme.isExact ? repaired(made) : made;
  }
  if ([...given].some((one) => !scheme.alphabet.includes(one)))
    return refuse(`invalid characters in ${name} salt`);
  const salt = scheme.isExact ? repaired(given) : given;
  const limit = scheme.isExact ? `requires exactly ${scheme.saltSize}` : `requires <= ${scheme.saltSize}`;
  if (salt.length > scheme.saltSize) return refuse(`salt too large (${name} ${limit} chars)`);
  return scheme.isExact && salt.length < scheme.saltSize
    ? refuse(`salt too small (${name} ${limit} chars)`)
    : salt;
}

function roundsOf(name: string, scheme: Scheme, { rounds }: HashOptions): number {
  if (!scheme.rounds) {
    if (rounds) throw new TypeError("MinimalHandler.using() got an unexpected keyword argument 'rounds'");
    return 0;
  }
  const { usual, least, most } = scheme.rounds;
  const wanted = rounds || usual;
  if (wanted < least)
    return refuse(`${name}: min_desired_rounds (${wanted}) is too low, must be at least ${least}`);
  return wanted > most
    ? refuse(`${name}: min_desired_rounds (${wanted}) is too large, cannot be more than ${most}`)
    : wanted;
}

/** Is there a hash of that name? */
export const knowsHash = (algorithm: string): boolean =>
  Object.hasOwn(SCHEMES, SHORT_NAMES[algorithm] ?? algorithm);

/** A password's hash for /etc/shadow, as Ansible makes it with passlib. Faults: RangeError and TypeError in its words. */
export function hashPassword(password: string, algorithm: string, options: HashOptions): string {
  const name = SHORT_NAMES[algorithm] ?? algorithm;
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name]! : undefined;
  if (!scheme)
    throw new RangeError(
      PASSLIB.has(name)
        ? `${name} is not in the list of supported passlib algorithms: ${Object.keys(SHORT_NAMES).join(", ")}`
        : `passlib does not support '${name}' algorithm`,
    );
  const salt = saltOf(name, scheme, options);
  const rounds = roundsOf(name, scheme, options);
  const ident = options.ident || "2b";
  if (name === "bcrypt" && !IDENTS.includes(ident)) return refuse(`invalid ident: '${ident}'`);
  if (password.length > MOST_CHARACTERS) return refuse("password exceeds maximum allowed size");
  if (password.includes("\0")) return refuse("null character in secret");
  return scheme.make(password, { salt, rounds, ident });
}
