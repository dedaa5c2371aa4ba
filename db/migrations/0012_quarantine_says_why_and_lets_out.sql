ALTER TABLE "judge_devices" ADD COLUMN "idle" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "judge_devices" ADD COLUMN "release_wanted" boolean DEFAULT false NOT NULL;