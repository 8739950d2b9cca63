import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { integer, list, text } from "../../model/args.js";
import { hashPassword, SCHEMES } from "../crypt/password_hash.js";
import { asked } from "../machine/asked.js";
import type { Machine } from "../machine/machine.js";
import { PythonRandom } from "../values/mersenne.js";
import { toText } from "../values/python.js";
import type { Kwargs, Result } from "../values/values.js";
import { parseKeyValues } from "./key_values.js";
import { fails, type Lookup, readOptions } from "./plugin.js";

const OPTIONS = {
  chars: list(text({ about: "a set of characters by its name, or the characters themselves" }), {
    about: "the characters to choose from",
    default: ["ascii_letters", "digits", ".,:-_"],
  }),
  encrypt: text({ about: "the hash to give instead of the password; its salt is kept in the file" }),
  ident: text({ about: "the version of bcrypt" }),
  length: integer({ about: "how many characters", default: 20 }),
  seed: text({ about: "the same seed gives the same password" }),
};

type Options = ReturnType<typeof readOptions<typeof OPTIONS>>;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const WHITESPACE = " \t\n\r\v\f";

/** Python's names of sets of characters. */
const SETS: Readonly<Record<string, string>> = {
  ascii_letters: LOWER + LOWER.toUpperCase(),
  ascii_lowercase: LOWER,
  ascii_uppercase: LOWER.toUpperCase(),
  digits: DIGITS,
  hexdigits: `${DIGITS}abcdefABCDEF`,
  octdigits: "01234567",
  printable: DIGITS + LOWER + LOWER.toUpperCase() + PUNCTUATION + WHITESPACE,
  punctuation: PUNCTUATION,
  whitespace: WHITESPACE,
};

const SALT = `${LOWER}${LOWER.toUpperCase()}${DIGITS}./`;
const NOWHERE = "/dev/null";
const USUAL_SALT_SIZE = 8;

/** `a,b,,`: two commas are one that counts. */
function charactersOf(given: string): string[] {
  const found = given.includes(",,") ? [","] : [];
  return [...found, ...given.replace(/,,/g, ",").split(",").filter(Boolean)];
}

function chosen(length: number, characters: string, seed: string | undefined): string {
  const random = PythonRandom.seeded(seed);
  const from = [...characters];
  return Array.from({ length }, () => from[random.index(from.length)]).join("");
}

interface Term {
  path: string;
  options: Options;
}

/** A path, which may have blanks, and options after it. */
function readTerm(term: string, kwargs: Kwargs): Term {
  const [first = "", ...words] = term.split(" ");
  const { raw, values } = parseKeyValues(words.join(" "));
  const path = raw === undefined ? first : `${first} ${raw}`;
  if (!term.startsWith(path))
    return fails("Unrecognized value after key=value parameters given to password lookup");
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(OPTIONS, name));
  if (unknown.length > 0)
    return fails(`Unrecognized parameter(s) given to password lookup: ${unknown.join(", ")}`);
  // options of the text take the place of all that were given beside it
  const given: Kwargs = { ...(Object.keys(values).length > 0 ? values : kwargs) };
  if (typeof given.chars === "string") given.chars = charactersOf(given.chars);
  return { path, options: readOptions(OPTIONS, given) };
}

interface Stored {
  password: string;
  salt: string | undefined;
  ident: string | undefined;
}

function parseStored(content: string): Stored {
  const cut = content.lastIndexOf(" salt=");
  if (cut < 0) return { password: content, salt: undefined, ident: undefined };
  const rest = content.slice(cut + " salt=".length);
  const identAt = rest.lastIndexOf(" ident=");
  return {
    password: content.slice(0, cut),
    salt: (identAt < 0 ? rest : rest.slice(0, identAt)) || undefined,
    ident: identAt < 0 ? undefined : rest.slice(identAt + " ident=".length),
  };
}

function contentOf({ password, salt, ident }: Stored): string {
  if (salt === undefined) return password;
  return ident ? `${password} salt=${salt} ident=${ident}` : `${password} salt=${salt}`;
}

/** What is in the file, and what has to be added to it. */
function completed(path: string, options: Options, machine: Machine): { stored: Stored; isNew: boolean } {
  const { world } = machine.frame.context;
  const isKept = path !== NOWHERE && world.stat(path) !== undefined;
  const characters = options.chars
    .map((one) => SETS[one] ?? one)
    .join("")
    .replace(/["']/g, "");
  const before: Stored = isKept
    ? parseStored(world.readText(path).trimEnd())
    : { password: chosen(options.length, characters, options.seed), salt: undefined, ident: undefined };
  if (before.ident && options.ident && before.ident !== options.ident)
    return fails(
      `The ident parameter provided (${before.ident}) does not match the stored one (${options.ident}).`,
    );
  if (!options.encrypt)
    return { stored: { ...before, ident: before.ident ?? options.ident }, isNew: !isKept };
  const scheme = SCHEMES[options.encrypt];
  const salt = before.salt ?? chosen(scheme?.saltSize ?? USUAL_SALT_SIZE, SALT, undefined);
  const ident = before.ident ?? options.ident ?? (options.encrypt === "bcrypt" ? "2b" : undefined);
  const isNew = !isKept || before.salt === undefined || (before.ident ?? options.ident) !== ident;
  return { stored: { password: before.password, salt, ident }, isNew };
}

/** Waiting times for the lock of another process, in milliseconds. */
const PATIENCE = [1000, 2000, 4000];

/** One process at a time makes the file; the lock's name is Ansible's. */
function locked<T>(path: string, machine: Machine, work: () => T): T {
  const { world } = machine.frame.context;
  if (path === NOWHERE) return work();
  const lock = join(dirname(path), `${createHash("sha1").update(path).digest("hex")}.ansible_lockfile`);
  for (const wait of PATIENCE) {
    if (world.lock(lock))
      try {
        return work();
      } finally {
        world.unlock(lock);
      }
    asked(machine, `the lookup lock ${lock} ${wait}`, async () => {
      await new Promise((done) => setTimeout(done, wait));
      return null;
    });
  }
  return fails(
    `Password lookup cannot get the lock in 7 seconds, abort...This may caused by un-removed lockfile: you can manually remove it from controller machine at ${lock} and try again`,
  );
}

function passwordAt(term: Term, machine: Machine): string {
  const { world } = machine.frame.context;
  const { options } = term;
  // below the playbook, never below a role
  const path = world.places(term.path, "").at(-1) ?? term.path;
  const { password, salt, ident } = locked(path, machine, () => {
    const { stored, isNew } = completed(path, options, machine);
    if (isNew && path !== NOWHERE) world.write(path, `${contentOf(stored)}\n`);
    return stored;
  });
  if (!options.encrypt) return password;
  if (!Object.hasOwn(SCHEMES, options.encrypt))
    return fails(`passlib does not support '${options.encrypt}' algorithm`);
  try {
    return hashPassword(password, options.encrypt, { salt, ident });
  } catch (error) {
    if (error instanceof RangeError) return fails(error.message);
    throw error;
  }
}

/** A password that is made once and kept in a file. */
export const PASSWORD_LOOKUP: Lookup = {
  options: OPTIONS,
  run: (terms, kwargs, machine) =>
    terms.map((term): Result => passwordAt(readTerm(toText(term), kwargs), machine)),
};
