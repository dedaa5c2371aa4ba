-- breaking: a row of a board is known by its generation too, which an older process does not write
CREATE TABLE "board_draft_events" (
	"rejudge_id" uuid NOT NULL,
	"board_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "board_draft_events_rejudge_id_board_id_position_pk" PRIMARY KEY("rejudge_id","board_id","position")
);
--> statement-breakpoint
CREATE TABLE "board_drafts" (
	"rejudge_id" uuid NOT NULL,
	"board_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"rules" text NOT NULL,
	"seq" integer NOT NULL,
	"horizon" text NOT NULL,
	"entries" integer NOT NULL,
	"written" integer DEFAULT 0 NOT NULL,
	"written_to" uuid,
	"complete" boolean DEFAULT false NOT NULL,
	CONSTRAINT "board_drafts_rejudge_id_board_id_pk" PRIMARY KEY("rejudge_id","board_id")
);
--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
DROP INDEX "standings_entry_idx";--> statement-breakpoint
ALTER TABLE "standings" DROP CONSTRAINT "standings_board_id_submission_id_pk";--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_board_id_generation_submission_id_pk" PRIMARY KEY("board_id","generation","submission_id");--> statement-breakpoint
ALTER TABLE "boards" ADD COLUMN "generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "board_draft_events" ADD CONSTRAINT "board_draft_events_rejudge_id_rejudges_id_fk" FOREIGN KEY ("rejudge_id") REFERENCES "public"."rejudges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_draft_events" ADD CONSTRAINT "board_draft_events_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_drafts" ADD CONSTRAINT "board_drafts_rejudge_id_rejudges_id_fk" FOREIGN KEY ("rejudge_id") REFERENCES "public"."rejudges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_drafts" ADD CONSTRAINT "board_drafts_board_id_boards_id_fk" FOREIGN KEY ("board_id") REFERENCES "public"."boards"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "standings_entry_idx" ON "standings" USING btree ("board_id","generation","entry_id");--> statement-breakpoint
ALTER TABLE "standings" DROP COLUMN "seq";