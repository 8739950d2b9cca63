/**
 * Ansible's default output as data: what two programs, or two runs, are compared by.
 *
 *     story: one line for each title that has results, hosts in the order of their names:
 *            `play all`, `copy a file: one changed, two failed (ignored)`, `handler restart: one ok`,
 *            `say: one ok "the message"`, `each: one ok [item]`, `no more hosts`
 *     recap: the counts that are not zero, by host: `ok=2 changed=1`
 */
export interface Transcript {
  story: string[];
  recap: Record<string, string>;
}

interface Title {
  text: string;
  results: { host: string; text: string }[];
}

const NO_MORE = "no more hosts";
const TITLE = /^(PLAY|TASK|RUNNING HANDLER)(?: \[(.*)\])?(?: \*+)$/;
const RESULT = /^(ok|changed|skipping|failed|fatal): \[([^\] ]+)(?: -> [^\]]*)?\](: UNREACHABLE!)?(.*)$/;
const RETRY = /^FAILED - RETRYING: \[([^\] ]+)/;
const RECAP = /^(\S+)\s+: (ok=.*)$/;

export function transcriptOf(output: string): Transcript {
  const parts = output.split(/^PLAY RECAP \*+$/m);
  const counted = parts.length > 1 ? parts.at(-1)! : "";
  const titles: Title[] = [];
  const lines = output.split("\n");
  for (const [index, line] of lines.entries()) readLine(titles, line, lines.slice(index + 1));
  return { story: titles.flatMap(storyLine), recap: recapOf(counted) };
}

function readLine(titles: Title[], line: string, after: readonly string[]): void {
  const title = TITLE.exec(line);
  if (title) addTitle(titles, titleText(title[1]!, title[2] ?? ""));
  else if (line.startsWith("NO MORE HOSTS LEFT") && titles.at(-1)?.text !== NO_MORE)
    titles.push({ text: NO_MORE, results: [] });
  else if (line === "skipping: no hosts matched") titles.push({ text: "no hosts matched", results: [] });
  const results = titles.at(-1)?.results;
  const result = RESULT.exec(line);
  if (result) results?.push({ host: result[2]!, text: resultText(result, after) });
  const retry = RETRY.exec(line);
  if (retry) results?.push({ host: retry[1]!, text: "retrying" });
  const [, file, hosts] = /^included: (?:.*\/)?(\S+) for (.*)$/.exec(line) ?? [];
  if (file && hosts) results?.push({ host: "included", text: `${file} for ${sortedHosts(hosts)}` });
  const last = results?.at(-1);
  if (line === "...ignoring" && last) last.text += " (ignored)";
}

/** Those that include a file together are named in the order in which their results arrived. */
function sortedHosts(text: string): string {
  const [hosts = "", ...item] = text.split(/(?= => )/);
  return hosts.split(", ").sort().join(", ") + item.join("");
}

/** Ansible shows the title of a meta task anew for each host. */
function addTitle(titles: Title[], text: string): void {
  if (text !== "meta" || titles.at(-1)?.text !== text) titles.push({ text, results: [] });
}

function titleText(kind: string, name: string): string {
  if (kind === "PLAY") return `play ${name}`;
  return kind === "TASK" ? name : `handler ${name}`;
}

function resultText(
  [, word = "", , unreachable, rest = ""]: RegExpExecArray,
  after: readonly string[],
): string {
  const status = unreachable ? "unreachable" : ({ skipping: "skipped", fatal: "failed" }[word] ?? word);
  const item = /\(item=(.*?)\)( =>|\s*$)/.exec(rest);
  const message = / => \{$/.test(rest) ? messageIn(after) : undefined;
  return [status, item && `[${item[1]}]`, message].filter(Boolean).join(" ");
}

/** What `debug` says: its message or its variable's value, as JSON. */
function messageIn(lines: readonly string[]): string {
  const values = JSON.parse(`{${lines.slice(0, lines.indexOf("}")).join("\n")}}`) as Record<string, unknown>;
  const { changed: _changed, ...said } = values;
  const known = Object.entries(said).filter(
    ([name]) => !/^(ansible_loop_var|item|false_condition)$/.test(name),
  );
  const [first] = known.filter(([name]) => name === "msg").concat(known);
  return JSON.stringify(first?.[1]) ?? "";
}

function storyLine({ text, results }: Title): string[] {
  if (results.length === 0) return /^(play |no )/.test(text) ? [text.trim()] : [];
  const sorted = results.map((one, index) => ({ ...one, index }));
  sorted.sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.index - b.index));
  return [`${text}: ${sorted.map((one) => `${one.host} ${one.text}`).join(", ")}`];
}

function recapOf(text: string): Record<string, string> {
  const recap: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, host, counts] = RECAP.exec(line) ?? [];
    if (host && counts)
      recap[host] = counts
        .trim()
        .split(/\s+/)
        .filter((pair) => !pair.endsWith("=0"))
        .join(" ");
  }
  return recap;
}
