import type { Remarks } from "./remarks.ts";

/** Encodings as `TextDecoder` knows them, for a byte order mark at the start. */
const MARKS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/**
 * The text of a file. A byte order mark is believed; else bytes that are valid UTF-8 are UTF-8 whatever the XML
 * declaration says, because text in another encoding hardly ever is by chance; else the declaration is believed.
 */
export function decode(bytes: Uint8Array, remarks: Remarks): string {
  for (const [mark, encoding] of MARKS)
    if (mark.every((byte, i) => bytes[i] === byte))
      return cleaned(new TextDecoder(encoding).decode(bytes), remarks);
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]?.toLowerCase();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (declared && !/^(utf-?8|us-ascii)$/.test(declared) && /[^\p{ASCII}]/u.test(text))
      remarks.add("mended", "encoding", "", { declared, used: "UTF-8" });
    return cleaned(text, remarks);
  } catch {
    const used = declared && !/^utf-?8$/.test(declared) && known(declared) ? declared : "windows-1252";
    if (used !== declared) remarks.add("mended", "encoding", "", { declared: declared ?? "UTF-8", used });
    return cleaned(new TextDecoder(used).decode(bytes), remarks);
  }
}

function known(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}

// Neither XML nor JSON nor Postgres has room for these.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function cleaned(text: string, remarks: Remarks): string {
  const clean = text.replace(CONTROL, "");
  if (clean.length < text.length)
    remarks.add("mended", "controlCharacters", "", { count: text.length - clean.length });
  return clean.replace(/^\ufeff?\s+|^\ufeff/, "");
}
