-- breaking: an entry is written with its name's key, which an older process does not know
ALTER TABLE "entries" ADD COLUMN "name_key" text;--> statement-breakpoint
UPDATE "entries" e SET "name_key" = regexp_replace(btrim(lower(upper(normalize(t."name", NFKC)))), '\s+', ' ', 'g')
FROM "teams" t WHERE t."id" = e."team_id";--> statement-breakpoint
-- Of entries whose names were taken for each other until now, the oldest keeps the name to itself.
UPDATE "entries" e SET "name_key" = e."name_key" || ' ' || e."id" FROM (
  SELECT "id", row_number() OVER (PARTITION BY "competition_id", "name_key" ORDER BY "created_at", "id") AS n
  FROM "entries" WHERE "state" NOT IN ('withdrawn', 'rejected', 'merged')
) d WHERE d."id" = e."id" AND d.n > 1;--> statement-breakpoint
ALTER TABLE "entries" ALTER COLUMN "name_key" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "member_changes_granted" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "entries_name" ON "entries" USING btree ("competition_id","name_key") WHERE "entries"."state" not in ('withdrawn', 'rejected', 'merged');
