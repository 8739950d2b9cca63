import type { Ec2Instance } from "../../aws/ec2.js";
import { userByDetails, userByImage } from "../../aws/ec2_users.js";
import type { PlainDict } from "../../model/value.js";
import { quotedText, windowsPassword } from "../windows_password.js";

/** Is it Windows, by what EC2 says of the instance? */
export function isWindows({ Platform, PlatformDetails }: Ec2Instance): boolean {
  return (
    /^windows/i.test(String(PlatformDetails ?? "")) || String(Platform ?? "").toLowerCase() === "windows"
  );
}

/** Must the name of the image be known to know the user? */
export function needsImage(instance: Ec2Instance): boolean {
  return !isWindows(instance) && userByDetails(String(instance.PlatformDetails ?? "")) === undefined;
}

export interface DefaultsOptions {
  /** id -> name */
  images: Readonly<Record<string, string>>;
  profile?: string | undefined;
  region: string;
}

/** How an instance is reached where nobody says anything else: by its operating system, and as whom by its image. */
export function connectionDefaults(
  instance: Ec2Instance,
  name: string,
  { images, profile, region }: DefaultsOptions,
): PlainDict {
  const address = instance.PublicIpAddress ?? instance.PrivateIpAddress;
  return {
    ...(canBeAddress(name, instance) || typeof address !== "string" ? {} : { ansible_host: address }),
    ansible_aws_ssm_instance_id: instance.InstanceId,
    ansible_aws_ssm_region: region,
    ...(profile ? { ansible_aws_ssm_profile: profile } : {}),
    ...(isWindows(instance) ? windows(instance, region, profile) : linux(instance, images)),
  };
}

/** Ids of instances and texts with odd characters are no names that a network knows. */
function canBeAddress(name: string, { InstanceId }: Ec2Instance): boolean {
  return name !== InstanceId && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name);
}

function linux(instance: Ec2Instance, images: Readonly<Record<string, string>>): PlainDict {
  const image = images[String(instance.ImageId)];
  const user =
    userByDetails(String(instance.PlatformDetails ?? "")) ??
    (image === undefined ? undefined : userByImage(image));
  return user === undefined ? {} : { ansible_user: user };
}

/** The password is asked for when a task needs it, with the private key of the instance's key pair. */
function windows(
  { InstanceId, KeyName }: Ec2Instance,
  region: string,
  profile: string | undefined,
): PlainDict {
  const instance = quotedText(InstanceId);
  const keyFile = "(ansible_ssh_private_key_file | default(ansible_private_key_file | default('')))";
  return {
    ansible_connection: "winrm",
    ansible_port: 5986,
    ansible_user: "Administrator",
    ansible_become_method: "runas",
    ...(KeyName ? { ansible_password: windowsPassword({ instance, keyFile, region, profile }) } : {}),
  };
}
