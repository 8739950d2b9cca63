import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a call is answered with: a body, or an error by its name. */
export type StubAnswer = object | { error: string; message?: string };
export type StubHandler = (input: Record<string, unknown>) => StubAnswer;

/** A server that speaks AWS's JSON protocol, with answers of the test's own. */
export interface AwsStub {
  endpoint: string;
  /** the calls in their order, as `UpdateService`, with what they were asked */
  calls: { action: string; input: Record<string, unknown> }[];
  /** for programs that are to use it */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** Answers each action by its handler; an action without one is an error. */
export async function startAwsStub(handlers: Readonly<Record<string, StubHandler>>): Promise<AwsStub> {
  const calls: AwsStub["calls"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const action = String(request.headers["x-amz-target"] ?? "").replace(/^.*\./, "");
      const input = JSON.parse(body || "{}") as Record<string, unknown>;
      calls.push({ action, input });
      const answer = handlers[action]?.(input) ?? {
        error: "UnknownOperationException",
        message: `no answer to ${action} in this test`,
      };
      const failed = "error" in answer;
      response.writeHead(failed ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(failed ? { __type: answer.error, message: answer.message ?? "" } : answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    calls,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
