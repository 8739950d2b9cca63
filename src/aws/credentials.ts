import { EC2Client } from "@aws-sdk/client-ec2";
import { makeClient } from "./client.js";
import { defaultRegion } from "./environment.js";
import { guarded } from "./faults.js";

/**
 * Are there credentials at all? Looks where the SDK looks (environment, profile, the machine's role) and sends nothing
 * to AWS. Fault: AWS_CREDENTIALS.
 */
export async function checkCredentials(what: string): Promise<void> {
  // the region has no part in it, but the client wants one
  const client = makeClient(EC2Client, "ec2", { region: defaultRegion() ?? "us-east-1" });
  await guarded({ what, action: "sts:GetCallerIdentity" }, () => client.config.credentials());
}
