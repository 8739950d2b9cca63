import { readFileSync } from "node:fs";

export interface Statement {
  Sid: string;
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string[]>>;
}

/** What whoever applies the roots is allowed: terraform/apply_policy.json, whose words in capitals are to be filled in. */
export function applyPolicy(): Statement[] {
  return (JSON.parse(readFileSync("terraform/apply_policy.json", "utf8")) as { Statement: Statement[] })
    .Statement;
}

/** Calls that policies know by another name. */
const NAMES: Readonly<Record<string, string>> = {
  "s3:HeadBucket": "s3:ListBucket",
  "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
  "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
  "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketTagging": "s3:PutBucketTagging",
  "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
};

/** Refused, and nothing comes of it (plan_calls.ts). */
const MAY_FAIL = "ec2:GetInstanceUefiData";

/** The calls that the policy does not allow. */
export function notAllowed(calls: readonly string[]): string[] {
  const actions = applyPolicy().flatMap(({ Action }) => Action);
  const fits = (call: string) =>
    actions.some((action) => (action.endsWith("*") ? call.startsWith(action.slice(0, -1)) : action === call));
  return calls.filter((call) => call !== MAY_FAIL && !fits(NAMES[call] ?? call));
}
