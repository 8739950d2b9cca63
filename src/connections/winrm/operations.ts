import { type Message, SHELL, SIGNAL, SPACE } from "./envelope.js";
import { type Element, escapeXml, findElement } from "./xml.js";

/** Makes a shell: what the commands in it have in common. */
export function createShell(idleSeconds: number): Message {
  return {
    verb: "Create",
    options: { WINRS_NOPROFILE: "FALSE", WINRS_CODEPAGE: "65001" },
    body:
      `<rsp:Shell><rsp:IdleTimeOut>PT${idleSeconds}.000S</rsp:IdleTimeOut>` +
      "<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>",
  };
}

/** The id that the server gave the shell, from its answer to `createShell`. */
export function shellIdOf(answer: Element): string | undefined {
  const selectors: Element[] = [];
  const collect = (from: Element): void => {
    for (const child of from.children) {
      if (child.name === "Selector" && child.space === SPACE.w) selectors.push(child);
      collect(child);
    }
  };
  collect(answer);
  const selector = selectors.find((one) => one.attributes.get("Name")?.toLowerCase() === "shellid");
  return (selector ?? findElement(answer, SHELL, "ShellId"))?.text.trim() || undefined;
}

/** Starts a command. The server joins both with a space and gives them to cmd.exe. */
export function startCommand(shellId: string, command: string): Message {
  const [, program = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(command.trim()) ?? [];
  const words = rest === "" ? "" : `<rsp:Arguments>${escapeXml(rest)}</rsp:Arguments>`;
  return {
    verb: "Command",
    shellId,
    options: { WINRS_CONSOLEMODE_STDIN: "FALSE", WINRS_SKIP_CMD_SHELL: "FALSE" },
    body: `<rsp:CommandLine><rsp:Command>${escapeXml(program)}</rsp:Command>${words}</rsp:CommandLine>`,
  };
}

export const commandIdOf = (answer: Element): string | undefined =>
  findElement(answer, SHELL, "CommandId")?.text.trim() || undefined;

export interface CommandRef {
  shellId: string;
  commandId: string;
}

export function sendInput({ shellId, commandId }: CommandRef, data: Buffer, isLast: boolean): Message {
  const end = isLast ? ' End="true"' : "";
  return {
    verb: "Send",
    shellId,
    body: `<rsp:Send><rsp:Stream Name="stdin" CommandId="${escapeXml(commandId)}"${end}>${data.toString("base64")}</rsp:Stream></rsp:Send>`,
  };
}

export function receiveOutput({ shellId, commandId }: CommandRef): Message {
  return {
    verb: "Receive",
    shellId,
    options: { WSMAN_CMDSHELL_OPTION_KEEPALIVE: "TRUE" },
    body: `<rsp:Receive><rsp:DesiredStream CommandId="${escapeXml(commandId)}">stdout stderr</rsp:DesiredStream></rsp:Receive>`,
  };
}

export interface Output {
  stdout: Buffer[];
  stderr: Buffer[];
  /** set when the command has ended */
  code: number | undefined;
}

/** What the server says of a command: pieces of bytes, cut anywhere, and its end. */
export function outputOf(answer: Element): Output {
  const output: Output = { stdout: [], stderr: [], code: undefined };
  const response = findElement(answer, SHELL, "ReceiveResponse");
  for (const part of response?.children ?? []) {
    if (part.name === "Stream") {
      const pieces = part.attributes.get("Name") === "stderr" ? output.stderr : output.stdout;
      const bytes = Buffer.from(part.text, "base64");
      if (bytes.length > 0) pieces.push(bytes);
    } else if (part.name === "CommandState" && part.attributes.get("State")?.endsWith("/Done")) {
      const code = findElement(part, SHELL, "ExitCode")?.text.trim();
      output.code = code && /^-?\d+$/.test(code) ? Number(code) : -1;
    }
  }
  return output;
}

export function signalCommand({ shellId, commandId }: CommandRef, code: "terminate" | "ctrl_c"): Message {
  return {
    verb: "Signal",
    shellId,
    body: `<rsp:Signal CommandId="${escapeXml(commandId)}"><rsp:Code>${SIGNAL}/${code}</rsp:Code></rsp:Signal>`,
  };
}

export const deleteShell = (shellId: string): Message => ({ verb: "Delete", shellId, body: "" });
