import { quote } from "../session/quote.js";
import { type Inspected, textOf } from "./inspected.js";

/** How an environment travels to the engine without being seen on the way. */
export interface Transport {
  /** text of a file for `--env-file` */
  lines: string;
  /** shell text that puts values into the client's own environment */
  exports: string;
  words: string[];
}

/** What a line of the file can hold: it ends at a newline, and is not longer than the client reads. */
const fitsLine = (value: string): boolean => !/[\r\n\0]/.test(value) && value.length < 60_000;

export function environmentTransport(env: Inspected): Transport {
  const transport: Transport = { lines: "", exports: "", words: [] };
  for (const [name, raw] of Object.entries(env)) {
    const value = textOf(raw);
    if (/^[^\s=#][^\s=]*$/.test(name) && fitsLine(value)) transport.lines += `${name}=${value}\n`;
    else if (/^[A-Za-z_]\w*$/.test(name)) {
      transport.exports += `export ${name}=${quote(value)}\n`;
      transport.words.push("--env", name);
    } else transport.words.push("--env", `${name}=${value}`);
  }
  return transport;
}

/** Variables of a file as `--env-file` reads it; a name without a value is left out. */
export function readEnvFile(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*([^#=\s][^=\s]*)\s*=(.*)$/.exec(line);
    if (found) env[found[1]!] = found[2]!;
  }
  return env;
}
