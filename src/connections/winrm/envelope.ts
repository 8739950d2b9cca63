import { randomUUID } from "node:crypto";
import { escapeXml } from "./xml.js";

/** Namespaces by the prefixes that we write. */
export const SPACE = {
  s: "http://www.w3.org/2003/05/soap-envelope",
  a: "http://schemas.xmlsoap.org/ws/2004/08/addressing",
  w: "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd",
  p: "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd",
  rsp: "http://schemas.microsoft.com/wbem/wsman/1/windows/shell",
  f: "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault",
} as const;

export const SHELL = SPACE.rsp;
const TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
export const SIGNAL = `${SHELL}/signal`;

export type Verb = "Create" | "Delete" | "Command" | "Send" | "Receive" | "Signal";

export const actionOf = (verb: Verb): string =>
  `${verb === "Create" || verb === "Delete" ? TRANSFER : SHELL}/${verb}`;

/** What all messages of a connection have in common. */
export interface Common {
  url: string;
  sessionId: string;
  /** seconds in which the server answers */
  operationTimeout: number;
  /** bytes that we take in one answer */
  maxEnvelope: number;
}

export interface Message {
  verb: Verb;
  shellId?: string;
  options?: Readonly<Record<string, string>>;
  body: string;
}

/** The text of a message, and the id that its answer has to name. */
export function envelope(common: Common, message: Message): { id: string; xml: string } {
  const id = `uuid:${randomUUID().toUpperCase()}`;
  const { verb, shellId, options = {}, body } = message;
  const must = 's:mustUnderstand="true"';
  const may = 's:mustUnderstand="false"';
  const optionSet = Object.entries(options).map(
    ([name, value]) => `<w:Option Name="${escapeXml(name)}">${escapeXml(value)}</w:Option>`,
  );
  const head = [
    `<a:To>${escapeXml(common.url)}</a:To>`,
    `<a:ReplyTo><a:Address ${must}>${SPACE.a}/role/anonymous</a:Address></a:ReplyTo>`,
    `<a:Action ${must}>${actionOf(verb)}</a:Action>`,
    `<a:MessageID>${id}</a:MessageID>`,
    `<w:ResourceURI ${must}>${SHELL}/cmd</w:ResourceURI>`,
    `<w:MaxEnvelopeSize ${must}>${common.maxEnvelope}</w:MaxEnvelopeSize>`,
    `<w:OperationTimeout>PT${common.operationTimeout}S</w:OperationTimeout>`,
    `<w:Locale ${may} xml:lang="en-US"/><p:DataLocale ${may} xml:lang="en-US"/>`,
    `<p:SessionId ${may}>${common.sessionId}</p:SessionId>`,
    ...(shellId
      ? [`<w:SelectorSet><w:Selector Name="ShellId">${escapeXml(shellId)}</w:Selector></w:SelectorSet>`]
      : []),
    ...(optionSet.length > 0 ? [`<w:OptionSet ${must}>${optionSet.join("")}</w:OptionSet>`] : []),
  ];
  const spaces = Object.entries(SPACE)
    .filter(([prefix]) => prefix !== "f")
    .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  const xml = `<s:Envelope ${spaces.join(" ")}><s:Header>${head.join("")}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  return { id, xml };
}
