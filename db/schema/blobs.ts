import { sql } from "drizzle-orm";
import { bigint, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns.ts";
import { people } from "./people.ts";

/** What the store holds, by the SHA-256 of its content (hex). */
export const blobs = pgTable("blobs", {
  hash: text("hash").primaryKey(),
  size: bigint("size", { mode: "number" }).notNull(),
  createdAt: at("created_at").defaultNow().notNull(),
});

/** A file on its way in: a resumable upload that its owner may finish and then hand in. */
export const uploads = pgTable(
  "uploads",
  {
    id: uuid("id").default(sql`gen_random_uuid()`).primaryKey(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    fileName: text("file_name").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    /** What it was brought for, as the page that sent it says, e.g. its path; null where nothing was said. */
    place: text("place"),
    /** Set when the whole file is in the store. */
    blobHash: text("blob_hash").references(() => blobs.hash),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [index("uploads_person_idx").on(t.personId, t.createdAt), index("uploads_blob_idx").on(t.blobHash)],
);
