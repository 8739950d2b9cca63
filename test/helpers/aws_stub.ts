import { startAnswers } from "./answers.js";
import { awsEnv } from "./aws_env.js";

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
  const server = await startAnswers((body, _, headers) => {
    const action = String(headers["x-amz-target"] ?? "").replace(/^.*\./, "");
    const input = JSON.parse(body || "{}") as Record<string, unknown>;
    calls.push({ action, input });
    const answer = handlers[action]?.(input) ?? {
      error: "UnknownOperationException",
      message: `no answer to ${action} in this test`,
    };
    const failed = "error" in answer;
    return {
      status: failed ? 400 : 200,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify(failed ? { __type: answer.error, message: answer.message ?? "" } : answer),
    };
  });
  return { endpoint: server.url, calls, env: awsEnv(server.url, "us-east-1"), stop: server.stop };
}

/** How ECR answers GetAuthorizationToken; `registry`: host name and port. */
export function authorizationToken(password: string, registry?: string): object {
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
        expiresAt: Date.now() / 1000 + 12 * 3600,
        ...(registry ? { proxyEndpoint: `https://${registry}` } : {}),
      },
    ],
  };
}
