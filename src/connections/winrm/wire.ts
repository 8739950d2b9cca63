import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { TlsRules } from "./settings.js";

/** More than this is no answer of a WinRM service: we ask for less. */
const MOST_BYTES = 16 << 20;

export interface WireAnswer {
  status: number;
  /** the schemes that the server offers, and its part of a handshake */
  challenges: string[];
  type: string | undefined;
  body: Buffer;
  /** the connection that it came by: NTLM's log-on belongs to it */
  socket: Socket;
}

export interface WireRequest {
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** only by this connection: what is sealed for it means nothing on another */
  socket?: Socket | undefined;
  /** milliseconds without a sign of life */
  silence: number;
}

/** The connection that a request was meant for is gone; nothing of it was sent. */
export class OtherConnection extends Error {}

/** The certificate is not the one that is expected; nothing was sent. */
export class WrongCertificate extends Error {}

/** One HTTP connection that is kept, and carries one request at a time. */
export class Wire {
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #tls: TlsRules;
  readonly #patience: number;

  constructor(url: URL, tls: TlsRules, connectSeconds: number) {
    this.#url = url;
    this.#tls = tls;
    this.#patience = connectSeconds * 1000;
    const kept = { keepAlive: true, maxSockets: 1 };
    this.#agent =
      url.protocol === "https:"
        ? new HttpsAgent({
            ...kept,
            ca: tls.authorities,
            // a pinned certificate needs nobody to vouch for it
            rejectUnauthorized: tls.verify && tls.fingerprint === undefined,
            maxCachedSessions: 0,
          })
        : new HttpAgent(kept);
  }

  post({ headers, body, socket: wanted, silence }: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    const { promise, resolve, reject } = withResolvers<WireAnswer>();
    const send = this.#url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(this.#url, {
      method: "POST",
      agent: this.#agent,
      signal,
      headers: { ...headers, "content-length": String(body.length), connection: "keep-alive" },
    });
    request.on("error", reject);
    request.setTimeout(silence, () => request.destroy(timedOut()));
    request.once("socket", (socket: Socket) => {
      if (wanted && socket !== wanted) {
        request.destroy(new OtherConnection("the connection was closed"));
        return;
      }
      const impatient = setTimeout(() => request.destroy(timedOut()), this.#patience);
      request.once("close", () => clearTimeout(impatient));
      whenSecure(socket, () => {
        clearTimeout(impatient);
        const wrong = this.#wrongCertificate(socket);
        if (wrong) request.destroy(wrong);
        else request.end(body);
      });
      request.once("response", (response) => {
        collect(response).then(
          (bytes) =>
            resolve({
              status: response.statusCode ?? 0,
              challenges: challengesOf(response),
              type: response.headers["content-type"],
              body: bytes,
              socket,
            }),
          reject,
        );
      });
    });
    return promise;
  }

  close(): void {
    this.#agent.destroy();
  }

  #wrongCertificate(socket: Socket): Error | undefined {
    const { fingerprint } = this.#tls;
    if (fingerprint === undefined || !isTls(socket)) return undefined;
    const found = socket.getPeerCertificate().fingerprint256?.replaceAll(":", "").toLowerCase();
    if (found === fingerprint) return undefined;
    return new WrongCertificate(
      `its SHA-256 fingerprint is ${found ?? "missing"}, expected is ${fingerprint}`,
    );
  }
}

const isTls = (socket: Socket): socket is TLSSocket => "encrypted" in socket;

/** The certificate of the other side, as it came. */
export function certificateOf(socket: Socket): Buffer | undefined {
  return isTls(socket) ? socket.getPeerCertificate()?.raw : undefined;
}

function whenSecure(socket: Socket, then: () => void): void {
  if (isTls(socket) ? certificateOf(socket) !== undefined : !socket.connecting) then();
  else socket.once(isTls(socket) ? "secureConnect" : "connect", then);
}

const timedOut = (): Error => Object.assign(new Error("no answer came"), { code: "ETIMEDOUT" });

async function collect(response: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > MOST_BYTES) throw new Error("an answer without end");
  }
  if (!response.complete) throw new Error("the answer was cut off");
  return Buffer.concat(parts);
}

/** Each scheme by itself: Windows sends a line each, others one list. */
function challengesOf(response: IncomingMessage): string[] {
  const header = response.headers["www-authenticate"] ?? "";
  return header
    .split(/,\s*(?=[A-Za-z][A-Za-z0-9-]*(?:\s|,|$))/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((one, other) => {
    resolve = one;
    reject = other;
  });
  return { promise, resolve, reject };
}
