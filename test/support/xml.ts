/** An element of an XML document with its direct text and its children in order. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
// XML 1.0, "Char": no other character is allowed in a document, not even as a reference.
const CHARACTERS = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TAG = /<(\/?)([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/gs;

/** Reads a document of elements, attributes and text. @throws if it is not well-formed. */
export function parseXml(document: string): Element {
  if (!CHARACTERS.test(document)) throw new Error("a character that XML does not allow");
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  if (body === document) throw new Error("no declaration");
  const root = { name: "", attributes: {}, children: [] as Element[], text: "" };
  const open = [root];
  for (const [whole, close, name, attributes, empty, text, stray] of body.matchAll(TAG)) {
    const top = open[open.length - 1];
    if (stray !== undefined) throw new Error(`a stray < at ${whole}`);
    if (text !== undefined) {
      top.text += plain(text);
      continue;
    }
    if (close === "/") {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [], text: "" };
    top.children.push(element);
    if (empty !== "/") open.push(element);
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== "")
    throw new Error("not exactly one root");
  return root.children[0];
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w.-]+)="([^"]*)"/g)) {
    if (name in found) throw new Error(`${name} appears twice`);
    found[name] = plain(value);
  }
  return found;
}

function plain(text: string): string {
  return text.replace(/&(#?\w*);?/g, (reference, name: string) => {
    const value = ENTITIES[name];
    if (value === undefined || !reference.endsWith(";")) throw new Error(`${reference} is not a reference`);
    return value;
  });
}
