import { z } from "zod";
import { LocalizedText } from "../forums/forms.ts";

export const NewTicketKind = z.object({
  name: LocalizedText,
  /** Absent: no limit. */
  capacity: z.number().int().nonnegative().optional(),
  opensAt: z.iso.datetime({ offset: true }).optional(),
  closesAt: z.iso.datetime({ offset: true }).optional(),
});
export type NewTicketKind = z.infer<typeof NewTicketKind>;
