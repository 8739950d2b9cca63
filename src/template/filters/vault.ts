import { Fault } from "../../model/errors.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter, type Given } from "../machine/signature.js";
import { classOf, isText } from "../values/checks.js";
import { isTrue, toText } from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";

/** The text; what is not defined is told as such, anything else as the wrong type. */
function textOf(value: Result, what: string, machine: Machine): string {
  if (value instanceof Undefined) return String(machine.frame.defined(value, machine.at));
  return isText(value) ? value : machine.fail(`${what}, instead we got: ${classOf(value)}`);
}

/** `vaultid` is the old name of `vault_id`. */
function labelOf({ vault_id: label, vaultid: old }: Given): string {
  return toText(label ?? old ?? "filter_default");
}

const vault = filter("do_vault(data, secret, salt?, vault_id?, wrap_object?, vaultid?)", (given, machine) => {
  const secret = textOf(given.secret!, "Secret passed is required to be a string", machine);
  const data = textOf(given.data!, "Can only vault strings", machine);
  const { salt = null } = given;
  if (isTrue(given.wrap_object ?? false))
    return machine.fail("vault: wrap_object is not supported, the text itself is what can be had");
  const options = { label: labelOf(given), salt: salt === null ? undefined : Buffer.from(toText(salt)) };
  return machine.frame.context.world.sealVault(data, secret, options);
});

function opened(text: string, secret: string, machine: Machine): string {
  const failing = (why: string): never => machine.fail(`Unable to decrypt: ${why}`);
  const body = text.slice(text.indexOf("\n") + 1).replace(/\s+/g, "");
  if (body.length % 2 === 1) return failing("Vault format unhexlify error: Odd-length string");
  try {
    return (
      machine.frame.context.world.openVault(text, secret) ??
      failing("Decryption failed (no vault secrets were found that could decrypt)")
    );
  } catch (error) {
    if (error instanceof Fault && error.code === "VAULT_FAILED") return failing(error.message);
    throw error;
  }
}

const unvault = filter("do_unvault(vault, secret, vault_id?, vaultid?)", (given, machine) => {
  const secret = textOf(given.secret!, "Secret passed is required to be as string", machine);
  const text = textOf(given.vault!, "Vault should be in the form of a string", machine);
  return text.startsWith("$ANSIBLE_VAULT") ? opened(text, secret, machine) : text;
});

export const VAULT_FILTERS: Readonly<Record<string, Filter>> = { unvault, vault };
