import test from "ava";
import { envelope } from "../../../src/connections/winrm/envelope.js";
import { outputOf, sendInput, shellIdOf, startCommand } from "../../../src/connections/winrm/operations.js";
import { readSealed, writeSealed } from "../../../src/connections/winrm/sealed_body.js";
import { winrmSettings } from "../../../src/connections/winrm/settings.js";
import { faultOf } from "../../../src/connections/winrm/wsman_fault.js";
import { escapeXml, parseXml, XmlError } from "../../../src/connections/winrm/xml.js";
import { Secret } from "../../../src/model/secret.js";

const WRONG_XML: readonly [string, string][] = [
  ["nothing", ""],
  ["text only", "hello"],
  ["two roots", "<a/><b/>"],
  ["not closed", "<a><b></a>"],
  ["closed by another", "<a></b>"],
  ["a document type", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ["an entity of its own", "<a>&x;</a>"],
  ["a lone ampersand", "<a>&</a>"],
  ["an instruction", "<a><?php 1?></a>"],
  ["an undeclared prefix", "<q:a/>"],
  ["an attribute without quotes", "<a b=c/>"],
  ["a comment without end", "<a><!-- </a>"],
  ["too deep", `${"<a>".repeat(70)}${"</a>".repeat(70)}`],
];
for (const [name, text] of WRONG_XML)
  test(`XML with ${name} is refused`, (t) => {
    t.throws(() => parseXml(text), { instanceOf: XmlError });
  });

test("names are known by their namespace, whatever the prefix", (t) => {
  const root = parseXml(
    '\uFEFF<?xml version="1.0"?>\n<q:a xmlns:q="one" xmlns="two"><b q:x="1&lt;" y=\'&#x4e;\'>t<!-- no --><![CDATA[<&]]>&amp;&#65;</b><c xmlns="three"/></q:a>',
  );
  const [b, c] = root.children;
  t.is(root.space, "one");
  t.is(b!.space, "two");
  t.is(c!.space, "three");
  t.deepEqual(
    [...b!.attributes],
    [
      ["x", "1<"],
      ["y", "N"],
    ],
  );
  t.is(b!.text, "t<&&A");
});

test("whatever text is escaped comes back, but for what XML cannot hold", (t) => {
  const text = `<&>"'\r\n\tä€😀\u2028 ]]>`;
  t.is(parseXml(`<a>${escapeXml(text)}</a>`).text, text);
  t.is(parseXml(`<a b="${escapeXml(text)}"/>`).attributes.get("b"), text);
  t.is(parseXml(`<a>${escapeXml("x\0\x01\x1f\uFFFE\uD800y")}</a>`).text, "xy");
});

test("a sealed body may hold its own boundary", (t) => {
  const message = {
    signature: Buffer.alloc(16, 7),
    data: Buffer.from("--Encrypted Boundary--\r\n\tContent-Type: application/octet-stream\r\n"),
  };
  t.deepEqual(readSealed(writeSealed(message)), message);
  const whole = writeSealed(message);
  t.throws(() => readSealed(whole.subarray(0, whole.length - 40)));
  t.throws(() => readSealed(Buffer.from("nothing of the kind")));
});

test("a message says what its server has to understand", (t) => {
  const common = {
    url: "https://h:5986/wsman",
    sessionId: "uuid:S",
    operationTimeout: 20,
    maxEnvelope: 512000,
  };
  const { id, xml } = envelope(common, startCommand("SHELL", 'powershell.exe -x "a & b"'));
  const root = parseXml(xml);
  t.is(root.name, "Envelope");
  t.true(xml.includes(`<a:MessageID>${id}</a:MessageID>`));
  t.regex(id, /^uuid:[0-9A-F-]{36}$/);
  t.true(xml.includes("<rsp:Arguments>-x &#34;a &#38; b&#34;</rsp:Arguments>"));
  t.true(xml.includes('<w:Selector Name="ShellId">SHELL</w:Selector>'));
  t.true(
    sendInput({ shellId: "S", commandId: "C" }, Buffer.from("hi"), true).body.includes('End="true">aGk='),
  );
});

const RSP = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
const receive = (inner: string) =>
  parseXml(`<e xmlns:r="${RSP}"><r:ReceiveResponse>${inner}</r:ReceiveResponse></e>`);
const state = (name: string, code = "") =>
  `<r:CommandState CommandId="C" State="${RSP}/CommandState/${name}">${code}</r:CommandState>`;

const OUTPUTS: readonly [name: string, xml: string, stdout: string, code: number | undefined][] = [
  [
    "pieces in the middle of a letter",
    '<r:Stream Name="stdout">w6</r:Stream><r:Stream Name="stdout">QK</r:Stream>',
    "c3a4 0a".replace(" ", ""),
    undefined,
  ],
  ["a code while it runs", state("Running", "<r:ExitCode>0</r:ExitCode>"), "", undefined],
  ["the end of a stream only", '<r:Stream Name="stdout" End="true"/>', "", undefined],
  ["a negative code", state("Done", "<r:ExitCode>-1073741510</r:ExitCode>"), "", -1073741510],
  ["an end without a code", state("Done"), "", -1],
  [
    "white space",
    `<r:Stream Name="stdout">\n aGk=\n </r:Stream>${state("Done", "<r:ExitCode> 3 </r:ExitCode>")}`,
    "6869",
    3,
  ],
];
for (const [name, xml, stdout, code] of OUTPUTS)
  test(`output with ${name} is read`, (t) => {
    const output = outputOf(receive(xml));
    if (name.startsWith("pieces")) t.is(output.stdout.length, 2);
    else t.is(Buffer.concat(output.stdout).toString("hex"), stdout);
    t.is(output.code, code);
  });

test("the shell's id is that of its selector", (t) => {
  const w = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
  const xml = `<e xmlns:w="${w}"><w:Selector Name="Other">1</w:Selector><w:Selector Name="ShellID"> 2 </w:Selector></e>`;
  t.is(shellIdOf(parseXml(xml)), "2");
});

test("a fault is known by its number", (t) => {
  const fault = (code: string, extra = "") =>
    faultOf(
      parseXml(
        `<s:E xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"><s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></s:Code><s:Reason><s:Text>Zeit</s:Text></s:Reason><s:Detail>${code && `<f:WSManFault Code="${code}"><f:Message>a <f:ProviderFault>b</f:ProviderFault></f:Message></f:WSManFault>`}${extra}</s:Detail></s:Fault></s:E>`,
      ),
    )!;
  t.true(fault("2150858793").isSilence);
  t.true(fault("").isSilence);
  t.false(fault("5").isSilence);
  t.regex(fault("5").hint!, /administrator/);
  t.true(fault("2150858843").isGone);
  t.true(fault("2150859173").isFull);
  t.is(fault("5").message, "a b");
  t.is(
    fault(
      "",
      '<m:x xmlns:m="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError"><m:error_Code>2150859174</m:error_Code></m:x>',
    ).code,
    2150859174,
  );
  t.is(faultOf(parseXml("<a/>")), undefined);
});

const target = (options: Record<string, string>, port?: number) => ({
  name: "w1",
  address: "192.0.2.7",
  port,
  user: "Admin",
  password: new Secret("pass word"),
  hostKeyChecking: "strict" as const,
  connectTimeout: 10,
  connectRetries: 0,
  options,
});

const SETTINGS: readonly [
  name: string,
  options: Record<string, string>,
  port: number | undefined,
  expected: object | RegExp,
][] = [
  ["nothing", {}, undefined, { url: "https://192.0.2.7:5986/wsman", method: "auto", seal: false }],
  ["port 5985", {}, 5985, { url: "http://192.0.2.7:5985/wsman", method: "auto", seal: true }],
  ["http", { scheme: "http" }, undefined, { url: "http://192.0.2.7:5985/wsman", method: "auto", seal: true }],
  ["another port", {}, 8443, { url: "https://192.0.2.7:8443/wsman", method: "auto", seal: false }],
  [
    "sealing over https",
    { message_encryption: "always", transport: "ntlm" },
    undefined,
    { url: "https://192.0.2.7:5986/wsman", method: "ntlm", seal: true },
  ],
  [
    "ssl",
    { transport: "ssl" },
    undefined,
    { url: "https://192.0.2.7:5986/wsman", method: "basic", seal: false },
  ],
  [
    "a list of transports",
    { transport: "['kerberos', 'ntlm']" },
    undefined,
    { url: "https://192.0.2.7:5986/wsman", method: "ntlm", seal: false },
  ],
  [
    "Basic over http in full",
    { scheme: "http", transport: "basic", message_encryption: "never" },
    undefined,
    { url: "http://192.0.2.7:5985/wsman", method: "basic", seal: true },
  ],
  ["Basic over http", { scheme: "http", transport: "basic" }, undefined, /everybody can read it/],
  [
    "Basic over http by its port",
    { transport: "basic", message_encryption: "never" },
    5985,
    /everybody can read it/,
  ],
  [
    "NTLM over http in plain",
    { scheme: "http", message_encryption: "never" },
    undefined,
    /without encryption/,
  ],
  ["sealed Basic", { transport: "basic", message_encryption: "always" }, undefined, /cannot encrypt/],
  ["Kerberos", { transport: "kerberos" }, undefined, /kerberos is not supported/],
  ["a wrong scheme", { scheme: "ftp" }, undefined, /ansible_winrm_scheme is "ftp"/],
  ["a wrong fingerprint", { server_cert_fingerprint: "12:34" }, undefined, /no SHA-256 fingerprint/],
  ["a wrong time", { operation_timeout_sec: "soon" }, undefined, /not a number/],
  ["reading shorter than waiting", { read_timeout_sec: "10" }, undefined, /must exceed/],
];
for (const [name, options, port, expected] of SETTINGS)
  test(`settings with ${name}`, (t) => {
    if (expected instanceof RegExp)
      return void t.throws(() => winrmSettings(target(options, port)), { message: expected });
    const { url, method, seal } = winrmSettings(target(options, port));
    t.deepEqual({ url: url.href, method, seal }, expected as never);
  });

test("a missing user or password is told with the way out", (t) => {
  const { user: _, ...nobody } = target({});
  const { password: __, ...silent } = target({});
  t.regex(t.throws(() => winrmSettings(nobody)).message, /needs a user/);
  t.regex(t.throws(() => winrmSettings(silent)).message, /needs a password/);
});
