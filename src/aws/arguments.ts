import { type Args, text } from "../model/args.js";
import { Secret } from "../model/secret.js";
import type { AwsSettings } from "./client.js";

/** How AWS is talked to, as arguments of a module: the names of the public collections. */
export const AWS_ARGS = {
  region: text({
    about: "region; unless said that of AWS_REGION, AWS_DEFAULT_REGION or the profile",
    aliases: ["aws_region", "ec2_region"],
  }),
  profile: text({ about: "named profile of the controller", aliases: ["aws_profile"] }),
  endpoint_url: text({
    about: "another address than AWS's own: an emulator, an interface endpoint",
    aliases: ["aws_endpoint_url", "s3_url", "ec2_url"],
  }),
  access_key: text({
    about: "key; unless said from the environment, the profile or the machine's role",
    aliases: ["aws_access_key_id", "aws_access_key", "ec2_access_key"],
  }),
  secret_key: text({
    about: "secret of the key",
    secret: true,
    aliases: ["aws_secret_access_key", "aws_secret_key", "ec2_secret_key"],
  }),
  session_token: text({
    about: "token of a temporary key",
    secret: true,
    aliases: ["aws_session_token", "security_token", "access_token"],
  }),
};

type AwsArgs = Args<typeof AWS_ARGS>;

/** An empty text is as nothing: `profile: "{{ aws_profile | default('') }}"`. */
export function awsSettings(args: AwsArgs): AwsSettings {
  return {
    region: args.region || undefined,
    profile: args.profile || undefined,
    endpoint: args.endpoint_url || undefined,
    accessKey: args.access_key || undefined,
    secretKey: args.secret_key ? new Secret(args.secret_key) : undefined,
    sessionToken: args.session_token ? new Secret(args.session_token) : undefined,
  };
}

/** A key without its secret, or a secret without its key, cannot be what is meant. */
export function awsProblems({ access_key, secret_key }: Partial<AwsArgs>): string[] {
  return Boolean(access_key) === Boolean(secret_key)
    ? []
    : ["access_key and secret_key are given together or not at all"];
}
