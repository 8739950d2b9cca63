import { Fault } from "../model/errors.js";
import type { Become } from "../model/session.js";
import { quote } from "./quote.js";

export interface BecomeCommand {
  command: string;
  /** what stands on stderr when the password is wanted; undefined where none is given */
  prompt: RegExp | undefined;
}

const METHODS = ["sudo", "su", "doas"];

/**
 * The command that starts `sh` as the other user, or runs `command` with it. It
 * says `ready` first where a password is given: what is sent before is read by
 * the method itself, and a shell must not read ahead of a command's input.
 */
export function becomeCommand(become: Become, mark: string, command?: string): BecomeCommand {
  const { method, user, password } = become;
  const program = command === undefined ? "/bin/sh" : `/bin/sh -c ${quote(command)}`;
  const shell = password ? `/bin/sh -c ${quote(`echo ${mark}-ready; exec ${program}`)}` : program;
  const prompt = `[tera ${mark}] password: `;
  switch (method) {
    case "sudo": {
      const flags = become.flags ?? "-H -S";
      const ask = password ? `-p ${quote(prompt)}` : "-n";
      const plain = flags.replace(/(^|\s)-n(?=\s|$)/g, "$1");
      return {
        command: `${become.exe ?? "sudo"} ${password ? plain : flags} ${ask} -u ${quote(user)} ${shell}`,
        prompt: password && /\[tera \w+\] password: /,
      };
    }
    case "su":
      return {
        command: `${become.exe ?? "su"} ${become.flags ?? ""} ${quote(user)} -c ${quote(`exec ${shell}`)}`,
        prompt: password && /[Pp]assword:? ?$/,
      };
    case "doas":
      return {
        command: `${become.exe ?? "doas"} ${become.flags ?? ""} ${password ? "" : "-n"} -u ${quote(user)} ${shell}`,
        prompt: password && /password: ?$/i,
      };
    default:
      throw new Fault("BECOME_FAILED", `the become method \`${method}\` is not supported`, {
        hint: `use one of ${METHODS.join(", ")}`,
      });
  }
}

/** Why becoming the user failed, from what the tool printed. */
export function becomeFault(become: Become, output: string): Fault {
  const text = output.trim();
  const fault = (message: string, hint?: string) => new Fault("BECOME_FAILED", message, { hint });
  if (/a password is required|a terminal is required|no tty present|password is required/i.test(text))
    return fault(
      `Missing ${become.method} password`,
      "give it by -K (--ask-become-pass) or the variable ansible_become_password",
    );
  if (/sorry, try again|incorrect password|authentication failure|Authentication failed/i.test(text))
    return fault(`Incorrect ${become.method} password`);
  if (/not in the sudoers|is not allowed/i.test(text))
    return fault(`${become.method}: the user may not become ${become.user}: ${text}`);
  if (/not found/i.test(text))
    return fault(`${become.method} is not on the host: ${text}`, "choose another become_method");
  return fault(`${become.method} to ${become.user} failed: ${text || "it ended without a word"}`);
}
