ALTER TABLE "entries" ADD COLUMN "organisation_id" uuid;--> statement-breakpoint
ALTER TABLE "team_invitations" ADD COLUMN "replaces" uuid;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_invitations" ADD CONSTRAINT "team_invitations_replaces_people_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entries_organisation_idx" ON "entries" USING btree ("organisation_id","competition_id");