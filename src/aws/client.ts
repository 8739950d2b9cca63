import type { Secret } from "../model/secret.js";
import { watch } from "./calls.js";
import { defaultRegion } from "./environment.js";

/** How AWS is talked to; what is not said comes from the environment, the profile or the machine's role. */
export interface AwsSettings {
  region?: string | undefined;
  profile?: string | undefined;
  /** instead of AWS's own address: an emulator, an interface endpoint */
  endpoint?: string | undefined;
  accessKey?: string | undefined;
  secretKey?: Secret | undefined;
  sessionToken?: Secret | undefined;
}

/** Calls that are throttled or fail for a moment are made again, so often in all. */
const ATTEMPTS = 5;

/** In milliseconds: to reach AWS, and until it begins to answer. Without them a call to a dead address never ends. */
const TIME_LIMITS = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

const quiet = (): void => {};
/** Without `info`: for it the SDK would copy every answer, less its secrets. */
const SILENT = { debug: quiet, warn: quiet };

type ClientClass<C> = new (config: never) => C;

const shared = new Map<string, AwsSettings>();

/** The same object for the same region and profile: what many hosts ask for one by one goes through one client. */
export function sharedSettings({ region, profile }: Pick<AwsSettings, "region" | "profile">): AwsSettings {
  const key = JSON.stringify([region, profile]);
  const settings = shared.get(key) ?? { region, profile };
  shared.set(key, settings);
  return settings;
}

const clients = new WeakMap<AwsSettings, Map<string, unknown>>();

/**
 * The client of a service for these very settings, the same one each time: it keeps connections, credentials and the
 * pace that AWS has asked for.
 */
export function clientFor<C>(Client: ClientClass<C>, service: string, settings: AwsSettings): C {
  const known = clients.get(settings) ?? new Map<string, unknown>();
  clients.set(settings, known);
  const client = (known.get(service) as C | undefined) ?? makeClient(Client, service, settings);
  known.set(service, client);
  return client;
}

/**
 * A client of one service. Files that import the SDK are themselves imported only when they are needed: it is heavy.
 */
export function makeClient<C>(Client: ClientClass<C>, service: string, settings: AwsSettings): C {
  // the SDK warns of Node 20 in several lines at its first use; the supported versions are in package.json
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  return watch(new Client(clientConfig(settings) as never), service);
}

function clientConfig({ profile, endpoint, accessKey, secretKey, sessionToken, ...said }: AwsSettings) {
  const region = said.region || defaultRegion();
  return {
    requestHandler: TIME_LIMITS,
    maxAttempts: ATTEMPTS,
    // waits before it sends once AWS has said that calls come too fast
    retryMode: "adaptive",
    // else it writes to the console, such as that a profile was named although keys are in the environment
    logger: SILENT,
    ...(region ? { region } : {}),
    ...(profile ? { profile } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(accessKey && secretKey
      ? {
          credentials: {
            accessKeyId: accessKey,
            secretAccessKey: secretKey.reveal(),
            ...(sessionToken ? { sessionToken: sessionToken.reveal() } : {}),
          },
        }
      : {}),
  };
}
