import { type ErrorKind, inRegion } from "./doing.js";

const firstLine = (text: string): string => text.split("\n")[0]!.trim();

/** What no policy allows: the account itself may not, or not yet, or no more of it. */
export const REFUSALS: readonly ErrorKind[] = [
  {
    names: /^(OptInRequired|RegionDisabledException|NotSignedUp|SubscriptionRequiredException)$/,
    code: "AWS_DENIED",
    say: (doing) => [
      `the account has not enabled what ${doing.action} needs${inRegion(doing)}`,
      "a region that is off by default is enabled in the account's settings (AWS Regions); a service, on its first page in the console",
    ],
  },
  {
    names: /^(PendingVerification|AccountNotVerified)$/,
    code: "AWS_DENIED",
    say: (doing) => [
      `AWS is still verifying the account for ${doing.what}${inRegion(doing)}`,
      "that takes minutes to hours, once for each region: start again when AWS's message has come",
    ],
  },
  {
    names: /^(Blocked|BlockedException|AccountProblem|AccountDisabled|AllAccessDisabled)$/,
    code: "AWS_DENIED",
    say: (doing, error) => [
      `AWS has blocked the account for ${doing.what}: ${firstLine(error.message)}`,
      "only AWS's support unblocks it; an open bill is the usual cause",
    ],
  },
  {
    names:
      /^((Vcpu|Instance|Address|Vpc|TargetGroup|Targets?|Repository)LimitExceeded(Exception)?|TooManyTargets(Exception)?|ServiceQuotaExceededException)$/,
    code: "AWS_FAILED",
    say: (doing, error) => [
      `${doing.action} would exceed a quota of the account${inRegion(doing)}: ${firstLine(error.message)}`,
      "ask for fewer, or for a higher quota (Service Quotas in the console; it is granted for each region)",
    ],
  },
];
