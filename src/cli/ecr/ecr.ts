import type { AwsSettings } from "../../aws/client.js";
import { ecrToken, tagDigest } from "../../aws/ecr.js";
import { type ImageName, readImageName, settingsFor } from "../../aws/ecr_names.js";
import { Fault } from "../../model/errors.js";
import type { Input } from "../options/option.js";
import { dockerLogin, dockerWith, must } from "./docker.js";
import { pushImage } from "./push.js";

/** What the options say. */
interface Said {
  region?: string;
  profile?: string;
  registry?: string;
  config?: string;
  overwrite?: boolean;
}

type Action = (said: Said, operands: readonly string[]) => Promise<number>;

const ACTIONS: Readonly<Record<string, { operands: readonly string[]; run: Action }>> = {
  login: { operands: [], run: login },
  logout: { operands: [], run: logout },
  digest: { operands: ["REPOSITORY:TAG"], run: digest },
  push: { operands: ["IMAGE", "REPOSITORY:TAG"], run: push },
};

export async function run({ values, operands: [name, ...operands] }: Input): Promise<number> {
  const action = ACTIONS[name!]!;
  if (operands.length !== action.operands.length) {
    const usage = ["tera ecr", name, ...action.operands].join(" ");
    const extra = operands[action.operands.length];
    const wrong =
      extra === undefined ? `${action.operands[operands.length]} is missing` : `\`${extra}\` is too much`;
    throw new Fault("USAGE", wrong, { hint: `usage: ${usage}` });
  }
  return action.run(withHost(values as Said), operands);
}

/** The registry's host, also where its address was pasted. */
function withHost(said: Said): Said {
  const host = said.registry?.replace(/^https?:\/\/|\/+$/g, "");
  return host ? { ...said, registry: host } : said;
}

function settingsOf({ region, profile }: Said, registry: string | undefined): AwsSettings {
  return settingsFor(registry, { region, profile });
}

async function login(said: Said): Promise<number> {
  const token = await ecrToken(settingsOf(said, said.registry));
  const registry = said.registry ?? token.registry;
  await dockerLogin(dockerWith(said.config), registry, token.username, token.password);
  const hours = Math.round((token.expiresAt.getTime() - Date.now()) / 360_000) / 10;
  return say(`logged in to ${registry}, for ${hours} hours\n`);
}

async function logout(said: Said): Promise<number> {
  const registry = said.registry ?? (await ecrToken(settingsOf(said, undefined))).registry;
  await must(dockerWith(said.config)(["logout", registry]), `not logged out of ${registry}`);
  return say(`logged out of ${registry}\n`);
}

async function digest(said: Said, [text]: readonly string[]): Promise<number> {
  const image = imageOf(said, text!);
  return say(`${await tagDigest(settingsOf(said, image.registry), image)}\n`);
}

async function push(said: Said, [source, text]: readonly string[]): Promise<number> {
  const target = imageOf(said, text!);
  const { digest: pushed, isOld } = await pushImage({
    settings: settingsOf(said, target.registry),
    source: source!,
    target,
    config: said.config,
    overwrite: said.overwrite === true,
  });
  process.stderr.write(`${text} is ${isOld ? "already there" : "pushed"}\n`);
  return say(`${pushed}\n`);
}

function imageOf(said: Said, text: string): ImageName {
  const image = readImageName(text);
  return { ...image, registry: image.registry ?? said.registry };
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}
