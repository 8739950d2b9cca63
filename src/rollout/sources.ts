/** Where secrets can be: each by the program of its own, which answers on its standard output. */
export const SOURCES = {
  command: { about: "a line for this machine's sh", words: (line: string) => ["sh", "-c", line] },
  ssm: {
    about: "a parameter of SSM",
    words: (name: string) => [
      ...["aws", "ssm", "get-parameter", "--with-decryption", "--name", name],
      ...["--query", "Parameter.Value", "--output", "text"],
    ],
  },
  secretsmanager: {
    about: "a secret of Secrets Manager; NAME#KEY: a field of its JSON",
    words: (name: string) => [
      ...["aws", "secretsmanager", "get-secret-value", "--secret-id", name.split("#")[0]!],
      ...["--query", "SecretString", "--output", "text"],
    ],
    field: (name: string) => name.split("#")[1],
  },
  onepassword: {
    about: "op://VAULT/ITEM/FIELD",
    words: (reference: string) => ["op", "read", "--no-newline", reference],
  },
  bitwarden: {
    about: "the password of an item",
    words: (item: string) => ["bw", "get", "password", item],
  },
  sops: {
    about: "FILE#a.b: a value of an encrypted file; FILE: all of it",
    words: (name: string) => {
      const [file = "", path] = name.split("#");
      const keys = (path?.split(".") ?? []).map((key) => `[${JSON.stringify(key)}]`).join("");
      return ["sops", "decrypt", ...(keys === "" ? [] : ["--extract", keys]), file];
    },
  },
  age: {
    about: "an encrypted file; AGE_IDENTITY names the key's file",
    words: (file: string) => ["age", "--decrypt", "--identity", process.env.AGE_IDENTITY ?? "", file],
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      about: string;
      words(reference: string): readonly string[];
      field?(reference: string): string | undefined;
    }
  >
>;

export type SourceKind = keyof typeof SOURCES | "env";

/** `env`: a variable of this machine's environment */
export const SOURCE_KINDS = ["env", ...Object.keys(SOURCES)] as readonly SourceKind[];

export interface Source {
  kind: SourceKind;
  reference: string;
}

/** What a secret of release.yml is: text (a template: of the vault), a source, or undefined where it is neither. */
export function sourceOf(value: unknown): string | Source | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [[kind, reference] = [], ...others] = Object.entries(value);
  if (others.length > 0 || typeof reference !== "string") return undefined;
  return SOURCE_KINDS.includes(kind as SourceKind) ? { kind: kind as SourceKind, reference } : undefined;
}
