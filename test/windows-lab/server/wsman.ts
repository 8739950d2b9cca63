import { type Element, escapeXml, findElement, parseXml } from "../../../src/connections/winrm/xml.js";
import type { Executor } from "./processes.js";
import { Command, Shell } from "./shells.js";

const S = "http://www.w3.org/2003/05/soap-envelope";
const A = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const W = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
const R = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
const X = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
const F = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";

export class ServerFault extends Error {
  readonly code: number;
  readonly subcode: string;

  constructor(code: number, subcode: string, text = `fault ${code}`) {
    super(text);
    this.code = code;
    this.subcode = subcode;
  }
}

export interface WsmanRules {
  executor: Executor;
  maxShells?: number;
  /** may throw a ServerFault instead of what would be done */
  before?(verb: string, count: number): void;
}

/** The shells of a WinRM service: takes messages word for word, and answers as Windows does. */
export class Wsman {
  readonly shells = new Map<string, Shell>();
  /** every message that was carried out, in order */
  readonly verbs: string[] = [];
  readonly #rules: WsmanRules;

  constructor(rules: WsmanRules) {
    this.#rules = rules;
  }

  /** HTTP status and body. */
  async answer(text: string): Promise<{ status: number; xml: string }> {
    let id = "";
    try {
      const document = parseXml(text);
      id = child(document, A, "MessageID");
      const { action, body } = await this.#dispatch(document);
      return { status: 200, xml: wrapped(action, id, body) };
    } catch (error) {
      if (!(error instanceof ServerFault))
        return {
          status: 500,
          xml: faultXml(id, new ServerFault(2150858819, "SchemaValidationError", String(error))),
        };
      return { status: 500, xml: faultXml(id, error) };
    }
  }

  end(): void {
    for (const shell of this.shells.values()) shell.end();
  }

  async #dispatch(document: Element): Promise<{ action: string; body: string }> {
    if (document.space !== S || document.name !== "Envelope") throw new Error("no SOAP envelope");
    const action = child(document, A, "Action");
    const verb = action.slice(action.lastIndexOf("/") + 1);
    if (child(document, W, "ResourceURI") !== `${R}/cmd`)
      throw new ServerFault(2150858752, "DestinationUnreachable");
    if (!/^PT\d+(\.\d+)?S$/.test(child(document, W, "OperationTimeout")))
      throw new ServerFault(2150858767, "InvalidMessageInformationHeader");
    const locale = findElement(document, W, "Locale");
    if (locale && locale.attributes.get("mustUnderstand") !== "false")
      throw new ServerFault(2150858768, "UnsupportedFeature");
    if (action !== (verb === "Create" || verb === "Delete" ? `${X}/${verb}` : `${R}/${verb}`))
      throw new Error(`unknown action ${action}`);
    this.#rules.before?.(verb, this.verbs.filter((one) => one === verb).length);
    this.verbs.push(verb);
    const body = await this.#act(verb, document);
    return { action: `${action}Response`, body };
  }

  async #act(verb: string, document: Element): Promise<string> {
    if (verb === "Create") return this.#create(document);
    const shell = this.#shellOf(document);
    switch (verb) {
      case "Delete":
        shell.end();
        this.shells.delete(shell.id);
        return "";
      case "Command":
        return this.#command(shell, document);
      case "Send": {
        const stream = needed(document, R, "Stream");
        const command = commandOf(shell, stream);
        if (stream.attributes.get("Name") !== "stdin") throw new ServerFault(2150859147, "InvalidParameter");
        if (command.hasEnded) throw new ServerFault(232, "InternalError", "The pipe is being closed.");
        command.input(Buffer.from(stream.text, "base64"), stream.attributes.get("End") === "true");
        return "<rsp:SendResponse/>";
      }
      case "Receive":
        return this.#receive(commandOf(shell, needed(document, R, "DesiredStream")), document);
      case "Signal": {
        const signal = needed(document, R, "Signal");
        const code = child(signal, R, "Code");
        if (!/\/signal\/(terminate|ctrl_c)$/.test(code)) throw new ServerFault(87, "InvalidParameter");
        commandOf(shell, signal).kill();
        return "<rsp:SignalResponse/>";
      }
      default:
        throw new ServerFault(2150858810, "ActionNotSupported");
    }
  }

  #create(document: Element): string {
    if (this.shells.size >= (this.#rules.maxShells ?? 30)) throw new ServerFault(2150859173, "QuotaLimit");
    if (
      child(document, R, "InputStreams") !== "stdin" ||
      child(document, R, "OutputStreams") !== "stdout stderr"
    )
      throw new ServerFault(2150859147, "InvalidParameter");
    const shell = new Shell();
    this.shells.set(shell.id, shell);
    return (
      `<x:ResourceCreated><a:Address>http://lab/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>${R}/cmd</w:ResourceURI>` +
      `<w:SelectorSet><w:Selector Name="ShellId">${shell.id}</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>` +
      `<rsp:Shell><rsp:ShellId>${shell.id}</rsp:ShellId><rsp:ResourceUri>${R}/cmd</rsp:ResourceUri><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut></rsp:Shell>`
    );
  }

  #shellOf(document: Element): Shell {
    const selector = needed(document, W, "Selector");
    const shell = this.shells.get(selector.text.trim());
    if (selector.attributes.get("Name") !== "ShellId" || !shell)
      throw new ServerFault(2150858843, "InvalidSelectors");
    return shell;
  }

  #command(shell: Shell, document: Element): string {
    const line = needed(document, R, "CommandLine");
    const words = line.children.filter(({ name }) => name === "Command" || name === "Arguments");
    const commandLine = words.map(({ text }) => text).join(" ");
    if (commandLine.length > 8191)
      throw new ServerFault(2147942606, "InternalError", "The filename or extension is too long.");
    const command = new Command(this.#rules.executor, commandLine);
    shell.commands.set(command.id, command);
    return `<rsp:CommandResponse><rsp:CommandId>${command.id}</rsp:CommandId></rsp:CommandResponse>`;
  }

  async #receive(command: Command, document: Element): Promise<string> {
    const seconds = Number(child(document, W, "OperationTimeout").slice(2, -1));
    const output = await command.output(Math.min(seconds, 60) * 1000);
    if (!output) throw new ServerFault(2150858793, "TimedOut");
    const streams = output.said.map(
      ({ name, data }) =>
        `<rsp:Stream Name="${name}" CommandId="${command.id}">${data.toString("base64")}</rsp:Stream>`,
    );
    const isDone = output.code !== undefined;
    const ends = isDone
      ? ["stdout", "stderr"].map(
          (name) => `<rsp:Stream Name="${name}" CommandId="${command.id}" End="true"></rsp:Stream>`,
        )
      : [];
    const code = isDone ? `<rsp:ExitCode>${output.code! | 0}</rsp:ExitCode>` : "";
    const state = `<rsp:CommandState CommandId="${command.id}" State="${R}/CommandState/${isDone ? "Done" : "Running"}">${code}</rsp:CommandState>`;
    return `<rsp:ReceiveResponse>${[...streams, ...ends, state].join("")}</rsp:ReceiveResponse>`;
  }
}

function commandOf(shell: Shell, from: Element): Command {
  const command = shell.commands.get(from.attributes.get("CommandId") ?? "");
  if (!command) throw new ServerFault(87, "InvalidParameter", "The parameter is incorrect.");
  return command;
}

function needed(from: Element, space: string, name: string): Element {
  const found = findElement(from, space, name);
  if (!found) throw new ServerFault(2150858817, "SchemaValidationError", `${name} is missing`);
  return found;
}

const child = (from: Element, space: string, name: string): string => needed(from, space, name).text.trim();

function wrapped(action: string, id: string, body: string): string {
  return (
    `<s:Envelope xml:lang="en-US" xmlns:s="${S}" xmlns:a="${A}" xmlns:w="${W}" xmlns:x="${X}" xmlns:rsp="${R}" xmlns:f="${F}">` +
    `<s:Header><a:Action>${action}</a:Action><a:MessageID>uuid:LAB</a:MessageID><a:To>${A}/role/anonymous</a:To><a:RelatesTo>${escapeXml(id)}</a:RelatesTo></s:Header>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  );
}

function faultXml(id: string, { code, subcode, message }: ServerFault): string {
  return wrapped(
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault",
    id,
    `<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:${subcode}</s:Value></s:Subcode></s:Code>` +
      `<s:Reason><s:Text xml:lang="en-US">${escapeXml(message)}</s:Text></s:Reason>` +
      `<s:Detail><f:WSManFault Code="${code}" Machine="lab"><f:Message>${escapeXml(message)}</f:Message></f:WSManFault></s:Detail></s:Fault>`,
  );
}
