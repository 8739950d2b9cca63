import { Fault } from "../../model/errors.js";
import type { WinrmSettings } from "./settings.js";
import { WrongCertificate } from "./wire.js";
import { WsmanFault } from "./wsman_fault.js";

/** Why a host cannot be reached, with the way out. */
export function unreachable({ url, connectTimeout }: WinrmSettings, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { code = "", message } = error as Error & { code?: string };
  const where = `${url.hostname.replace(/^\[|\]$/g, "")} port ${url.port || (url.protocol === "https:" ? 443 : 80)}`;
  if (error instanceof WrongCertificate)
    return new Fault("CONNECTION_HOST_KEY", `the certificate of ${where} is not the pinned one: ${message}`, {
      hint: "if it was renewed, put the new one into ansible_winrm_server_cert_fingerprint",
      cause: error,
    });
  if (CERTIFICATE.test(code))
    return new Fault("CONNECTION_HOST_KEY", `the certificate of ${where} cannot be trusted: ${message}`, {
      hint: "pin it (ansible_winrm_server_cert_fingerprint: SHA-256), name its authority (ansible_winrm_ca_trust_path), or say ansible_winrm_server_cert_validation: ignore",
      cause: error,
    });
  if (error instanceof WsmanFault)
    return new Fault("CONNECTION_FAILED", `WinRM on ${where} refuses: ${message} (${error.code})`, {
      hint: error.hint,
      cause: error,
    });
  const [what, hint] = WORDS[code] ?? [message, undefined];
  const seconds = code === "ETIMEDOUT" ? ` within ${connectTimeout} s` : "";
  return new Fault("CONNECTION_FAILED", `cannot reach WinRM on ${where}: ${what}${seconds}`, {
    hint,
    cause: error,
  });
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT/;

const ON = "is WinRM on (Enable-PSRemoting), and is the port right (5986 for https, 5985 for http)?";
const WORDS: Readonly<Record<string, [string, string]>> = {
  ECONNREFUSED: ["connection refused", ON],
  ETIMEDOUT: ["no answer", "is the host up, and does its firewall let the port through?"],
  EHOSTUNREACH: ["no route to the host", "is the host up?"],
  ENOTFOUND: ["the name is not known", "check ansible_host"],
  EAI_AGAIN: ["the name cannot be looked up", "does the machine reach its name server?"],
  ECONNRESET: [
    "the connection was cut",
    "does the port speak the scheme? ansible_winrm_scheme is http or https",
  ],
  EPROTO: ["TLS cannot be agreed on", "does the port speak https? 5985 is http unless it was changed"],
};

/** The connection ended while it was needed. */
export function lostFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const text =
    error instanceof WsmanFault && error.isGone
      ? "the shell on the host was taken away"
      : (error as Error).message;
  return new Fault("CONNECTION_LOST", `the connection was lost: ${text}`, { cause: error });
}
