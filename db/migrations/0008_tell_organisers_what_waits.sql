ALTER TABLE "clarifications" ADD COLUMN "organisers_told_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "post_reports" ADD COLUMN "organisers_told_at" timestamp with time zone;--> statement-breakpoint
UPDATE "clarifications" SET "organisers_told_at" = now();--> statement-breakpoint
UPDATE "post_reports" SET "organisers_told_at" = now();
