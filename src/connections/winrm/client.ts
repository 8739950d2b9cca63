import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { Fault } from "../../model/errors.js";
import { channelBinding } from "./channel_binding.js";
import { type Common, envelope, type Message, SPACE, type Verb } from "./envelope.js";
import { Ntlm } from "./ntlm.js";
import { accountOf } from "./ntlm_proof.js";
import type { Sealing } from "./ntlm_seal.js";
import { isSealed, readSealed, SEALED_TYPE, writeSealed } from "./sealed_body.js";
import type { WinrmSettings } from "./settings.js";
import { certificateOf, OtherConnection, Wire, type WireAnswer } from "./wire.js";
import { faultOf, WsmanFault } from "./wsman_fault.js";
import { type Element, findElement, parseXml } from "./xml.js";

const PLAIN_TYPE = "application/soap+xml;charset=UTF-8";

/** Who may be asked twice: anything else could run twice. */
const AGAIN: ReadonlySet<Verb> = new Set(["Receive", "Delete", "Signal"]);

interface LoggedOn {
  socket: Socket;
  sealing: Sealing;
}

/**
 * One connection to a WinRM service: messages go one after the other, each answered before the next, since NTLM's
 * log-on and its ciphers belong to the connection.
 */
export class WinrmClient {
  readonly #settings: WinrmSettings;
  readonly #wire: Wire;
  readonly #common: Common;
  readonly #signal: AbortSignal;
  #loggedOn: LoggedOn | undefined;
  #method: "auto" | "ntlm" | "basic";
  #turn: Promise<unknown> = Promise.resolve();

  constructor(settings: WinrmSettings, signal: AbortSignal) {
    this.#settings = settings;
    this.#signal = signal;
    this.#method = settings.method;
    this.#wire = new Wire(settings.url, settings.tls, settings.connectTimeout);
    this.#common = {
      url: settings.url.href,
      sessionId: `uuid:${randomUUID().toUpperCase()}`,
      operationTimeout: settings.operationTimeout,
      maxEnvelope: 512_000,
    };
  }

  /** How it logged on, for -vvvv. */
  get method(): string {
    return this.#method === "auto" ? "not logged on" : this.#method;
  }

  /** Sends a message in its turn. Throws WsmanFault, Fault CONNECTION_AUTH, and what the network says. */
  send(message: Message): Promise<Element> {
    const answer = this.#turn.then(() => this.#send(message));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  close(): void {
    this.#wire.close();
  }

  async #send(message: Message): Promise<Element> {
    const { id, xml } = envelope(this.#common, message);
    const body = Buffer.from(xml);
    for (let attempt = 0; ; attempt++) {
      try {
        return answerTo(id, await this.#exchange(body), message.verb);
      } catch (error) {
        const isUnsent = error instanceof OtherConnection;
        const mayRepeat = isUnsent || (isCut(error) && AGAIN.has(message.verb));
        this.#loggedOn = error instanceof WsmanFault ? this.#loggedOn : undefined;
        if (!mayRepeat || attempt >= 2 || this.#signal.aborted) throw error;
      }
    }
  }

  /** One message and what the server said to it, in plain. */
  async #exchange(body: Buffer): Promise<WireAnswer> {
    const { seal, readTimeout } = this.#settings;
    const silence = readTimeout * 1000;
    if (this.#method !== "basic") await this.#logOn();
    if (this.#loggedOn === undefined) {
      const headers = { "content-type": PLAIN_TYPE, authorization: this.#basic() };
      const answer = await this.#wire.post({ headers, body, silence }, this.#signal);
      if (answer.status === 401) throw refused(this.#settings, answer);
      return answer;
    }
    const { socket, sealing } = this.#loggedOn;
    const sent = seal ? writeSealed(sealing.seal(body)) : body;
    const headers = { "content-type": seal ? SEALED_TYPE : PLAIN_TYPE };
    const answer = await this.#wire.post({ headers, body: sent, socket, silence }, this.#signal);
    if (answer.status === 401) throw refused(this.#settings, answer);
    if (!seal) return answer;
    if (isSealed(answer.type)) return { ...answer, body: sealing.unseal(readSealed(answer.body)) };
    if (answer.status < 300) throw new Error("the server answered without encryption");
    // it could not read what was sent: the next message begins anew
    throw Object.assign(new Error(`the server answered with status ${answer.status}`), { code: "EPROTO" });
  }

  #basic(): string {
    const { user, password } = this.#settings;
    return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  }

  /** Logs on by NTLM where this connection is not yet; by Basic where there is no NTLM, over TLS only. */
  async #logOn(): Promise<void> {
    const known = this.#loggedOn?.socket;
    if (known && !known.destroyed && known.writable) return;
    this.#loggedOn = undefined;
    const first = await this.#ask({ authorization: "Negotiate ", token: new Ntlm(this.#logOnAs()).offer });
    const token = tokenIn(first);
    if (token === undefined) {
      if (first.status !== 401) throw unusual(first);
      const isOffered = first.challenges.some((one) => /^basic\b/i.test(one));
      if (this.#method !== "auto" || !isOffered || this.#settings.url.protocol !== "https:")
        throw refused(this.#settings, first);
      this.#method = "basic";
      return;
    }
    const { message, sealing } = new Ntlm(this.#logOnAs(certificateOf(first.socket))).answer(token);
    const { socket } = first;
    const last = await this.#ask({ authorization: "Negotiate ", token: message, socket });
    if (last.status === 401) throw refused(this.#settings, last);
    if (last.status >= 300 && last.status !== 500 && last.status !== 400) throw unusual(last);
    this.#method = "ntlm";
    this.#loggedOn = { socket, sealing };
  }

  #logOnAs(certificate?: Buffer) {
    const { user, password, url } = this.#settings;
    return {
      account: accountOf(user, password),
      target: `HTTP/${url.hostname}`,
      channelBinding: certificate && channelBinding(certificate),
    };
  }

  #ask({
    authorization,
    token,
    socket,
  }: {
    authorization: string;
    token: Buffer;
    socket?: Socket;
  }): Promise<WireAnswer> {
    const headers = {
      "content-type": PLAIN_TYPE,
      authorization: authorization + token.toString("base64"),
    };
    const silence = this.#settings.readTimeout * 1000;
    return this.#wire.post({ headers, body: Buffer.alloc(0), socket, silence }, this.#signal);
  }
}

/** The server's part of an NTLM handshake. */
function tokenIn({ challenges, status }: WireAnswer): Buffer | undefined {
  if (status !== 401) return undefined;
  const token = challenges.map((one) => /^(?:Negotiate|NTLM)\s+(\S+)$/i.exec(one)?.[1]).find(Boolean);
  return token === undefined ? undefined : Buffer.from(token, "base64");
}

/** The connection ended before there was an answer. */
function isCut(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "ECONNRESET" || code === "EPIPE" || code === "EPROTO" || (error as Error).message === CUT;
}

const CUT = "the answer was cut off";

function answerTo(id: string, answer: WireAnswer, verb: Verb): Element {
  if (answer.body.length === 0) throw unusual(answer);
  let document: Element;
  try {
    document = parseXml(answer.body.toString());
  } catch (error) {
    if (answer.status >= 300) throw unusual(answer);
    throw new Error(`the answer to ${verb} is not XML: ${(error as Error).message}`);
  }
  const fault = faultOf(document);
  if (fault) throw fault;
  if (answer.status >= 300) throw unusual(answer);
  const related = findElement(document, SPACE.a, "RelatesTo")?.text.trim();
  if (related !== id) throw new Error(`the answer to ${verb} belongs to another message`);
  return document;
}

function unusual({ status }: WireAnswer): Fault {
  const hint = STATUS_HINTS[status];
  return new Fault("CONNECTION_FAILED", `the server answered with status ${status}`, { hint });
}

const STATUS_HINTS: Readonly<Record<number, string>> = {
  404: "is the path right? ansible_winrm_path is /wsman unless it was changed on the host",
  413: "the message was larger than MaxEnvelopeSizekb of the host allows",
  503: "the service is not ready: is the host still starting?",
};

function refused({ user, url, method }: WinrmSettings, { challenges }: WireAnswer): Fault {
  const offered = challenges.map((one) => one.split(" ")[0]!);
  const has = (scheme: string) => offered.some((one) => one.toLowerCase() === scheme);
  const isBasicMissing = method === "basic" && !has("basic");
  const isNtlmMissing = method !== "basic" && !has("negotiate") && !has("ntlm");
  if (isBasicMissing || isNtlmMissing)
    return new Fault(
      "CONNECTION_AUTH",
      `${url.host} does not offer ${isBasicMissing ? "Basic" : "NTLM"}, only: ${offered.join(", ") || "nothing"}`,
      {
        hint: isBasicMissing
          ? "use ansible_winrm_transport: ntlm, or allow Basic on the host (Service\\Auth\\Basic)"
          : "use ansible_winrm_transport: basic over https, or allow Negotiate on the host (Service\\Auth\\Negotiate)",
      },
    );
  return new Fault("CONNECTION_AUTH", `${url.host} does not accept the password of ${user}`, {
    hint: "check ansible_user and ansible_password; a domain's user is written DOMAIN\\user or user@domain",
  });
}
