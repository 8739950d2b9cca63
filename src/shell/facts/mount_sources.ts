/** One mount as a source tells it: where, the line(s) that say so, and what they say. */
export interface Mounted {
  mount: string;
  origin: string;
  fields: Record<string, unknown> & { device: string; fstype: string };
}

/** The columns of a line; a file with a line that has too few of them is none of the kind. */
function columns(line: string, least: number): string[] {
  const found = line.trim().split(/\s+/);
  if (found.length < least) throw new RangeError(line);
  return found;
}

/** As Python's int() reads it. */
function whole(text: string): number {
  if (!/^[-+]?\d+(_\d+)*$/.test(text)) throw new RangeError(text);
  return Number(text.replaceAll("_", ""));
}

type Seven = [string, string, string, string, string, string, string];

function vfstab(lines: readonly string[]): Mounted[] {
  return lines
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => {
      const [device, device_to_fsck, mount, fstype, pass, mount_at_boot, options] = columns(line, 7) as Seven;
      const passno = /^[-+]?\d+$/.test(pass) ? Number(pass) : pass;
      const fields = { device, device_to_fsck, mount, fstype, passno, mount_at_boot, options };
      return { mount, origin: line, fields };
    });
}

function mnttab(lines: readonly string[]): Mounted[] {
  if (!lines.some((line) => columns(line, 5)[4]!.length === 10)) throw new RangeError("no time of a mount");
  return lines.map((line) => {
    const [device, mount, fstype, options, time] = columns(line, 5) as [
      string,
      string,
      string,
      string,
      string,
    ];
    return { mount, origin: line, fields: { device, mount, fstype, options, time: whole(time) } };
  });
}

function fstab(lines: readonly string[]): Mounted[] {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [device, mount, fstype, options, dump, passno] = columns(line, 4).map((word) =>
        word.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))),
      ) as [string, string, string, string, string?, string?];
      const fields = {
        ...{ device, mount, fstype, options },
        ...(dump === undefined ? {} : { dump: whole(dump) }),
        ...(passno === undefined ? {} : { passno: whole(passno) }),
      };
      return { mount, origin: line, fields };
    });
}

/** AIX's stanzas; other systems have another kind of file of this name, which says nothing here. */
function stanzas(lines: readonly string[]): Mounted[] {
  const found: string[][] = [];
  for (const line of lines.filter((one) => !one.startsWith("*") && one.trim() !== "")) {
    if (line.trimEnd().endsWith(":")) found.push([line]);
    else if (!line.includes("=")) return [];
    else if (found.length === 0) throw new RangeError(line);
    else found.at(-1)!.push(line);
  }
  return found.map(([head = "", ...rest]) => {
    const mount = head.slice(0, -1);
    const attributes: Record<string, string> = Object.fromEntries(
      rest.map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()]),
    );
    const device = [attributes.nodename, attributes.dev].filter(Boolean).join(":") || "unknown";
    const fields = { mount, device, fstype: attributes.vfs || "unknown", attributes };
    return { mount, origin: [head, ...rest].join("\n"), fields };
  });
}

/** What a file says: by the first kind that it can be, from the one with the most columns on. */
export function mountsOfFile(text: string): Mounted[] {
  const lines = text === "" ? [] : text.split(/\r\n|\r|\n/);
  for (const kind of [vfstab, mnttab, fstab, stanzas]) {
    try {
      return kind(lines);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return [];
}

const LINUX = /^(?<device>\S+) on (?<mount>\S+) type (?<fstype>\S+) \((?<options>.+)\)$/;
const BSD = /^(?<device>\S+) on (?<mount>\S+) \((?<fstype>.+)\)$/;
const AIX =
  /^(?<node>\S*)\s+(?<mounted>\S+)\s+(?<mount>\S+)\s+(?<fstype>\S+)\s+(?<time>\S+\s+\d+\s+\d+:\d+)\s+(?<options>.*)$/;

/** What the program `mount` says, on Linux, BSD and macOS, or AIX. */
export function mountsOfProgram(text: string): Mounted[] {
  const lines = text.split("\n").filter((line, index, all) => line !== "" || index < all.length - 1);
  const all = (kind: RegExp, some = lines) => some.every((line) => kind.test(line));
  const onBsd = lines.filter((line) => !line.startsWith("map "));
  if (all(LINUX)) return matched(lines, LINUX, (fields) => fields);
  if (all(BSD, onBsd)) return matched(onBsd, BSD, bsdFields);
  if (lines.length > 2 && all(AIX, lines.slice(2))) return matched(lines.slice(2), AIX, aixFields);
  return [];
}

type Fields = Record<string, string>;

function matched(lines: readonly string[], kind: RegExp, fieldsOf: (groups: Fields) => Fields): Mounted[] {
  return lines.map((line) => {
    const groups = { ...kind.exec(line)!.groups } as Fields;
    return { mount: groups.mount!, origin: line, fields: fieldsOf(groups) as Mounted["fields"] };
  });
}

function bsdFields(groups: Fields): Fields {
  const [, fstype = "", options] = /^(.*?)(?:\s*,\s*(.*))?$/s.exec(groups.fstype!)!;
  return { ...groups, fstype, ...(options === undefined ? {} : { options }) };
}

function aixFields({ node, mounted, ...rest }: Fields): Fields {
  return { ...rest, device: node ? `${node}:${mounted}` : mounted! };
}
