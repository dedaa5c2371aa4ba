CREATE TABLE "agenda_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"edition_id" uuid NOT NULL,
	"imported_by" uuid,
	"imported_at" timestamp with time zone NOT NULL,
	"file_name" text NOT NULL,
	"added" integer NOT NULL,
	"changed" integer NOT NULL,
	"gone" integer NOT NULL,
	"release" integer,
	"report" jsonb NOT NULL,
	"uids" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agenda_imports" ADD CONSTRAINT "agenda_imports_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agenda_imports" ADD CONSTRAINT "agenda_imports_imported_by_people_id_fk" FOREIGN KEY ("imported_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agenda_imports_edition_idx" ON "agenda_imports" USING btree ("edition_id","imported_at" DESC NULLS FIRST);