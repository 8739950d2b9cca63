import test from "ava";
import { winrmSettings } from "../../../src/connections/winrm/settings.js";
import { lostFault, unreachable } from "../../../src/connections/winrm/unreachable.js";
import { WrongCertificate } from "../../../src/connections/winrm/wire.js";
import { faultOf, WsmanFault } from "../../../src/connections/winrm/wsman_fault.js";
import { parseXml } from "../../../src/connections/winrm/xml.js";
import { Fault } from "../../../src/model/errors.js";
import { Secret } from "../../../src/model/secret.js";

/** What is done about a fault, by its number. */
interface Meaning {
  does: "waits" | "full" | "gone" | "large" | "";
  hint?: RegExp;
}
const RIGHTS = /administrator on the host/;
const ROOM = /too many shells or operations/;
const MEANINGS: readonly [codes: number[], meaning: Meaning][] = [
  [[2150858793], { does: "waits" }],
  [[995, 1223, 2147943418, 2150858813, 2150858843, 2150859082, 2150859230], { does: "gone" }],
  [
    [
      ...[2150858815, 2150859173, 2150859174, 2150859175, 2150859176, 2150859179],
      ...[2150859236, 2150859237, 2150859238, 2150859239, 2150859240, 2150859241, 2150859242],
    ],
    { does: "full", hint: ROOM },
  ],
  [[2150858790, 2150858824, 2150858825], { does: "large" }],
  [[5, 2147942405], { does: "", hint: RIGHTS }],
  [[2150858806], { does: "", hint: /check the user/ }],
  [[2150859180], { does: "", hint: /AllowRemoteShellAccess/ }],
  [[2150859229], { does: "", hint: /Enable-PSRemoting/ }],
  [[2147942402], { does: "", hint: /PowerShell on its Path/ }],
  [[0, 1, 2150859177], { does: "" }],
];
for (const [codes, { does, hint }] of MEANINGS)
  for (const code of codes)
    test(`fault ${code} is ${does || "no special one"}${hint ? ", with a way out" : ""}`, (t) => {
      const fault = new WsmanFault(code, "", "words");
      const { isSilence, isFull, isGone, isTooLarge } = fault;
      t.deepEqual(
        { isSilence, isFull, isGone, isTooLarge },
        {
          isSilence: does === "waits",
          isFull: does === "full",
          isGone: does === "gone",
          isTooLarge: does === "large",
        },
      );
      if (hint) t.regex(fault.hint ?? "", hint);
      else t.is(fault.hint, undefined);
    });

const SOAP = "http://www.w3.org/2003/05/soap-envelope";
const WMI = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError";
const FAULTS: readonly [name: string, inner: string, expected: Partial<WsmanFault>][] = [
  ["nothing in it", "", { code: 0, subcode: "", message: "fault 0" }],
  [
    "a reason in pieces",
    "<s:Reason>\n <s:Text>one  two\n</s:Text><s:Text>three</s:Text></s:Reason>",
    { code: 0, message: "one two three" },
  ],
  [
    "a subcode with a prefix",
    "<s:Code><s:Subcode><s:Value> w:a:TimedOut </s:Value></s:Subcode></s:Code>",
    { subcode: "TimedOut", isSilence: true },
  ],
  [
    "a number elsewhere",
    `<m:x xmlns:m="${WMI}"><m:error_Code> 2150859174 </m:error_Code></m:x>`,
    { code: 2150859174, message: "fault 2150859174" },
  ],
  ["a number with words", `<m:x xmlns:m="${WMI}"><m:error_Code>no 5</m:error_Code></m:x>`, { code: 0 }],
  ["words after a number", `<m:x xmlns:m="${WMI}"><m:error_Code>5 no</m:error_Code></m:x>`, { code: 0 }],
];
for (const [name, inner, expected] of FAULTS)
  test(`a fault with ${name} is read`, (t) => {
    const fault = faultOf(parseXml(`<s:E xmlns:s="${SOAP}"><s:Fault>${inner}</s:Fault></s:E>`))!;
    for (const [key, value] of Object.entries(expected)) t.is(fault[key as keyof WsmanFault], value, key);
  });

const settings = (options: Record<string, string>, more: object = {}) =>
  winrmSettings({
    ...{ name: "w1", address: "192.0.2.7", port: undefined, user: "Admin", password: new Secret("x") },
    ...{ hostKeyChecking: "strict", connectTimeout: 10, connectRetries: 0, options },
    ...more,
  });
const coded = (code: string, message = "words") => Object.assign(new Error(message), { code });

const TOLD: readonly [error: Error, code: Fault["code"], message: string, hint: RegExp | undefined][] = [
  [
    coded("ECONNREFUSED"),
    "CONNECTION_FAILED",
    "cannot reach WinRM on PLACE: connection refused",
    /is WinRM on/,
  ],
  [coded("ETIMEDOUT"), "CONNECTION_FAILED", "cannot reach WinRM on PLACE: no answer within 10 s", /firewall/],
  [coded("EHOSTUNREACH"), "CONNECTION_FAILED", "cannot reach WinRM on PLACE: no route to the host", /up\?/],
  [
    coded("ENOTFOUND"),
    "CONNECTION_FAILED",
    "cannot reach WinRM on PLACE: the name is not known",
    /ansible_host/,
  ],
  [
    coded("EAI_AGAIN"),
    "CONNECTION_FAILED",
    "cannot reach WinRM on PLACE: the name cannot be looked up",
    /name server/,
  ],
  [coded("ECONNRESET"), "CONNECTION_FAILED", "cannot reach WinRM on PLACE: the connection was cut", /scheme/],
  [
    coded("EPROTO"),
    "CONNECTION_FAILED",
    "cannot reach WinRM on PLACE: TLS cannot be agreed on",
    /5985 is http/,
  ],
  [coded("EWHAT"), "CONNECTION_FAILED", "cannot reach WinRM on PLACE: words", undefined],
  [new Error("plain"), "CONNECTION_FAILED", "cannot reach WinRM on PLACE: plain", undefined],
  [
    new WrongCertificate("found x"),
    "CONNECTION_HOST_KEY",
    "the certificate of PLACE is not the pinned one: found x",
    /fingerprint/,
  ],
  ...[
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ].map((code): [Error, Fault["code"], string, RegExp] => [
    coded(code),
    "CONNECTION_HOST_KEY",
    "the certificate of PLACE cannot be trusted: words",
    /ansible_winrm_server_cert_validation: ignore/,
  ]),
  [new WsmanFault(5, "", "No."), "CONNECTION_FAILED", "WinRM on PLACE refuses: No. (5)", RIGHTS],
];
const PLACES: readonly [options: Record<string, string>, more: object, place: string][] = [
  [{}, {}, "192.0.2.7 port 5986"],
  [{ scheme: "https" }, { port: 443 }, "192.0.2.7 port 443"],
  [{ scheme: "http" }, { port: 80 }, "192.0.2.7 port 80"],
  [{}, { address: "2001:db8::1" }, "2001:db8::1 port 5986"],
];
for (const [error, code, message, hint] of TOLD)
  test(`${(error as { code?: string }).code ?? error.message}: ${message}`, (t) => {
    for (const [options, more, place] of PLACES) {
      const fault = unreachable(settings(options, more), error);
      t.is(fault.code, code);
      t.is(fault.message, message.replace("PLACE", place));
      if (hint) t.regex(fault.hint ?? "", hint);
      else t.is(fault.hint, undefined);
    }
  });

test("what is lost says why, and a fault stays what it is", (t) => {
  const fault = new Fault("CONNECTION_AUTH", "no");
  t.is(unreachable(settings({}), fault), fault);
  t.is(lostFault(fault), fault);
  t.is(lostFault(new Error("cut")).message, "the connection was lost: cut");
  t.is(lostFault(new WsmanFault(5, "", "no")).message, "the connection was lost: no");
  t.is(
    lostFault(new WsmanFault(995, "", "no")).message,
    "the connection was lost: the shell on the host was taken away",
  );
});
