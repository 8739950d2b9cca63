import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { winrmSettings } from "../../../src/connections/winrm/settings.js";
import { Secret } from "../../../src/model/secret.js";
import { scratchFolder } from "../../helpers/scratch.js";

const authority = join(scratchFolder("winrm-settings"), "ca.pem");
writeFileSync(authority, "certificate");
const HEX = "0123456789abcdef".repeat(4);
const COLONS = HEX.toUpperCase().replace(/..(?!$)/g, "$&:");

const read = (options: Record<string, string>, more: object = {}) =>
  winrmSettings({
    ...{ name: "w1", address: "h", port: undefined, user: "Admin", password: new Secret("x") },
    ...{ hostKeyChecking: "strict", connectTimeout: 10, connectRetries: 3, options },
    ...more,
  });

const TLS = { verify: true, authorities: undefined, fingerprint: undefined };
const USUAL = {
  url: "https://h:5986/wsman",
  user: "Admin",
  password: "x",
  method: "auto",
  seal: false,
  tls: TLS,
  operationTimeout: 20,
  readTimeout: 30,
  connectTimeout: 10,
  connectRetries: 3,
};

/** The variables that Ansible's winrm plugin documents, and what they come to. */
const SETTINGS: readonly (readonly [options: Record<string, string>, differs: object, more?: object])[] = [
  [{}, {}],
  [{ scheme: "https" }, { url: "https://h:5985/wsman" }, { port: 5985 }],
  [{ scheme: "http" }, { url: "http://h:5986/wsman", seal: true }, { port: 5986 }],
  [{ scheme: "http" }, { url: "http://h/wsman", seal: true }, { port: 80 }],
  [{}, { url: "https://[2001:db8::1]:5986/wsman" }, { address: "2001:db8::1" }],
  [{ path: "/own/way" }, { url: "https://h:5986/own/way" }],
  [{ path: "//own" }, { url: "https://h:5986/own" }],
  [{ path: "own//way" }, { url: "https://h:5986/own//way" }],
  [{ path: "" }, { url: "https://h:5986/" }],
  [{ transport: "NTLM" }, { method: "ntlm" }],
  [{ transport: "basic" }, { method: "basic" }],
  [{ transport: "plaintext" }, { method: "basic" }],
  [{ transport: "kerberos,ssl,ntlm" }, { method: "basic" }],
  [{ transport: '["kerberos", "ntlm"]' }, { method: "ntlm" }],
  [{ transport: "" }, { method: "auto" }],
  [{ message_encryption: "auto" }, {}],
  [{ message_encryption: "always" }, { seal: true }],
  [{ message_encryption: "never" }, { seal: false }],
  [{ message_encryption: "never", transport: "basic" }, { method: "basic" }],
  [
    { message_encryption: "always", scheme: "http" },
    { url: "http://h:5985/wsman", seal: true },
  ],
  // reading waits ten seconds longer than the host does
  [{ operation_timeout_sec: "5" }, { operationTimeout: 5, readTimeout: 15 }],
  [
    { operation_timeout_sec: "0.5", read_timeout_sec: "0.6" },
    { operationTimeout: 0.5, readTimeout: 0.6 },
  ],
  [{ read_timeout_sec: "21" }, { readTimeout: 21 }],
  [{ connection_timeout: "7" }, { connectTimeout: 7 }],
  [{ server_cert_validation: "validate" }, {}],
  [{ server_cert_validation: "ignore" }, { tls: { ...TLS, verify: false } }],
  [{ server_cert_fingerprint: HEX }, { tls: { ...TLS, fingerprint: HEX } }],
  [{ server_cert_fingerprint: `SHA256:${COLONS}` }, { tls: { ...TLS, fingerprint: HEX } }],
  [{ server_cert_fingerprint: `sha256/${HEX}` }, { tls: { ...TLS, fingerprint: HEX } }],
  [{ ca_trust_path: authority }, { tls: { ...TLS, authorities: Buffer.from("certificate") } }],
  // of older versions: whether the machine's own certificates count
  [{ ca_trust_path: "false" }, {}],
];
for (const [options, differs, more] of SETTINGS)
  test(`${JSON.stringify(options)} comes to ${JSON.stringify(differs)}`, (t) => {
    const { url, ...settings } = read(options, more);
    t.deepEqual({ url: url.href, ...settings } as object, { ...USUAL, ...differs });
  });

const REFUSED: readonly (readonly [options: Record<string, string>, message: string, more?: object])[] = [
  [{ scheme: "HTTP" }, 'w1: ansible_winrm_scheme is "HTTP"'],
  [{ message_encryption: "" }, 'w1: ansible_winrm_message_encryption is ""'],
  [{ server_cert_validation: "" }, 'w1: ansible_winrm_server_cert_validation is ""'],
  [{ transport: "kerberos credssp" }, "w1: ansible_winrm_transport: kerberos, credssp is not supported"],
  [{ operation_timeout_sec: "0" }, 'w1: ansible_winrm_operation_timeout_sec is "0", not a number of seconds'],
  [{ read_timeout_sec: "-1" }, 'w1: ansible_winrm_read_timeout_sec is "-1", not a number of seconds'],
  [
    { connection_timeout: "Infinity" },
    'w1: ansible_winrm_connection_timeout is "Infinity", not a number of seconds',
  ],
  [
    { read_timeout_sec: "20" },
    "w1: ansible_winrm_read_timeout_sec must exceed ansible_winrm_operation_timeout_sec",
  ],
  [{ ca_trust_path: "/no/such" }, "w1: ansible_winrm_ca_trust_path: cannot read /no/such"],
  ...[`${HEX}0`, `0${HEX}`, HEX.slice(1), `x${HEX.slice(1)}`, `x sha256:${HEX}`].map(
    (server_cert_fingerprint): [Record<string, string>, string] => [
      { server_cert_fingerprint },
      "w1: ansible_winrm_server_cert_fingerprint is no SHA-256 fingerprint",
    ],
  ),
  [{}, "w1: https://a b:5986/wsman is no address", { address: "a b" }],
  [
    { transport: "basic" },
    "w1: Basic over plain HTTP would send the password so that everybody can read it",
    { port: 5985 },
  ],
  [
    { transport: "basic", scheme: "http", message_encryption: "auto" },
    "w1: Basic over plain HTTP would send the password so that everybody can read it",
  ],
  [{}, "w1: WinRM needs a user", { user: "" }],
];
for (const [options, message, more] of REFUSED)
  test(`${JSON.stringify({ ...options, ...more })} is refused`, (t) => {
    t.throws(() => read(options, more), { message });
  });
