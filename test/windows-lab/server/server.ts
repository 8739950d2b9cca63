import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { Acceptor, type Account, ServerSealing, serverBinding } from "./acceptor.js";
import { Wsman, type WsmanRules } from "./wsman.js";

export interface ServerRules extends WsmanRules {
  accounts: readonly Account[];
  /** the ways of logging on that are offered */
  offers?: readonly ("Negotiate" | "Basic")[];
  tls?: { key: string; cert: string; der: Buffer; strictBinding?: boolean };
  /** as a host does after Set-Item AllowUnencrypted $true */
  allowUnencrypted?: boolean;
  maxEnvelopeKb?: number;
  acceptor?: { timestamp?: boolean; flags?: number };
  /** looks at each request before it is answered; true: it has dealt with it */
  intercept?(request: IncomingMessage, response: ServerResponse, count: number): boolean;
  /** changes what is sent back */
  change?(body: Buffer): Buffer;
}

interface Session {
  acceptor?: Acceptor | undefined;
  sealing?: ServerSealing | undefined;
  isKnown?: boolean;
}

export interface LabServer {
  port: number;
  wsman: Wsman;
  /** each request: how it was authorized, and whether it was sealed */
  requests: { authorization: string; isSealed: boolean; bytes: number }[];
  /** closes the connections, as a host does after two idle minutes */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

const SEALED =
  'multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"';

/** A WinRM service of our own: strict with what it is sent. It listens on this machine only. */
export async function startServer(rules: ServerRules): Promise<LabServer> {
  const wsman = new Wsman(rules);
  const sessions = new WeakMap<Socket, Session>();
  const sockets = new Set<Socket>();
  const requests: LabServer["requests"] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const authorization = request.headers.authorization ?? "";
    const isSealed = (request.headers["content-type"] ?? "").startsWith("multipart/encrypted");
    requests.push({ authorization, isSealed, bytes: body.length });
    if (rules.intercept?.(request, response, requests.length)) return;
    let session = sessions.get(request.socket);
    if (!session) {
      session = {};
      sessions.set(request.socket, session);
    }
    await answer({ rules, wsman, session, request, response, body });
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  };
  const server = rules.tls
    ? createHttps({ key: rules.tls.key, cert: rules.tls.cert }, listener)
    : createHttp(listener);
  server.on(rules.tls ? "secureConnection" : "connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    wsman,
    requests,
    hangUp: async () => {
      // until the other side has closed it too
      const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
      for (const socket of sockets) socket.end();
      await Promise.all(closed);
    },
    close: async () => {
      wsman.end();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Exchange {
  rules: ServerRules;
  wsman: Wsman;
  session: Session;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}

async function answer(exchange: Exchange): Promise<void> {
  const { rules, wsman, session, request, response, body } = exchange;
  const type = request.headers["content-type"] ?? "";
  if (request.method !== "POST" || request.url !== "/wsman") return end(response, 404);
  if (request.headers["transfer-encoding"]) return end(response, 500);
  if (body.length > (rules.maxEnvelopeKb ?? 500) * 1024) return end(response, 413);
  const authorization = request.headers.authorization ?? "";
  if (/^(Negotiate|NTLM) /.test(authorization)) {
    if (!logOn(exchange, authorization)) return;
    if (body.length === 0) return end(response, 200);
  } else if (/^Basic /.test(authorization)) {
    const isKnown =
      rules.offers?.includes("Basic") && (rules.tls || rules.allowUnencrypted) && basic(rules, authorization);
    if (!isKnown) return refuse(exchange);
  } else if (!session.isKnown) return refuse(exchange);
  const isSealed = type === SEALED;
  if (!isSealed && type !== "application/soap+xml;charset=UTF-8") return end(response, 415);
  if (!isSealed && !rules.tls && !rules.allowUnencrypted) return end(response, 500);
  let text = body;
  try {
    if (isSealed) text = session.sealing!.open(body);
  } catch {
    return end(response, 400);
  }
  const { status, xml } = await wsman.answer(text.toString());
  const plain = Buffer.from(xml);
  const out = isSealed ? session.sealing!.seal(plain) : plain;
  const sent = rules.change?.(out) ?? out;
  response.writeHead(status, {
    "content-type": isSealed ? SEALED : "application/soap+xml;charset=UTF-8",
    "content-length": sent.length,
    server: "Microsoft-HTTPAPI/2.0",
  });
  response.end(sent);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}

function refuse({ rules, response }: Exchange): void {
  const offers = rules.offers ?? ["Negotiate"];
  response.setHeader(
    "www-authenticate",
    offers.map((one) => (one === "Basic" ? 'Basic realm="WSMAN"' : one)),
  );
  end(response, 401);
}

/** True where the client may go on with this request. */
function logOn(exchange: Exchange, authorization: string): boolean {
  const { rules, session, response } = exchange;
  const [scheme, token] = authorization.split(" ") as [string, string];
  const message = Buffer.from(token, "base64");
  const isOffered = (rules.offers ?? ["Negotiate"]).includes("Negotiate");
  try {
    if (!isOffered) throw new Error("not offered");
    if (message.readUInt32LE(8) === 1) {
      const binding = rules.tls && {
        value: serverBinding(rules.tls.der),
        strict: rules.tls.strictBinding ?? false,
      };
      session.acceptor = new Acceptor({
        ...rules.acceptor,
        accounts: rules.accounts,
        ...(binding ? { binding } : {}),
      });
      response.setHeader(
        "www-authenticate",
        `${scheme} ${session.acceptor.challenge(message).toString("base64")}`,
      );
      end(response, 401);
      return false;
    }
    session.sealing = new ServerSealing(session.acceptor!.accept(message));
    session.isKnown = true;
    session.acceptor = undefined;
    return true;
  } catch {
    session.acceptor = undefined;
    refuse(exchange);
    return false;
  }
}

function basic(rules: ServerRules, authorization: string): boolean {
  const given = Buffer.from(authorization.slice(6), "base64").toString();
  return rules.accounts.some(({ user, password }) => given === `${user}:${password}`);
}
