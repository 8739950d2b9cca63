/** Where the password of a Windows instance comes from. */
export interface PasswordSource {
  /** expressions: a quoted text, a variable's name */
  instance: string;
  keyFile: string;
  region?: string | undefined;
  profile?: string | undefined;
}

/** A template that asks EC2 for the Administrator's password when a task needs it. */
export function windowsPassword({ instance, keyFile, region, profile }: PasswordSource): string {
  const options = [
    ...(region ? [`region=${quotedText(region)}`] : []),
    ...(profile ? [`profile=${quotedText(profile)}`] : []),
    `key_file=${keyFile}`,
  ];
  return `{{ lookup('tera.aws.windows_password', ${[instance, ...options].join(", ")}) }}`;
}

/** A text as an expression. */
export function quotedText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
