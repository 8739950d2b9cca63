import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { startAnswers } from "./answers.js";
import { awsEnv } from "./aws_env.js";
import { type Element, matches, xml } from "./ec2_wire.js";

const FOLDER = "test/fixtures/aws/ec2";
const read = (name: string): Record<string, Element[]> =>
  JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8"));

/** What an EC2 that runs here knows, by region; names are those of EC2's XML. */
export interface Ec2Data {
  reservations: Record<string, Element[]>;
  images: Record<string, Element[]>;
  zones: Record<string, Element[]>;
}

/** 60 instances in 5 regions: their form is that of DescribeInstances' answers, their values are made up. */
export const ec2Data = (): Ec2Data => ({
  reservations: read("reservations"),
  images: read("images"),
  zones: read("zones"),
});

export interface Ec2Call {
  action: string;
  region: string;
  /** the parameters as sent */
  params: URLSearchParams;
  accessKey: string;
}

export interface Ec2Error {
  status: number;
  code: string;
  message?: string;
}

export interface Ec2Options {
  data?: Ec2Data;
  /** answers with an error instead */
  fail?(call: Ec2Call): Ec2Error | undefined;
}

export interface Ec2Server {
  /** http://127.0.0.1:PORT */
  endpoint: string;
  calls: Ec2Call[];
  /** for programs that are to use it */
  env: Record<string, string>;
  stop(): Promise<void>;
}

const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret" };

/** The reading calls of EC2 that an inventory makes, answered from data in pages. */
export async function startEc2({
  data = ec2Data(),
  fail = () => undefined,
}: Ec2Options = {}): Promise<Ec2Server> {
  const calls: Ec2Call[] = [];
  const server = await startAnswers((body, _, headers) => {
    const call = callOf(headers, body);
    calls.push(call);
    const error = fail(call) ?? invalidFilter(call);
    return {
      status: error?.status ?? 200,
      headers: { "content-type": "text/xml" },
      body: error ? errorText(error) : answer(call, data),
    };
  });
  const env = { ...awsEnv(server.url), ...KEYS };
  return { endpoint: server.url, calls, env, stop: server.stop };
}

/** The region is read from what the request was signed for. */
function callOf(headers: IncomingHttpHeaders, text: string): Ec2Call {
  const params = new URLSearchParams(text);
  const [, accessKey = "", region = ""] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  return { action: params.get("Action") ?? "", region, params, accessKey };
}

function answer(call: Ec2Call, data: Ec2Data): string {
  const { action, region, params } = call;
  const zones = data.zones[region] ?? [];
  const parts: Record<string, () => Element> = {
    DescribeInstances: () => instances(call, data.reservations[region] ?? []),
    DescribeRegions: () => ({
      regionInfo: Object.keys(data.zones).map((regionName) => ({
        regionName,
        regionEndpoint: `ec2.${regionName}.amazonaws.com`,
        optInStatus: "opt-in-not-required",
      })),
    }),
    DescribeAvailabilityZones: () => ({ availabilityZoneInfo: zones }),
    DescribeImages: () => ({
      imagesSet: (data.images[region] ?? []).filter((image) => wanted(image.imageId, params, "ImageId")),
    }),
  };
  const made = parts[action]?.() ?? {};
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>59dbff89</requestId>${xml(made)}</${action}Response>`;
}

const wanted = (id: unknown, params: URLSearchParams, name: string): boolean => {
  const asked = numbered(params, name);
  return asked.length === 0 || asked.includes(String(id));
};

/** `NAME.1`, `NAME.2`, ... */
function numbered(params: URLSearchParams, name: string): string[] {
  return [...params.entries()].filter(([key]) => key.startsWith(`${name}.`)).map(([, value]) => value);
}

function filtersOf(params: URLSearchParams): [name: string, values: string[]][] {
  const found: [string, string[]][] = [];
  for (let at = 1; params.has(`Filter.${at}.Name`); at++)
    found.push([params.get(`Filter.${at}.Name`)!, numbered(params, `Filter.${at}.Value`)]);
  return found;
}

/** Pages count reservations, as EC2's do when instances are not named; a token is the number of the next one. */
function instances({ params }: Ec2Call, reservations: readonly Element[]): Element {
  const filters = filtersOf(params);
  const found = reservations
    .map(
      (one): Element => ({
        ...one,
        instancesSet: (one.instancesSet as Element[]).filter((i) => matches(i, one, filters)),
      }),
    )
    .filter((one) => (one.instancesSet as Element[]).length > 0);
  const size = Number(params.get("MaxResults") ?? 1000);
  const start = Number(params.get("NextToken") ?? 0);
  const more = start + size < found.length;
  return {
    reservationSet: found.slice(start, start + size),
    ...(more ? { nextToken: String(start + size) } : {}),
  };
}

const FILTERS =
  /^(tag:.+|tag-key|instance-state-name|instance-type|availability-zone|vpc-id|platform|architecture|image-id|instance-id|private-ip-address|ip-address|key-name|owner-id|reservation-id|instance\.group-name)$/;

function invalidFilter({ action, params }: Ec2Call): Ec2Error | undefined {
  if (action !== "DescribeInstances") return undefined;
  const wrong = filtersOf(params).find(([name]) => !FILTERS.test(name));
  return (
    wrong && { status: 400, code: "InvalidParameterValue", message: `The filter '${wrong[0]}' is invalid` }
  );
}

function errorText({ code, message = code }: Ec2Error): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors>${xml({ Error: { Code: code, Message: message } })}</Errors><RequestID>ea966190</RequestID></Response>`;
}
