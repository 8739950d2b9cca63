import type { FaultCode } from "../model/errors.js";
import type { Place } from "../model/source.js";
import type { AwsSettings } from "./client.js";
import { defaultRegion } from "./environment.js";

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
  /** what an error means here, before what it means anywhere */
  also?: ErrorKind;
}

/** What is being done, where and as whom these settings say. */
export function doingWith({ region, profile }: AwsSettings, action: string, what: string): Doing {
  return { action, what, region, profile };
}

/** What is read of an error of the SDK. */
export interface SdkError extends Error {
  code?: string;
  $response?: { statusCode?: number };
  $metadata?: { httpStatusCode?: number; attempts?: number };
}

/** Errors of one kind, and what is said of them. */
export interface ErrorKind {
  /** of the error's name or code */
  names?: RegExp;
  /** where those do not tell: of its message */
  messages?: RegExp;
  when?(doing: Doing): boolean;
  code: FaultCode;
  say(doing: Doing, error: SdkError): [message: string, hint: string | undefined];
}

/** The region that was asked, as far as it is known. */
export const regionOf = ({ region }: Doing): string | undefined => region ?? defaultRegion();
export const inRegion = (doing: Doing): string => (regionOf(doing) ? ` in ${regionOf(doing)}` : "");
