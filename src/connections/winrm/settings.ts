import { readFileSync } from "node:fs";
import { toBoolean } from "../../model/args.js";
import type { Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";

/** How a server shows that it is the right one. */
export interface TlsRules {
  verify: boolean;
  /** certificates that are trusted instead of the machine's */
  authorities: Buffer | undefined;
  /** SHA-256 of the one certificate that is right, in lower-case hex */
  fingerprint: string | undefined;
}

export interface WinrmSettings {
  url: URL;
  user: string;
  password: string;
  /** `auto`: NTLM, or Basic where the server has no NTLM and the connection is encrypted */
  method: "auto" | "ntlm" | "basic";
  /** whether messages are encrypted by NTLM itself */
  seal: boolean;
  tls: TlsRules;
  operationTimeout: number;
  readTimeout: number;
  connectTimeout: number;
  connectRetries: number;
}

const FULL_WORDS =
  "say it in full where it is wanted: ansible_winrm_scheme: http, ansible_winrm_transport: basic, ansible_winrm_message_encryption: never";

/** What `ansible_winrm_*` say, by Ansible's rules. Faults: CONNECTION_FAILED, CONNECTION_AUTH. */
export function winrmSettings(target: Target): WinrmSettings {
  const { options } = target;
  const scheme = oneOf(target, "scheme", ["http", "https"], target.port === 5985 ? "http" : "https");
  const url = urlOf(target, scheme);
  const method = methodOf(target);
  const encryption = oneOf(target, "message_encryption", ["auto", "always", "never"], "auto");
  const isPlain = scheme === "http";
  if (isPlain && method === "basic" && (options.scheme !== "http" || encryption !== "never"))
    throw refusal(
      target,
      "Basic over plain HTTP would send the password so that everybody can read it",
      FULL_WORDS,
    );
  if (method === "basic" && encryption === "always")
    throw refusal(target, "Basic cannot encrypt messages", "use ansible_winrm_transport: ntlm");
  if (isPlain && method !== "basic" && encryption === "never")
    throw refusal(
      target,
      "NTLM over plain HTTP without encryption would show everything that is sent",
      "leave out ansible_winrm_message_encryption, or use https",
    );
  if (!target.user)
    throw new Fault("CONNECTION_AUTH", `${target.name}: WinRM needs a user`, { hint: "set ansible_user" });
  if (!target.password)
    throw new Fault("CONNECTION_AUTH", `${target.name}: WinRM needs a password`, {
      hint: "set ansible_password, best in a vault, or give it by -k (--ask-pass)",
    });
  const operationTimeout = seconds(target, "operation_timeout_sec", 20);
  const readTimeout = seconds(target, "read_timeout_sec", operationTimeout + 10);
  if (readTimeout <= operationTimeout)
    throw refusal(target, "ansible_winrm_read_timeout_sec must exceed ansible_winrm_operation_timeout_sec");
  return {
    url,
    user: target.user,
    password: target.password.reveal(),
    method,
    seal: encryption === "always" || isPlain,
    tls: tlsRules(target),
    operationTimeout,
    readTimeout,
    connectTimeout: seconds(target, "connection_timeout", target.connectTimeout),
    connectRetries: target.connectRetries,
  };
}

function refusal({ name }: Target, what: string, hint?: string): Fault {
  return new Fault("CONNECTION_FAILED", `${name}: ${what}`, { hint });
}

function urlOf(target: Target, scheme: string): URL {
  const port = target.port ?? (scheme === "http" ? 5985 : 5986);
  const address = target.address.includes(":") ? `[${target.address}]` : target.address;
  const path = target.options.path ?? "wsman";
  const text = `${scheme}://${address}:${port}/${path.replace(/^\/+/, "")}`;
  if (!URL.canParse(text)) throw refusal(target, `${text} is no address`);
  return new URL(text);
}

function methodOf(target: Target): WinrmSettings["method"] {
  const words = (target.options.transport ?? "").split(/[\s,[\]"']+/).filter((one) => one !== "");
  const known = words.map((one) => METHODS[one.toLowerCase()]).find((one) => one !== undefined);
  if (known) return known;
  if (words.length === 0) return "auto";
  throw refusal(
    target,
    `ansible_winrm_transport: ${words.join(", ")} is not supported`,
    "supported are ntlm, and basic (also as ssl or plaintext)",
  );
}

const METHODS: Readonly<Record<string, "ntlm" | "basic">> = {
  ntlm: "ntlm",
  basic: "basic",
  ssl: "basic",
  plaintext: "basic",
};

function oneOf<T extends string>(target: Target, name: string, allowed: readonly T[], otherwise: T): T {
  const given = target.options[name];
  if (given === undefined) return otherwise;
  const found = allowed.find((one) => one === given);
  if (found) return found;
  throw refusal(target, `ansible_winrm_${name} is "${given}"`, `it may be ${allowed.join(", ")}`);
}

function seconds(target: Target, name: string, otherwise: number): number {
  const given = target.options[name];
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (Number.isFinite(value) && value > 0) return value;
  throw refusal(target, `ansible_winrm_${name} is "${given}", not a number of seconds`);
}

function tlsRules(target: Target): TlsRules {
  const verify = oneOf(target, "server_cert_validation", ["validate", "ignore"], "validate") === "validate";
  const fingerprint = target.options.server_cert_fingerprint?.replace(/^sha256[:/]/i, "").replaceAll(":", "");
  if (fingerprint !== undefined && !/^[0-9a-f]{64}$/i.test(fingerprint))
    throw refusal(
      target,
      "ansible_winrm_server_cert_fingerprint is no SHA-256 fingerprint",
      "it has 64 hex digits: (Get-FileHash of the certificate's DER) or openssl x509 -fingerprint -sha256",
    );
  return { verify, authorities: authorities(target), fingerprint: fingerprint?.toLowerCase() };
}

function authorities(target: Target): Buffer | undefined {
  const path = target.options.ca_trust_path;
  if (path === undefined || toBoolean(path) !== undefined) return undefined;
  try {
    return readFileSync(path);
  } catch {
    throw refusal(target, `ansible_winrm_ca_trust_path: cannot read ${path}`);
  }
}
