import { SaxesParser } from "saxes";
import { done, type Outcome, refused } from "../../web/outcome.ts";
import type { Remarks } from "./remarks.ts";

export type XmlNode = {
  /** In lower case, without a namespace's prefix. */
  name: string;
  attributes: Record<string, string>;
  children: (XmlNode | string)[];
};

const MAX_DEPTH = 100;
const MAX_NODES = 1_000_000;

/** What the parser says of text that it can read all the same: an "&" for itself, a stray control character. */
const HARMLESS =
  /entity|disallowed character|unexpected close tag|disallowed in char|attribute|comment|instruction|xml declaration|version|encoding|standalone/i;

/**
 * An XML document as a tree. Small faults are mended. Refused are entities that a document declares itself, be they
 * external or bombs (saxes expands none), trees that are too deep or too large, and files that end too early.
 */
export function xmlTree(text: string, remarks: Remarks): Outcome<XmlNode> {
  const parser = new SaxesParser();
  const root: XmlNode = { name: "", attributes: {}, children: [] };
  const open: XmlNode[] = [root];
  let nodes = 0;
  let stop: Outcome<XmlNode> | null = null;
  parser.on("doctype", (doctype) => {
    if (/<!ENTITY/i.test(doctype)) stop ??= refused("invalid", "imports.refusals.entities");
  });
  parser.on("opentag", (tag) => {
    if (stop) return;
    if (open.length > MAX_DEPTH || ++nodes > MAX_NODES)
      stop = refused("invalid", "imports.refusals.tooDeep", {
        values: { depth: MAX_DEPTH, nodes: MAX_NODES },
      });
    const attributes: Record<string, string> = {};
    for (const [name, value] of Object.entries(tag.attributes)) attributes[local(name)] = String(value);
    const node = { name: local(tag.name), attributes, children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on("closetag", () => {
    if (open.length > 1) open.pop();
  });
  const said = (text: string) => {
    if (!stop) open.at(-1)?.children.push(text);
  };
  parser.on("text", said);
  parser.on("cdata", said);
  parser.on("error", ({ message }) => {
    const line = Number(/^(\d+):/.exec(message)?.[1] ?? 0);
    if (HARMLESS.test(message)) remarks.add("mended", "markup", "", { line });
    else stop ??= refused("invalid", "imports.refusals.cutOff", { values: { line } });
  });
  // In pieces, so that a refusal does not wait for the whole file.
  for (let at = 0; at < text.length && !stop; at += 65_536) parser.write(text.slice(at, at + 65_536));
  if (!stop) parser.close();
  if (stop) return stop;
  const top = root.children.find((child) => typeof child !== "string");
  return top ? done(top as XmlNode) : refused("invalid", "imports.refusals.notUnderstood");
}

const local = (name: string) => name.slice(name.indexOf(":") + 1).toLowerCase();

/** The children that are elements, all or those of a name. */
export const elements = (node: XmlNode, name?: string): XmlNode[] =>
  node.children.filter(
    (child): child is XmlNode => typeof child !== "string" && (name === undefined || child.name === name),
  );

export const child = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node && elements(node, name)[0];

const VOID = new Set(["br", "hr", "img"]);

/** Its text; markup within, as unescaped HTML in an abstract, is written out again. */
export function inner(node: XmlNode | undefined): string {
  const write = (part: XmlNode | string): string => {
    if (typeof part === "string") return part;
    const attributes = Object.entries(part.attributes)
      .map(
        ([name, value]) =>
          ` ${name}="${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;")}"`,
      )
      .join("");
    const content = part.children.map(write).join("");
    return VOID.has(part.name) && content === ""
      ? `<${part.name}${attributes}>`
      : `<${part.name}${attributes}>${content}</${part.name}>`;
  };
  return node ? node.children.map(write).join("").trim() : "";
}

export const textOf = (node: XmlNode | undefined, name: string): string => inner(child(node, name));
