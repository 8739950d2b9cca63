/** One element of a message: names without prefixes, since servers pick their own. */
export interface Element {
  name: string;
  /** the namespace's URI */
  space: string;
  /** by local name */
  attributes: ReadonlyMap<string, string>;
  children: Element[];
  /** the text directly in it */
  text: string;
}

/** What is not XML, or more than we read: no document types, no entities of their own, no processing instructions. */
export class XmlError extends Error {}

const MOST_DEPTH = 64;
const NAME = "[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?";
const TAG = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, "y");
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "g");

interface Open {
  tag: string;
  element: Element;
  spaces: ReadonlyMap<string, string>;
}

/** Reads a document. Throws XmlError. */
export function parseXml(source: string): Element {
  const text = source.replace(/^\uFEFF?\s*(<\?xml\s[^?]*\?>)?/, "");
  const top: Element = { name: "", space: "", attributes: new Map(), children: [], text: "" };
  const open: Open[] = [{ tag: "", element: top, spaces: new Map([["xml", XML_SPACE]]) }];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next < 0 ? text.length : next;
    addText(open, decoded(text.slice(at, end)));
    if (next < 0) break;
    at = markup(text, next, open);
  }
  if (open.length !== 1) throw new XmlError(`<${open.at(-1)!.tag}> is not closed`);
  const [root] = top.children;
  if (!root || top.children.length !== 1) throw new XmlError("not one root element");
  return root;
}

const XML_SPACE = "http://www.w3.org/XML/1998/namespace";

function addText(open: readonly Open[], text: string): void {
  if (open.length > 1) open.at(-1)!.element.text += text;
  else if (text.trim() !== "") throw new XmlError("text outside of the root element");
}

/** Takes what begins with `<`; gives where it ends. */
function markup(text: string, at: number, open: Open[]): number {
  if (text.startsWith("<!--", at)) return after(text, "-->", at + 4);
  if (text.startsWith("<![CDATA[", at)) {
    const end = after(text, "]]>", at);
    addText(open, text.slice(at + 9, end - 3));
    return end;
  }
  TAG.lastIndex = at;
  const match = TAG.exec(text);
  if (!match) throw new XmlError(`\`${text.slice(at, at + 30)}\` is no element`);
  const [whole, closes, tag, attributes, isEmpty] = match;
  if (closes) {
    if (open.length === 1 || open.at(-1)!.tag !== tag || attributes || isEmpty)
      throw new XmlError(`</${tag}> closes nothing`);
    open.pop();
  } else begin(open, tag!, attributes!);
  if (isEmpty) open.pop();
  return at + whole.length;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  if (at < 0) throw new XmlError(`no \`${end}\``);
  return at + end.length;
}

function begin(open: Open[], tag: string, attributeText: string): void {
  if (open.length > MOST_DEPTH) throw new XmlError("too deep");
  const { element: parent, spaces: above } = open.at(-1)!;
  const spaces = new Map(above);
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of attributeText.matchAll(ATTRIBUTE)) {
    const value = decoded(double ?? single ?? "");
    if (name === "xmlns") spaces.set("", value);
    else if (name!.startsWith("xmlns:")) spaces.set(name!.slice(6), value);
    else attributes.set(name!.slice(name!.indexOf(":") + 1), value);
  }
  const prefix = /^.*(?=:)/.exec(tag)?.[0];
  const space = spaces.get(prefix ?? "");
  if (space === undefined && prefix !== undefined)
    throw new XmlError(`the prefix of <${tag}> is not declared`);
  const element: Element = {
    name: tag.slice(tag.indexOf(":") + 1),
    space: space ?? "",
    attributes,
    children: [],
    text: "",
  };
  parent.children.push(element);
  open.push({ tag, element, spaces });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&([^;]{0,10};)?/g, (_, name: string | undefined) => {
    const plain = name?.slice(0, -1) ?? "";
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(plain);
    const point = code ? Number.parseInt(code[1] ?? code[2]!, code[1] ? 16 : 10) : 0;
    if (code && point <= 0x10ffff) return String.fromCodePoint(point);
    if (!Object.hasOwn(ENTITIES, plain)) throw new XmlError(`\`&${plain}\` stands for nothing`);
    return ENTITIES[plain]!;
  });
}

/** Text as it stands in an element or an attribute; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"\r]/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** The first element of that name anywhere below. */
export function findElement(from: Element, space: string, name: string): Element | undefined {
  for (const child of from.children) {
    const found = child.name === name && child.space === space ? child : findElement(child, space, name);
    if (found) return found;
  }
  return undefined;
}

/** All text below an element. */
export function allText(element: Element): string {
  return [element.text, ...element.children.map(allText)].join("");
}
