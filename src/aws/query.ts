import { setTimeout as pause } from "node:timers/promises";
import { EC2Client } from "@aws-sdk/client-ec2";
import { noteCall } from "./calls.js";
import { type AwsSettings, clientFor } from "./client.js";
import type { SdkError } from "./doing.js";
import { type Credentials, signedHeaders } from "./sigv4.js";

/** A service that is asked by forms and answers in XML, and whose client is not among the dependencies. */
export interface QueryService {
  /** as policies and addresses name it */
  name: string;
  version: string;
  /** of its variable AWS_ENDPOINT_URL_… */
  variable: string;
}

const ATTEMPTS = 5;
const TIME_LIMIT = 30_000;
const PASSES = /^(Throttl|RequestLimitExceeded|ServiceUnavailable|Internal)/;

/** Asks a service, again where that may help; gives its answer's XML. Throws errors as those of the SDK are. */
export async function query(
  service: QueryService,
  settings: AwsSettings,
  action: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  // what is known of keys and regions is the SDK's: any of its clients knows it
  const { config } = clientFor(EC2Client, "ec2", settings);
  const [credentials, region] = await Promise.all([config.credentials(), config.region()]);
  const body = new URLSearchParams({ Action: action, Version: service.version, ...values }).toString();
  const started = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    const failure = { attempts: attempt };
    const answer = await post(service, { settings, credentials, region, body }).catch((error: SdkError) =>
      Object.assign(error, { $metadata: failure }),
    );
    const mayPass = answer instanceof Error && PASSES.test(answer.name);
    if (mayPass && attempt < ATTEMPTS) {
      await pause(100 * 2 ** attempt);
      continue;
    }
    const seconds = Math.round(performance.now() - started) / 1000;
    const call = { action: `${service.name}:${action}`, region, seconds, attempts: attempt };
    noteCall(answer instanceof Error ? { ...call, error: answer.name } : call);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

interface Asked {
  settings: AwsSettings;
  credentials: Credentials;
  region: string;
  body: string;
}

async function post(service: QueryService, { settings, credentials, region, body }: Asked): Promise<string> {
  const url = new URL(addressOf(service, region, settings));
  const signed = { url, body, region, service: service.name, now: new Date() };
  const { host: _, ...headers } = signedHeaders(signed, credentials);
  const signal = AbortSignal.timeout(TIME_LIMIT);
  const response = await fetch(url, { method: "POST", headers, body, signal }).catch((error: Error) => {
    // fetch itself only says that it failed
    throw error.cause instanceof Error ? error.cause : error;
  });
  const text = await response.text();
  if (response.ok) return text;
  const name = textOf(text, "Code") ?? "UnknownError";
  throw Object.assign(new Error(textOf(text, "Message") ?? "UnknownError"), {
    name,
    $metadata: { httpStatusCode: response.status },
  });
}

function addressOf({ name, variable }: QueryService, region: string, { endpoint }: AwsSettings): string {
  const said = endpoint || process.env[`AWS_ENDPOINT_URL_${variable}`] || process.env.AWS_ENDPOINT_URL;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return said || `https://${name}.${region}.${suffix}/`;
}

/** The text of the first element of this name; undefined where there is none. */
export function textOf(xml: string, element: string): string | undefined {
  const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  return found?.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name]!);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
