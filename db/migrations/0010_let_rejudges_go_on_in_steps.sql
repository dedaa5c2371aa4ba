CREATE TABLE "rejudge_board_rows" (
	"rejudge_id" uuid NOT NULL,
	"board_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"entry_id" uuid NOT NULL,
	"difference" jsonb NOT NULL,
	CONSTRAINT "rejudge_board_rows_rejudge_id_board_id_position_pk" PRIMARY KEY("rejudge_id","board_id","position")
);
--> statement-breakpoint
CREATE TABLE "rejudge_boards" (
	"rejudge_id" uuid NOT NULL,
	"board_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"changed" integer NOT NULL,
	"unchanged" integer,
	"computed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rejudge_boards_rejudge_id_board_id_pk" PRIMARY KEY("rejudge_id","board_id")
);
--> statement-breakpoint
CREATE TABLE "rejudge_changes" (
	"rejudge_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"run_id" uuid NOT NULL,
	"old_run_id" uuid,
	"fate" text NOT NULL,
	CONSTRAINT "rejudge_changes_rejudge_id_position_pk" PRIMARY KEY("rejudge_id","position")
);
--> statement-breakpoint
DROP INDEX "runs_rejudge_idx";--> statement-breakpoint
ALTER TABLE "rejudges" ADD COLUMN "selection" jsonb;--> statement-breakpoint
ALTER TABLE "rejudges" ADD COLUMN "selected" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rejudges" ADD COLUMN "prepared" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rejudges" ADD COLUMN "prepared_to" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rejudges" ADD COLUMN "prepares_to" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rejudges" ADD COLUMN "fates" jsonb;--> statement-breakpoint
ALTER TABLE "rejudge_board_rows" ADD CONSTRAINT "rejudge_board_rows_rejudge_id_rejudges_id_fk" FOREIGN KEY ("rejudge_id") REFERENCES "public"."rejudges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejudge_board_rows" ADD CONSTRAINT "rejudge_board_rows_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejudge_boards" ADD CONSTRAINT "rejudge_boards_rejudge_id_rejudges_id_fk" FOREIGN KEY ("rejudge_id") REFERENCES "public"."rejudges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejudge_boards" ADD CONSTRAINT "rejudge_boards_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejudge_changes" ADD CONSTRAINT "rejudge_changes_rejudge_id_rejudges_id_fk" FOREIGN KEY ("rejudge_id") REFERENCES "public"."rejudges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rejudges_work_idx" ON "rejudges" USING btree ("state") WHERE "rejudges"."state" in ('preparing', 'approving');--> statement-breakpoint
CREATE INDEX "runs_rejudge_open_idx" ON "runs" USING btree ("rejudge_id") WHERE "runs"."rejudge_id" is not null and "runs"."state" in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "runs_rejudge_idx" ON "runs" USING btree ("rejudge_id","entry_id","turn") WHERE "runs"."rejudge_id" is not null;--> statement-breakpoint
UPDATE "rejudges" j SET "selected" = n."runs", "prepared" = n."runs"
FROM (SELECT "rejudge_id", count(*) AS "runs" FROM "runs" WHERE "rejudge_id" IS NOT NULL GROUP BY "rejudge_id") n
WHERE n."rejudge_id" = j."id";
