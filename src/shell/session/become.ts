import { randomBytes } from "node:crypto";
import type { Channel } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import type { Become } from "../../model/session.js";
import { quote } from "./quote.js";

export interface BecomeCommand {
  command: string;
  /** what stands on stderr when the password is wanted; undefined where none is given */
  prompt: RegExp | undefined;
  /** what the command prints when it runs as the other user, where a password is given */
  ready: string;
}

const METHODS = ["sudo", "su", "doas"];

/**
 * The command that starts `sh` as the other user, or runs `command` with it. It
 * says `ready` first where a password is given: what is sent before is read by
 * the method itself, and a shell must not read ahead of a command's input.
 * Everybody on the host may see this command: nothing in it is a secret of the session.
 */
export function becomeCommand(become: Become, command?: string): BecomeCommand {
  const { method, user, password } = become;
  const token = randomBytes(8).toString("hex");
  const ready = `${token}-ready`;
  const program = command === undefined ? "/bin/sh" : `/bin/sh -c ${quote(command)}`;
  const shell = password ? `/bin/sh -c ${quote(`echo ${ready}; exec ${program}`)}` : program;
  const prompt = `[tera ${token}] password: `;
  switch (method) {
    case "sudo": {
      const flags = become.flags ?? "-H -S";
      const ask = password ? `-p ${quote(prompt)}` : "-n";
      const plain = flags.replace(/(^|\s)-n(?=\s|$)/g, "$1");
      const exe = become.exe ?? "sudo";
      return {
        command: withTerminal(exe, `${exe} ${password ? plain : flags} ${ask} -u ${quote(user)} ${shell}`),
        prompt: password && new RegExp(`\\[tera ${token}\\] password: `),
        ready,
      };
    }
    case "su":
      return {
        command: `${become.exe ?? "su"} ${become.flags ?? ""} ${quote(user)} -c ${quote(`exec ${shell}`)}`,
        prompt: password && /[Pp]assword:? ?$/,
        ready,
      };
    case "doas":
      return {
        command: `${become.exe ?? "doas"} ${become.flags ?? ""} ${password ? "" : "-n"} -u ${quote(user)} ${shell}`,
        prompt: password && /password: ?$/i,
        ready,
      };
    default:
      throw new Fault("BECOME_FAILED", `the become method \`${method}\` is not supported`, {
        hint: `use one of ${METHODS.join(", ")}`,
      });
  }
}

/**
 * Where sudo wants a terminal (requiretty), it ends before it has read anything: it is started once more
 * with one, made by `script` on the host, and with the streams that it had. Elsewhere nothing is added.
 */
function withTerminal(exe: string, command: string): string {
  const inner = quote(`${command} <&3 >&4 2>&5 3<&- 4>&- 5>&-`);
  const again = `SHELL=/bin/sh script -q -e -c ${inner} /dev/null 3<&0 4>&1 5>&2 </dev/null >/dev/null 2>&1`;
  const wanted = `${exe} -n true 2>&1 </dev/null | grep -q 'must have a tty'`;
  return `exec /bin/sh -c ${quote(`${command}; s=$?; if [ $s = 1 ] && ${wanted}; then ${again}; s=$?; fi; exit $s`)}`;
}

/** More than this is no prompt. */
const PROMPT_LIMIT = 64 * 1024;

/**
 * Gives the password when it is asked for, and goes on when the command runs as the other user; what it
 * printed since then is returned. Faults: BECOME_FAILED, CONNECTION_*.
 */
export function startAs(
  channel: Channel,
  become: Become,
  { prompt, ready }: BecomeCommand,
  seconds: number,
): Promise<Buffer> {
  if (!prompt) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    let output = Buffer.alloc(0);
    let asked = 0;
    let isDone = false;
    const done = (act: () => void): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      act();
    };
    const fail = (text: string): void =>
      done(() => {
        channel.close();
        reject(becomeFault(become, text));
      });
    const timer = setTimeout(() => {
      const said = output.toString().trim();
      fail(`nothing was asked for within ${seconds} s${said && `, it printed: ${said.slice(0, 200)}`}`);
    }, seconds * 1000);
    const look = (data: Buffer): void => {
      if (isDone) return;
      output = Buffer.concat([output, data]);
      const begun = output.indexOf(ready);
      if (begun >= 0) {
        const end = output.indexOf("\n", begun);
        if (end >= 0) done(() => resolve(output.subarray(end + 1)));
      } else if (prompt.test(output.toString())) {
        output = Buffer.alloc(0);
        asked += 1;
        if (asked > 1) fail("Sorry, try again");
        else channel.write(`${become.password!.reveal()}\n`);
      } else if (output.length > PROMPT_LIMIT) fail("it printed without end");
    };
    channel.onStdout(look);
    channel.onStderr(look);
    channel.exit.then(
      () => fail(output.toString()),
      (error) => done(() => reject(error)),
    );
  });
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
  if (/must have a tty/i.test(text))
    return fault(
      `${become.method} wants a terminal (requiretty), and the host has no \`script\` to make one`,
      "take requiretty out of sudoers, or install `script` (util-linux)",
    );
  if (/not in the sudoers|is not allowed/i.test(text))
    return fault(`${become.method}: the user may not become ${become.user}: ${text}`);
  if (/not found/i.test(text))
    return fault(`${become.method} is not on the host: ${text}`, "choose another become_method");
  return fault(`${become.method} to ${become.user} failed: ${text || "it ended without a word"}`);
}
