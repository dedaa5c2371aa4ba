-- breaking: a session needs a number, and the public sees what was released
CREATE TABLE "agenda_releases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"edition_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"note" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"made_by" uuid,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"agenda" jsonb NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "agenda_releases_version" UNIQUE("edition_id","version")
);
--> statement-breakpoint
CREATE TABLE "favourites" (
	"person_id" uuid NOT NULL,
	"edition_id" uuid NOT NULL,
	"session_uid" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "favourites_person_id_edition_id_session_uid_pk" PRIMARY KEY("person_id","edition_id","session_uid")
);
--> statement-breakpoint
DROP INDEX "agenda_tracks_edition_idx";--> statement-breakpoint
DROP INDEX "rooms_edition_idx";--> statement-breakpoint
DROP INDEX "sessions_edition_idx";--> statement-breakpoint
DROP INDEX "speakers_edition_idx";--> statement-breakpoint
ALTER TABLE "agenda_tracks" ADD COLUMN "uid" text DEFAULT gen_random_uuid()::text NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "uid" text DEFAULT gen_random_uuid()::text NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "opens_at" integer;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "closes_at" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "uid" text DEFAULT gen_random_uuid()::text NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "number" integer;--> statement-breakpoint
UPDATE "sessions" SET "number" = numbered.n
  FROM (
    SELECT s.id, row_number() OVER (PARTITION BY s.edition_id ORDER BY p.starts_at, s.id) AS n
    FROM sessions s LEFT JOIN slots p ON p.session_id = s.id
  ) numbered WHERE numbered.id = "sessions".id;--> statement-breakpoint
ALTER TABLE "sessions" ALTER COLUMN "number" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "cancelled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "expected" integer;--> statement-breakpoint
ALTER TABLE "speakers" ADD COLUMN "uid" text DEFAULT gen_random_uuid()::text NOT NULL;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN "day_turns_at" integer DEFAULT 240 NOT NULL;--> statement-breakpoint
ALTER TABLE "agenda_releases" ADD CONSTRAINT "agenda_releases_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_releases" ADD CONSTRAINT "agenda_releases_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favourites" ADD CONSTRAINT "favourites_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favourites" ADD CONSTRAINT "favourites_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "favourites_edition_idx" ON "favourites" USING btree ("edition_id","session_uid");--> statement-breakpoint
CREATE INDEX "speakers_person_idx" ON "speakers" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "agenda_tracks" ADD CONSTRAINT "agenda_tracks_uid" UNIQUE("edition_id","uid");--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_uid" UNIQUE("edition_id","uid");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_uid" UNIQUE("edition_id","uid");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_number" UNIQUE("edition_id","number");--> statement-breakpoint
ALTER TABLE "speakers" ADD CONSTRAINT "speakers_uid" UNIQUE("edition_id","uid");--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_close_after_open" CHECK ("rooms"."closes_at" > "rooms"."opens_at");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_expected" CHECK ("sessions"."expected" >= 0);--> statement-breakpoint
-- What was public until now is the first release.
INSERT INTO agenda_releases (edition_id, version, agenda, changes)
SELECT e.id, 1, jsonb_build_object(
  'version', 1,
  'releasedAt', now(),
  'note', '{}'::jsonb,
  'rooms', coalesce((SELECT jsonb_agg(jsonb_build_object('uid', r.uid, 'name', r.name, 'capacity', r.capacity)
    ORDER BY r.position, r.id) FROM rooms r WHERE r.edition_id = e.id), '[]'),
  'tracks', coalesce((SELECT jsonb_agg(jsonb_build_object('uid', t.uid, 'name', t.name, 'hue', t.hue)
    ORDER BY t.position, t.id) FROM agenda_tracks t WHERE t.edition_id = e.id), '[]'),
  'speakers', coalesce((SELECT jsonb_agg(jsonb_build_object('uid', k.uid, 'name', k.name, 'affiliation', k.affiliation,
    'biography', k.biography) ORDER BY k.name, k.id) FROM speakers k WHERE k.edition_id = e.id), '[]'),
  'sessions', (SELECT jsonb_agg(jsonb_build_object(
      'uid', s.uid, 'number', s.number, 'sequence', 0, 'state', 'confirmed', 'changedAt', now(),
      'kind', s.kind, 'title', s.title, 'abstract', s.abstract, 'language', s.language,
      'trackUid', (SELECT t.uid FROM agenda_tracks t WHERE t.id = s.agenda_track_id),
      'roomUid', (SELECT r.uid FROM rooms r WHERE r.id = p.room_id),
      'startsAt', p.starts_at, 'endsAt', p.ends_at,
      'speakerUids', coalesce((SELECT jsonb_agg(k.uid ORDER BY ss.position, k.id) FROM session_speakers ss
        JOIN speakers k ON k.id = ss.speaker_id WHERE ss.session_id = s.id), '[]'))
      ORDER BY p.starts_at, s.number)
    FROM sessions s JOIN slots p ON p.session_id = s.id WHERE s.edition_id = e.id)
), '[]'
FROM editions e
WHERE EXISTS (SELECT FROM sessions s JOIN slots p ON p.session_id = s.id WHERE s.edition_id = e.id);--> statement-breakpoint
-- Public pages show releases: what organisers do to their draft changes none of them.
DO $$
DECLARE
  draft text;
BEGIN
  FOREACH draft IN ARRAY ARRAY['rooms', 'agenda_tracks', 'speakers', 'sessions', 'slots', 'session_speakers'] LOOP
    EXECUTE format('DROP TRIGGER page_changed ON %I', draft);
  END LOOP;
END $$;--> statement-breakpoint
CREATE TRIGGER "page_changed" AFTER INSERT OR UPDATE OR DELETE ON "agenda_releases"
  FOR EACH ROW EXECUTE FUNCTION page_part_changed('edition', 'edition_id');
