import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ssh2, { type AnyAuthMethod, type ParsedKey } from "ssh2";
import { homeFolder } from "../../disk/local_user.js";
import type { Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { ClientConfig } from "./config.js";

/** A way to prove who we are, with its name for messages. */
export interface Credential {
  name: string;
  method: AnyAuthMethod;
}

const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa"];

/** What is tried, in order: the key that was named, the agent, the usual keys, the password. Fault: CONNECTION_AUTH. */
export function credentialsFor(target: Target, config: ClientConfig): Credential[] {
  const { user, authentications: order } = config;
  const found = allCredentials(target, config, user);
  if (!order) return found;
  const rank = ({ method }: Credential) => {
    const { type } = method as { type: string };
    return order.indexOf(type === "agent" ? "publickey" : type);
  };
  return found.filter((one) => rank(one) >= 0).sort((one, other) => rank(one) - rank(other));
}

/** The socket of the agent: as the options of ssh say, or as the environment does. */
export function agentFor(wanted: string | undefined): string | undefined {
  if (wanted === undefined || wanted === "SSH_AUTH_SOCK") return process.env.SSH_AUTH_SOCK;
  if (wanted === "none") return undefined;
  return wanted.startsWith("$") ? process.env[wanted.slice(1)] : wanted;
}

function allCredentials(target: Target, config: ClientConfig, user: string): Credential[] {
  const named = target.privateKeyFile ? [target.privateKeyFile.replace(/^~(?=\/)/, homeFolder())] : [];
  const keys = [...named, ...config.identityFiles];
  const usual =
    keys.length > 0
      ? []
      : DEFAULT_KEYS.map((name) => join(homeFolder(), ".ssh", name)).filter((path) => existsSync(path));
  const found: Credential[] = [];
  if (target.privateKey)
    found.push(keyCredential(target.privateKey.reveal(), "ansible_ssh_private_key", target, user));
  for (const path of keys) {
    if (existsSync(path)) found.push(keyCredential(readFileSync(path, "utf8"), path, target, user));
    else if (named.includes(path))
      throw new Fault("CONNECTION_AUTH", `the private key ${path} does not exist`, {
        hint: "name another by ansible_ssh_private_key_file or --private-key; `ssh-keygen` makes one",
      });
  }
  const agent = agentFor(config.identityAgent);
  if (agent && !(config.identitiesOnly && found.length > 0))
    found.push({ name: "agent", method: { type: "agent", username: user, agent } });
  for (const path of usual) {
    try {
      found.push(keyCredential(readFileSync(path, "utf8"), path, target, user));
    } catch {
      // a usual key that cannot be used is not what the user asked for
    }
  }
  if (target.password) {
    const password = target.password.reveal();
    found.push({ name: "password", method: { type: "password", username: user, password } });
    found.push({
      name: "keyboard-interactive",
      method: {
        type: "keyboard-interactive",
        username: user,
        prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
      },
    });
  }
  return found;
}

const parsedKeys = new Map<string, ParsedKey | Error>();

/** Hosts mostly share a key: it is parsed once. With a passphrase that takes 0.6 s of CPU. */
function parsedKey(text: string, passphrase: string | undefined): ParsedKey | Error {
  const id = `${passphrase ?? ""}\n${text}`;
  const parsed = parsedKeys.get(id) ?? ssh2.utils.parseKey(text, passphrase);
  parsedKeys.set(id, parsed);
  return parsed;
}

function keyCredential(text: string, name: string, target: Target, user: string): Credential {
  const passphrase = target.passphrase?.reveal();
  const parsed = parsedKey(text, passphrase);
  if (!(parsed instanceof Error)) return { name, method: { type: "publickey", username: user, key: parsed } };
  if (/encrypted/i.test(parsed.message) || /passphrase/i.test(parsed.message))
    throw new Fault(
      "CONNECTION_AUTH",
      `the private key ${name} is encrypted${passphrase ? " and the passphrase does not fit" : ""}`,
      {
        hint: "set ansible_ssh_private_key_passphrase, or load the key into an agent",
      },
    );
  throw new Fault("CONNECTION_AUTH", `the private key ${name} cannot be used: ${parsed.message}`, {
    hint: "keys on hardware tokens, certificates and PKCS#8 files are not supported; convert with ssh-keygen -p -m PEM, or use an agent",
  });
}
