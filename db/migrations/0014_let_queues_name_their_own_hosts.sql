ALTER TABLE "judge_hosts" DROP CONSTRAINT "judge_hosts_name_unique";--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "instance" text;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "problem" jsonb;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "problem_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "judge_hosts_name" ON "judge_hosts" USING btree ("name") WHERE "judge_hosts"."queue_id" is null and "judge_hosts"."state" <> 'disabled';--> statement-breakpoint
CREATE UNIQUE INDEX "judge_hosts_queue_name" ON "judge_hosts" USING btree ("queue_id","name") WHERE "judge_hosts"."state" <> 'disabled';