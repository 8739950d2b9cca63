declare const TERA_VERSION: string | undefined;

/** The version of the package: the bundle has it built in. */
export const VERSION = typeof TERA_VERSION === "string" ? TERA_VERSION : "0.0.0-source";
