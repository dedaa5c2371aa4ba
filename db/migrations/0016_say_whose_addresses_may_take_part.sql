ALTER TABLE "competitions" ADD COLUMN "allowed_emails" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "competitions" ADD COLUMN "blocked_emails" text[] DEFAULT '{}' NOT NULL;