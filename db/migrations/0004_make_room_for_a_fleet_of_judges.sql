CREATE TABLE "host_images" (
	"host_id" uuid NOT NULL,
	"image" text NOT NULL,
	"state" text NOT NULL,
	"digest" text,
	"progress" double precision,
	"detail" text,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "host_images_host_id_image_pk" PRIMARY KEY("host_id","image")
);
--> statement-breakpoint
CREATE TABLE "host_samples" (
	"host_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"working" integer NOT NULL,
	"slots" integer NOT NULL,
	"cpu" double precision,
	"memory" double precision,
	"disk_free_bytes" bigint,
	"devices" jsonb,
	CONSTRAINT "host_samples_host_id_at_pk" PRIMARY KEY("host_id","at")
);
--> statement-breakpoint
CREATE TABLE "judge_alerts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"mailed_at" timestamp with time zone,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "judge_devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"host_id" uuid NOT NULL,
	"uuid" text NOT NULL,
	"kind" text NOT NULL,
	"parent_uuid" text,
	"name" text NOT NULL,
	"index" integer NOT NULL,
	"memory_bytes" bigint NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"reason" text,
	"state_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "judge_devices_uuid" UNIQUE("host_id","uuid")
);
--> statement-breakpoint
CREATE TABLE "judge_queues" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"note" text,
	"owner_id" uuid,
	"open" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "judge_queues_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "attempt_samples" (
	"attempt_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"sample" jsonb NOT NULL,
	CONSTRAINT "attempt_samples_attempt_id_seq_pk" PRIMARY KEY("attempt_id","seq")
);
--> statement-breakpoint
CREATE TABLE "device_leases" (
	"device_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"exclusive" boolean DEFAULT true NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "device_leases_device_id_attempt_id_pk" PRIMARY KEY("device_id","attempt_id")
);
--> statement-breakpoint
ALTER TABLE "competitions" ADD COLUMN "queue_id" uuid;--> statement-breakpoint
ALTER TABLE "phases" ADD COLUMN "priority" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "work" jsonb;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "queue_id" uuid;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "clock_skew_ms" integer;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "self_test" jsonb;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "self_test_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "self_test_wanted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "queue_id" uuid;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "gpus" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "gpu_memory_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "reproduces" uuid;--> statement-breakpoint
ALTER TABLE "host_images" ADD CONSTRAINT "host_images_host_id_judge_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."judge_hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "host_samples" ADD CONSTRAINT "host_samples_host_id_judge_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."judge_hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judge_devices" ADD CONSTRAINT "judge_devices_host_id_judge_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."judge_hosts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judge_queues" ADD CONSTRAINT "judge_queues_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt_samples" ADD CONSTRAINT "attempt_samples_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_leases" ADD CONSTRAINT "device_leases_device_id_judge_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."judge_devices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_leases" ADD CONSTRAINT "device_leases_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "host_samples_at_idx" ON "host_samples" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "judge_alerts_open" ON "judge_alerts" USING btree ("kind","subject") WHERE "judge_alerts"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "judge_alerts_opened_idx" ON "judge_alerts" USING btree ("opened_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "device_leases_exclusive" ON "device_leases" USING btree ("device_id") WHERE "device_leases"."exclusive";--> statement-breakpoint
CREATE INDEX "device_leases_attempt_idx" ON "device_leases" USING btree ("attempt_id");--> statement-breakpoint
ALTER TABLE "competitions" ADD CONSTRAINT "competitions_queue_id_judge_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."judge_queues"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD CONSTRAINT "judge_hosts_queue_id_judge_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."judge_queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judge_hosts" ADD CONSTRAINT "judge_hosts_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_queue_id_judge_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."judge_queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runs_started_idx" ON "runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "runs_finished_idx" ON "runs" USING btree ("finished_at");--> statement-breakpoint
CREATE INDEX "runs_reproduces_idx" ON "runs" USING btree ("reproduces");