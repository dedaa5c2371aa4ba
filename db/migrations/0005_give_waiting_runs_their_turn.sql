DROP INDEX "runs_queue_idx";--> statement-breakpoint
ALTER TABLE "competitions" ADD COLUMN "team_concurrency" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "turn" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "needs" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_lane_idx" ON "runs" USING btree ("queue_id","competition_id","needs","priority" DESC NULLS LAST,"turn","queued_at","id") WHERE "runs"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "runs_age_idx" ON "runs" USING btree ("queued_at") WHERE "runs"."state" = 'queued' and "runs"."turn" > 0;--> statement-breakpoint
CREATE INDEX "runs_served_idx" ON "runs" USING btree ("competition_id","started_at" DESC NULLS LAST);