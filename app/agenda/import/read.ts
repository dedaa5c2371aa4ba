import { done, type Outcome, refused } from "../../web/outcome.ts";
import { readCalendar } from "./calendar.ts";
import { decode } from "./decode.ts";
import { objectOf } from "./json-values.ts";
import { readTalks } from "./pretalx.ts";
import type { Raw } from "./raw.ts";
import type { Remarks } from "./remarks.ts";
import { readScheduleJson } from "./schedule-json.ts";
import { readScheduleXml } from "./schedule-xml.ts";
import { child, elements, type XmlNode, xmlTree } from "./xml-tree.ts";

/** Reads a file whose format its content says: schedule.xml, schedule.json, JSON that lists talks, or iCalendar. */
export function readAgenda(bytes: Uint8Array, remarks: Remarks): Outcome<Raw> {
  const text = decode(bytes, remarks);
  if (text.startsWith("<") && !/^<(!doctype )?html\b/i.test(text)) {
    const tree = xmlTree(text, remarks);
    if (!tree.ok) return tree;
    const schedule = scheduleIn(tree.value);
    return schedule ? done(readScheduleXml(schedule)) : refused("invalid", "imports.refusals.notUnderstood");
  }
  if (/^BEGIN:VCALENDAR/i.test(text)) return readCalendar(text);
  if (!/^[[{]/.test(text)) return refused("invalid", "imports.refusals.notUnderstood");
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : "";
    return refused("invalid", "imports.refusals.badJson", { values: { problem } });
  }
  const top = objectOf(document);
  const days = objectOf(top?.conference) ?? objectOf(objectOf(top?.schedule)?.conference);
  if (top && (days || Array.isArray(objectOf(top.schedule)?.days) || Array.isArray(top.days)))
    return done(readScheduleJson(top));
  if (Array.isArray(document) || top) return done(readTalks(Array.isArray(document) ? document : top!));
  return refused("invalid", "imports.refusals.notUnderstood");
}

/** The <schedule>, wherever in the document it is. */
function scheduleIn(node: XmlNode): XmlNode | undefined {
  if (node.name === "schedule" || child(node, "day") || child(node, "conference")) return node;
  for (const each of elements(node)) {
    const found = scheduleIn(each);
    if (found) return found;
  }
  return undefined;
}
