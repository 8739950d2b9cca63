import test from "ava";
import { envelope, type Message } from "../../../src/connections/winrm/envelope.js";
import {
  commandIdOf,
  createShell,
  deleteShell,
  outputOf,
  receiveOutput,
  sendInput,
  shellIdOf,
  signalCommand,
  startCommand,
} from "../../../src/connections/winrm/operations.js";
import { isSealed } from "../../../src/connections/winrm/sealed_body.js";
import { allText, findElement, parseXml, XmlError } from "../../../src/connections/winrm/xml.js";

// MS-WSMV 3.1.4 and DSP0226: what each message is called, names, and has to be understood by
const common = {
  url: "http://h:5985/wsman?a&b",
  sessionId: "uuid:S",
  operationTimeout: 20,
  maxEnvelope: 512_000,
};
const RSP = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
const TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
const MUST = 's:mustUnderstand="true"';
const MAY = 's:mustUnderstand="false"';
const HEAD = [
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ',
  'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ',
  'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" ',
  'xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" ',
  `xmlns:rsp="${RSP}"><s:Header><a:To>http://h:5985/wsman?a&#38;b</a:To>`,
  `<a:ReplyTo><a:Address ${MUST}>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>`,
].join("");
const expected = (action: string, more: string, body: string) =>
  [
    HEAD,
    `<a:Action ${MUST}>${action}</a:Action><a:MessageID>ID</a:MessageID><w:ResourceURI ${MUST}>${RSP}/cmd</w:ResourceURI>`,
    `<w:MaxEnvelopeSize ${MUST}>512000</w:MaxEnvelopeSize><w:OperationTimeout>PT20S</w:OperationTimeout>`,
    `<w:Locale ${MAY} xml:lang="en-US"/><p:DataLocale ${MAY} xml:lang="en-US"/><p:SessionId ${MAY}>uuid:S</p:SessionId>`,
    `${more}</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
  ].join("");
const shell = '<w:SelectorSet><w:Selector Name="ShellId">S&#38;1</w:Selector></w:SelectorSet>';
const options = (...pairs: string[][]) =>
  `<w:OptionSet ${MUST}>${pairs.map(([name, value]) => `<w:Option Name="${name}">${value}</w:Option>`).join("")}</w:OptionSet>`;
const command = { shellId: "S&1", commandId: "C&1" };

const MESSAGES: readonly (readonly [message: Message, action: string, more: string, body: string])[] = [
  [
    createShell(7200),
    `${TRANSFER}/Create`,
    options(["WINRS_NOPROFILE", "FALSE"], ["WINRS_CODEPAGE", "65001"]),
    "<rsp:Shell><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>",
  ],
  [
    startCommand("S&1", " powershell  -x\n y "),
    `${RSP}/Command`,
    shell + options(["WINRS_CONSOLEMODE_STDIN", "FALSE"], ["WINRS_SKIP_CMD_SHELL", "FALSE"]),
    "<rsp:CommandLine><rsp:Command>powershell</rsp:Command><rsp:Arguments>-x\n y</rsp:Arguments></rsp:CommandLine>",
  ],
  [
    startCommand("S&1", "hostname"),
    `${RSP}/Command`,
    shell + options(["WINRS_CONSOLEMODE_STDIN", "FALSE"], ["WINRS_SKIP_CMD_SHELL", "FALSE"]),
    "<rsp:CommandLine><rsp:Command>hostname</rsp:Command></rsp:CommandLine>",
  ],
  [
    sendInput(command, Buffer.from("hi"), true),
    `${RSP}/Send`,
    shell,
    '<rsp:Send><rsp:Stream Name="stdin" CommandId="C&#38;1" End="true">aGk=</rsp:Stream></rsp:Send>',
  ],
  [
    sendInput(command, Buffer.from("hi"), false),
    `${RSP}/Send`,
    shell,
    '<rsp:Send><rsp:Stream Name="stdin" CommandId="C&#38;1">aGk=</rsp:Stream></rsp:Send>',
  ],
  [
    receiveOutput(command),
    `${RSP}/Receive`,
    shell + options(["WSMAN_CMDSHELL_OPTION_KEEPALIVE", "TRUE"]),
    '<rsp:Receive><rsp:DesiredStream CommandId="C&#38;1">stdout stderr</rsp:DesiredStream></rsp:Receive>',
  ],
  [
    signalCommand(command, "ctrl_c"),
    `${RSP}/Signal`,
    shell,
    `<rsp:Signal CommandId="C&#38;1"><rsp:Code>${RSP}/signal/ctrl_c</rsp:Code></rsp:Signal>`,
  ],
  [deleteShell("S&1"), `${TRANSFER}/Delete`, shell, ""],
];
for (const [message, action, more, body] of MESSAGES)
  test(`${message.verb} is written as WinRM reads it: ${body.slice(0, 60)}`, (t) => {
    const { id, xml } = envelope(common, message);
    t.is(xml.replace(`>${id}<`, ">ID<"), expected(action, more, body));
  });

const W = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
const answer = (inner: string) => parseXml(`<e xmlns:w="${W}" xmlns:r="${RSP}" xmlns:o="other">${inner}</e>`);
const SHELLS: readonly (readonly [inner: string, id: string | undefined])[] = [
  ["", undefined],
  ['<w:Selector Name="ShellId"> 1 </w:Selector>', "1"],
  ['<x><w:Selector Name="shellid">1</w:Selector></x>', "1"],
  ["<x><r:ShellId> 2 </r:ShellId></x>", "2"],
  ['<r:ShellId>2</r:ShellId><w:Selector Name="ShellId">1</w:Selector>', "1"],
  ['<o:Selector Name="ShellId">1</o:Selector><r:ShellId>2</r:ShellId>', "2"],
  ['<w:Other Name="ShellId">1</w:Other><w:Selector>3</w:Selector>', undefined],
  ["<o:ShellId>1</o:ShellId>", undefined],
  ["<r:ShellId>  </r:ShellId>", undefined],
];
for (const [inner, id] of SHELLS)
  test(`the id of a shell in \`${inner}\` is ${id}`, (t) => {
    t.is(shellIdOf(answer(inner)), id);
  });

test("the id of a command is that of its element", (t) => {
  t.is(commandIdOf(answer("<x><r:CommandId> 2 </r:CommandId></x>")), "2");
  t.is(commandIdOf(answer("<o:CommandId>2</o:CommandId><r:CommandId> </r:CommandId>")), undefined);
});

const state = (name: string, inner: string) =>
  `<r:CommandState State="${RSP}/CommandState/${name}">${inner}</r:CommandState>`;
const OUTPUTS: readonly (readonly [inner: string, stdout: string[], stderr: string[], code?: number])[] = [
  ["", [], []],
  ['<r:Stream Name="stdout">YQ==</r:Stream><r:Stream Name="stderr">Yg==</r:Stream>', ["a"], ["b"]],
  ['<r:Stream Name="stderr">Yg==</r:Stream><r:Stream Name="stdout"/><r:Stream Name="stderr"/>', [], ["b"]],
  ['<r:Other Name="stdout">YQ==</r:Other>', [], []],
  [state("Pending", "<r:ExitCode>1</r:ExitCode>"), [], []],
  [state("Done", "<r:ExitCode>0</r:ExitCode>"), [], [], 0],
  [state("Done", "<r:ExitCode>1x</r:ExitCode>"), [], [], -1],
  [state("Done", "<r:ExitCode>x1</r:ExitCode>"), [], [], -1],
  [state("Done", "<r:ExitCode/>"), [], [], -1],
  [`<r:Other State="${RSP}/CommandState/Done"/>`, [], []],
];
for (const [inner, stdout, stderr, code] of OUTPUTS)
  test(`output of \`${inner.replace(RSP, "")}\` is told apart`, (t) => {
    const output = outputOf(answer(`<r:ReceiveResponse>${inner}</r:ReceiveResponse>`));
    t.deepEqual(output.stdout.map(String), stdout);
    t.deepEqual(output.stderr.map(String), stderr);
    t.is(output.code, code);
    t.deepEqual(outputOf(answer(inner)), { stdout: [], stderr: [], code: undefined });
  });

test("a body is sealed where its type says so", (t) => {
  t.true(isSealed('multipart/encrypted;protocol="x"'));
  t.true(isSealed("Multipart/Encrypted"));
  for (const type of [undefined, "", "application/soap+xml", "x-multipart/encrypted", "multipart/encryptedx"])
    t.false(isSealed(type), type);
});

const TEXTS: readonly (readonly [xml: string, text: string])[] = [
  ["<a>&amp;&lt;&gt;&quot;&apos;</a>", "&<>\"'"],
  ["<a>&#65;&#x42;&#X43;&#x10FFFF;</a>", "ABC\u{10FFFF}"],
  ["<a><!----><![CDATA[]]>x<!-- - --></a>", "x"],
  ["\uFEFF  <?xml version='1.0'?> <a>x</a> \n", "x"],
  ["<a></a>", ""],
  ["<a \n b = 'c' />", ""],
  ['<a xml:lang="en">x<b/>y</a>', "xy"],
];
for (const [xml, text] of TEXTS)
  test(`the text of ${JSON.stringify(xml)} is ${JSON.stringify(text)}`, (t) => {
    t.is(parseXml(xml).text, text);
  });

const REFUSED = [
  ...[
    "<a>&#x110000;</a>",
    "<a>&#1x;</a>",
    "<a>&x#65;</a>",
    "<a>&constructor;</a>",
    "<a>&amp</a>",
    "<a>&;</a>",
  ],
  ...[
    "<a/>text",
    "text<a/>",
    "<a></a x='1'>",
    "<a></a/>",
    "</a>",
    "<a/></a>",
    "<a><![CDATA[x</a>",
    "<a><!--></a>",
  ],
  ...["<a>x", "<a><b/>", "<1/>", "< a/>", "<a x/>", "<a x='<'/>", "<?xml version='1.0'?>"],
];
for (const xml of REFUSED)
  test(`${xml} is no XML`, (t) => {
    t.throws(() => parseXml(xml), { instanceOf: XmlError });
  });

test("elements are found by space and name, those of the top first, and 64 may be in each other", (t) => {
  const root = parseXml('<a xmlns:o="o"><o:x>1</o:x><y><x>2<z>3</z></x></y><x>4</x></a>');
  t.is(allText(findElement(root, "", "x")!), "23");
  t.is(findElement(root, "o", "x")?.text, "1");
  t.is(findElement(root, "other", "x"), undefined);
  const nested = (deep: number) => `${"<a>".repeat(deep)}${"</a>".repeat(deep)}`;
  t.notThrows(() => parseXml(nested(64)));
  t.throws(() => parseXml(nested(65)), { message: "too deep" });
});
