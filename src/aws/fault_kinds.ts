import { suggest } from "../model/nearest.js";
import { type Doing, type ErrorKind, inRegion, regionOf, type SdkError } from "./doing.js";
import { defaultProfile, profileNames } from "./environment.js";
import { REFUSALS } from "./refusals.js";
import { REGIONS } from "./regions.js";

/** Most often it is the region that is misspelt. */
const nearRegion = (doing: Doing): string | undefined => {
  const region = regionOf(doing);
  return region === undefined || REGIONS.includes(region) ? undefined : suggest(region, REGIONS);
};

/** What AWS and its SDK say, what it means, and the way out; the first that fits counts. */
export const KINDS: readonly ErrorKind[] = [
  // both come from the profile: where there is none, the SDK says that one of them is missing
  {
    names: /^CredentialsProviderError$/,
    messages: /region is missing/i,
    when: (doing) => isLost(profileOf(doing)),
    code: "AWS_CREDENTIALS",
    say: withoutProfile,
  },
  { names: /^CredentialsProviderError$/, code: "AWS_CREDENTIALS", say: withoutCredentials },
  {
    messages: /region is missing|Region not accepted: region=""/i,
    code: "AWS_FAILED",
    say: ({ what }) => [
      `no region is named for ${what}`,
      "set AWS_REGION or a region in the profile, or say it (`regions` in an inventory, --region, `region`)",
    ],
  },
  {
    messages: /Region not accepted/,
    code: "AWS_FAILED",
    say: (doing) => [
      `\`${regionOf(doing) ?? ""}\` cannot be a region for ${doing.what}`,
      nearRegion(doing) ?? "regions have names such as eu-west-1",
    ],
  },
  {
    names: /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/,
    code: "AWS_CREDENTIALS",
    say: ({ what }) => [
      `the credentials for ${what} have expired`,
      "get new ones (`aws sso login`, or assume the role again), then start again",
    ],
  },
  {
    names:
      /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|IncompleteSignature|RequestTimeTooSkewed|RequestInTheFuture)$/,
    code: "AWS_CREDENTIALS",
    say: (doing, error) => [
      `AWS does not accept the credentials for ${doing.what}${inRegion(doing)}: ${firstLine(error.message)}`,
      "is the key right, is the clock of this machine right, and is the region enabled for the account?",
    ],
  },
  ...REFUSALS,
  {
    names: /^(UnauthorizedOperation|AccessDenied(Exception)?|AccessDeniedFault|NotAuthorized)$/,
    code: "AWS_DENIED",
    say: (doing) => [
      `AWS refuses ${doing.action}${inRegion(doing)} to these credentials`,
      `allow ${doing.action} to them: docs/aws-permissions.md has the policy that each command needs`,
    ],
  },
  {
    names:
      /^(Throttl(ing|ed|ingException|edException)|RequestLimitExceeded|TooManyRequestsException|SlowDown|RequestThrottled(Exception)?)$/,
    code: "AWS_THROTTLED",
    say: (doing, error) => [
      `AWS slows ${doing.action}${inRegion(doing)} down, also after ${error.$metadata?.attempts ?? "several"} attempts`,
      /^ec2:Describe/.test(doing.action)
        ? "wait a minute, ask for fewer regions at once, or cache the inventory (`cache: true`)"
        : "wait a minute, then start again",
    ],
  },
  {
    names: /^(ENOTFOUND|EAI_AGAIN)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `AWS has no address for ${doing.what}${inRegion(doing)}: ${firstLine(error.message)}`,
      nearRegion(doing) ?? "is the name of the region right, and does this machine reach the internet?",
    ],
  },
  {
    names:
      /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError|NetworkingError)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `AWS does not answer ${doing.action}${inRegion(doing)}: ${inTime(error)}`,
      "does this machine reach the endpoint (AWS_ENDPOINT_URL, a proxy, a firewall)?",
    ],
  },
  {
    names:
      /^(CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `the certificate of what answers ${doing.action}${inRegion(doing)} is not trusted: ${firstLine(error.message)}`,
      "where a proxy has a certificate of its own, name its authority in NODE_EXTRA_CA_CERTS",
    ],
  },
  {
    names: /^EPROTO$/,
    code: "AWS_FAILED",
    say: (doing) => [
      `what answers ${doing.action}${inRegion(doing)} does not speak TLS`,
      "an emulator's address begins with http://, not https:// (AWS_ENDPOINT_URL, `endpoint_url`)",
    ],
  },
  {
    messages: /^Invalid URL$|^Protocol ".*" not supported/,
    code: "AWS_FAILED",
    say: ({ what }) => [
      `the endpoint for ${what} is no address`,
      "an endpoint begins with https:// or http:// (AWS_ENDPOINT_URL, `endpoint_url`)",
    ],
  },
  {
    messages:
      /XML parse error|is not valid JSON|^Unexpected (token|end)|^Deserialization error|^UnknownError$|^Unknown$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `what comes back to ${doing.action}${inRegion(doing)} is no answer of AWS${statusOf(error)}`,
      nearRegion(doing) ?? "is the endpoint right (AWS_ENDPOINT_URL), and does no proxy answer instead?",
    ],
  },
  {
    names:
      /^(ServerException|Internal(Error|Failure|ServerError)|ServiceUnavailable(Exception)?|Unavailable)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `AWS could not do ${doing.action}${inRegion(doing)}: ${error.name}: ${firstLine(error.message)}`,
      "that is AWS's own trouble: try again in a minute (health.aws.amazon.com/health/status)",
    ],
  },
];

/** The SDK's own words for a time limit name its parts. */
function inTime({ message }: SdkError): string {
  const limit = /configured (?:timeout of )?(\d+) ms/.exec(message)?.[1];
  return limit ? `nothing came within ${Number(limit) / 1000} seconds` : firstLine(message);
}

function withoutCredentials(doing: Doing, error: SdkError): [string, string] {
  const profile = profileOf(doing);
  const said = firstLine(error.message);
  const why = /from any providers/.test(said)
    ? "not in the environment, not in a profile, and this machine has no role"
    : said;
  return profile === undefined
    ? [`there are no credentials for ${doing.what}: ${why}`, setCredentials()]
    : [
        `there are no credentials for ${doing.what} in the profile ${profile}: ${why}`,
        `log in to it: \`aws sso login --profile ${profile}\``,
      ];
}

function withoutProfile(doing: Doing): [string, string] {
  const profile = profileOf(doing)!;
  const names = profileNames();
  return [
    `there are no credentials for ${doing.what} in the profile ${profile}: there is no such profile`,
    suggest(profile, names) ??
      (names.length > 0
        ? `the profiles are ${names.join(", ")}`
        : "~/.aws/config and ~/.aws/credentials have no profiles: `aws configure sso` makes one"),
  ];
}

const profileOf = ({ profile }: Doing): string | undefined => profile ?? defaultProfile();

function isLost(profile: string | undefined): boolean {
  return profile !== undefined && !profileNames().includes(profile);
}

function setCredentials(): string {
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  if (key && !secret) return "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not";
  if (secret && !key) return "AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not";
  return "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`";
}

function statusOf({ $metadata, $response }: SdkError): string {
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  return status ? ` (HTTP ${status})` : "";
}

export function firstLine(text: string): string {
  return text.split("\n")[0]!.trim();
}
