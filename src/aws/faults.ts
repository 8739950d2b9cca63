import { Fault, type FaultCode } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Place } from "../model/source.js";
import { REGIONS } from "./regions.js";

/** What was being done when AWS said no. */
export interface Doing {
  /** `reading the instances`, `getting a token of the registry` */
  what: string;
  /** as policies name it */
  action: string;
  region?: string | undefined;
  /** whose credentials are used, where the user named one */
  profile?: string | undefined;
  /** where in the user's files it was asked for */
  at?: Place | undefined;
}

interface SdkError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number; attempts?: number };
}

interface Kind {
  names: RegExp;
  code: FaultCode;
  say(doing: Doing, error: SdkError): [message: string, hint: string | undefined];
}

const inRegion = ({ region }: Doing): string => (region ? ` in ${region}` : "");

/** What AWS and its SDK say, what it means, and the way out; the first that fits counts. */
const KINDS: readonly Kind[] = [
  {
    names: /^CredentialsProviderError$/,
    code: "AWS_CREDENTIALS",
    say: ({ what, profile }, error) => [
      `there are no credentials for ${what}${profile ? ` in the profile ${profile}` : ""}: ${firstLine(error.message)}`,
      profile
        ? `is there a profile ${profile} in ~/.aws/config or ~/.aws/credentials, and is it logged in (\`aws sso login\`)?`
        : "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws sso login`",
    ],
  },
  {
    names: /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/,
    code: "AWS_CREDENTIALS",
    say: ({ what }) => [
      `the credentials for ${what} have expired`,
      "get new ones (`aws sso login`, or assume the role again), then start again: nothing was changed",
    ],
  },
  {
    names:
      /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|IncompleteSignature)$/,
    code: "AWS_CREDENTIALS",
    say: (doing, error) => [
      `AWS does not accept the credentials for ${doing.what}${inRegion(doing)}: ${firstLine(error.message)}`,
      "is the key right, is the clock of this machine right, and is the region enabled for the account?",
    ],
  },
  {
    names:
      /^(UnauthorizedOperation|AccessDenied(Exception)?|AccessDeniedFault|NotAuthorized|OptInRequired|BlockedException)$/,
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
      "wait a minute, ask for fewer regions at once, or cache the inventory (`cache: true`)",
    ],
  },
  {
    names: /^(ENOTFOUND|EAI_AGAIN)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `AWS has no address for ${doing.what}${inRegion(doing)}: ${firstLine(error.message)}`,
      (doing.region && suggest(doing.region, REGIONS)) ??
        "is the name of the region right, and does this machine reach the internet?",
    ],
  },
  {
    names: /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|TimeoutError|NetworkingError)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `AWS does not answer ${doing.action}${inRegion(doing)}: ${firstLine(error.message)}`,
      "does this machine reach the endpoint (AWS_ENDPOINT_URL, a proxy, a firewall)?",
    ],
  },
];

/** An error of the SDK as a fault of one line that says what to do; faults stay as they are. */
export function awsFault(error: unknown, doing: Doing): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  const found = error as SdkError;
  const more = { at: doing.at, cause: error };
  if (/region is missing/i.test(found.message))
    return new Fault("AWS_FAILED", `no region is named for ${doing.what}`, {
      ...more,
      hint: "set AWS_REGION or a region in the profile, or say it (`regions` in an inventory, --region, `region`)",
    });
  const kind = KINDS.find(({ names }) => names.test(found.name) || names.test(found.code ?? ""));
  if (kind) {
    const [message, hint] = kind.say(doing, found);
    return new Fault(kind.code, message, { ...more, hint });
  }
  return new Fault(
    "AWS_FAILED",
    `AWS could not do ${doing.action}${inRegion(doing)}: ${found.name}: ${firstLine(found.message)}`,
    more,
  );
}

/** Runs calls of AWS; what they throw becomes a fault that names what was being done. */
export async function guarded<T>(doing: Doing, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw awsFault(error, doing);
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0]!.trim();
}
