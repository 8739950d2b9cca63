import { SPACE } from "./envelope.js";
import { allText, type Element, findElement } from "./xml.js";

/** What the server says instead of an answer. Its texts are in its own language: only the number counts. */
export class WsmanFault extends Error {
  readonly code: number;
  readonly subcode: string;

  constructor(code: number, subcode: string, text: string) {
    super(text);
    this.code = code;
    this.subcode = subcode;
  }

  /** Nothing was printed in the time that a Receive waits: it is asked again. */
  get isSilence(): boolean {
    return this.code === 2150858793 || (this.code === 0 && this.subcode === "TimedOut");
  }

  /** The shell or the command is gone, or was taken away while it was asked for. */
  get isGone(): boolean {
    return GONE.has(this.code);
  }

  /** There is no room now: later there may be. */
  get isFull(): boolean {
    return FULL.has(this.code);
  }

  get isTooLarge(): boolean {
    return TOO_LARGE.has(this.code);
  }

  /** The way out, where there is one. */
  get hint(): string | undefined {
    return HINTS.get(this.code);
  }
}

const GONE: ReadonlySet<number> = new Set([
  995, 1223, 2147943418, 2150858813, 2150858843, 2150859082, 2150859230,
]);
const FULL: ReadonlySet<number> = new Set([
  2150858815, 2150859173, 2150859174, 2150859175, 2150859176, 2150859179, 2150859236, 2150859237, 2150859238,
  2150859239, 2150859240, 2150859241, 2150859242,
]);
const TOO_LARGE: ReadonlySet<number> = new Set([2150858790, 2150858824, 2150858825]);

const NO_RIGHT =
  "the account needs the rights of an administrator on the host; for local accounts see LocalAccountTokenFilterPolicy";
const HINTS: ReadonlyMap<number, string> = new Map([
  [5, NO_RIGHT],
  [2147942405, NO_RIGHT],
  [2150858806, "check the user, the password, and that the account may log on over the network"],
  [2150859180, "allow it on the host: Set-Item WSMan:\\localhost\\Shell\\AllowRemoteShellAccess $true"],
  [2150859229, "allow it on the host: Enable-PSRemoting"],
  [2147942402, "the host does not find the program: is PowerShell on its Path?"],
  ...[...FULL].map((code): [number, string] => [
    code,
    "too many shells or operations are open on the host: end some, or wait",
  ]),
]);

/** The fault in an answer, if it is one. */
export function faultOf(answer: Element): WsmanFault | undefined {
  const fault = findElement(answer, SPACE.s, "Fault");
  if (!fault) return undefined;
  const detail = findElement(fault, SPACE.f, "WSManFault");
  const subcode = findElement(fault, SPACE.s, "Subcode");
  const reason = findElement(fault, SPACE.s, "Reason");
  const text = [detail, reason].map((one) => (one ? allText(one).replace(/\s+/g, " ").trim() : ""));
  const code = Number(detail?.attributes.get("Code") ?? 0) || wmiCode(fault);
  const name = subcode ? allText(subcode).trim().replace(/^.*:/, "") : "";
  return new WsmanFault(code, name, text.find((one) => one !== "") ?? `fault ${code}`);
}

/** Faults of quotas may tell their number elsewhere. */
function wmiCode(fault: Element): number {
  const space = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError";
  const code = findElement(fault, space, "error_Code")?.text.trim() ?? "";
  return /^\d+$/.test(code) ? Number(code) : 0;
}
