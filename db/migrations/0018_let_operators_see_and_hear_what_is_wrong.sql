CREATE TABLE "judge_hours" (
	"hour" timestamp with time zone PRIMARY KEY NOT NULL,
	"began" integer NOT NULL,
	"wait_p50" double precision,
	"wait_p90" double precision,
	"causes" jsonb NOT NULL,
	"waiting" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "judge_alerts_opened_idx";--> statement-breakpoint
ALTER TABLE "host_samples" ALTER COLUMN "working" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "host_samples" ALTER COLUMN "slots" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "host_samples" ADD COLUMN "looks" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "judge_alerts" ADD COLUMN "closing_mailed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "judge_alerts" ADD COLUMN "seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "judge_alerts" ADD COLUMN "seen_by" uuid;--> statement-breakpoint
ALTER TABLE "judge_alerts" ADD CONSTRAINT "judge_alerts_seen_by_people_id_fk" FOREIGN KEY ("seen_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "judge_alerts_told_idx" ON "judge_alerts" USING btree ("kind","subject","mailed_at");--> statement-breakpoint
CREATE INDEX "judge_alerts_closed_idx" ON "judge_alerts" USING btree ("closed_at");--> statement-breakpoint
CREATE INDEX "attempts_broke_idx" ON "attempts" USING btree ("ended_at" DESC NULLS FIRST,"id") WHERE "attempts"."outcome" in ('judge_broke', 'image_unavailable', 'lost');--> statement-breakpoint
CREATE INDEX "runs_failed_idx" ON "runs" USING btree ("cause","finished_at" DESC NULLS FIRST,"id") WHERE "runs"."state" = 'failed';