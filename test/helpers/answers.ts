import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "./loopback.js";

export interface AnswerServer {
  url: string;
  /** bodies of the requests, in order */
  readonly asked: { body: string; headers: IncomingMessage["headers"] }[];
  stop(): Promise<void>;
}

export interface Answered {
  status?: number;
  body: string;
  headers?: Record<string, string>;
}

/** A server on loopback that answers as `answer` says. */
export async function startAnswers(
  answer: (body: string, count: number, headers: IncomingMessage["headers"]) => Answered | Promise<Answered>,
): Promise<AnswerServer> {
  const asked: AnswerServer["asked"] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    asked.push({ body, headers: request.headers });
    const { status = 200, body: text, headers = {} } = await answer(body, asked.length, request.headers);
    response.writeHead(status, headers).end(text);
  };
  const server = createServer((request, response) => void reply(request, response));
  // a test that fails before it stops us must not keep its process, and with it the whole run, for minutes
  server.unref();
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
