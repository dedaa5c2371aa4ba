DROP INDEX "clarifications_idx";--> statement-breakpoint
DROP INDEX "audit_events_competition_idx";--> statement-breakpoint
DROP INDEX "audit_events_subject_idx";--> statement-breakpoint
DROP INDEX "announcements_idx";--> statement-breakpoint
DROP INDEX "threads_idx";--> statement-breakpoint
DROP INDEX "judge_alerts_opened_idx";--> statement-breakpoint
DROP INDEX "notices_recent_idx";--> statement-breakpoint
DROP INDEX "rejudges_competition_idx";--> statement-breakpoint
DROP INDEX "runs_lane_idx";--> statement-breakpoint
DROP INDEX "runs_served_idx";--> statement-breakpoint
DROP INDEX "similarity_pairs_idx";--> statement-breakpoint
DROP INDEX "similarity_reports_idx";--> statement-breakpoint
DROP INDEX "submissions_state_idx";--> statement-breakpoint
DROP INDEX "submissions_recent_idx";--> statement-breakpoint
CREATE INDEX "uploads_blob_idx" ON "uploads" USING btree ("blob_hash");--> statement-breakpoint
CREATE INDEX "announcements_out_idx" ON "announcements" USING btree ("competition_id","pinned" DESC NULLS FIRST,"published_at" DESC NULLS FIRST,"id") WHERE "announcements"."published_at" is not null;--> statement-breakpoint
CREATE INDEX "clarifications_queue_idx" ON "clarifications" USING btree ("competition_id",("answer" is not null),(case when "answer" is null then "created_at" end),"answered_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "clarifications_entry_idx" ON "clarifications" USING btree ("entry_id","created_at");--> statement-breakpoint
CREATE INDEX "clarifications_public_idx" ON "clarifications" USING btree ("competition_id","answered_at" DESC NULLS FIRST,"id") WHERE "clarifications"."is_public" and "clarifications"."answer" is not null;--> statement-breakpoint
CREATE INDEX "post_reports_person_idx" ON "post_reports" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "post_reports_open_idx" ON "post_reports" USING btree ("post_id") WHERE "post_reports"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "threads_task_idx" ON "threads" USING btree ("task_id","pinned" DESC NULLS FIRST,"last_post_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "deliverables_blob_idx" ON "deliverables" USING btree ("blob_hash");--> statement-breakpoint
CREATE INDEX "entries_list_idx" ON "entries" USING btree ("competition_id",("state" = 'pending') desc,"created_at","id");--> statement-breakpoint
CREATE INDEX "organisations_new_idx" ON "organisations" USING btree ("created_at") WHERE not "organisations"."approved";--> statement-breakpoint
CREATE INDEX "artifacts_blob_idx" ON "artifacts" USING btree ("blob_hash");--> statement-breakpoint
CREATE INDEX "quota_grants_phase_idx" ON "quota_grants" USING btree ("phase_id","created_at","id");--> statement-breakpoint
CREATE INDEX "submissions_cause_idx" ON "submissions" USING btree ("competition_id","cause","number") WHERE "submissions"."cause" is not null;--> statement-breakpoint
CREATE INDEX "submissions_free_idx" ON "submissions" USING btree ("competition_id","number") WHERE not "submissions"."counts";--> statement-breakpoint
CREATE INDEX "audit_events_competition_idx" ON "audit_events" USING btree ("competition_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_events_subject_idx" ON "audit_events" USING btree ("subject_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "announcements_idx" ON "announcements" USING btree ("competition_id","published_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "threads_idx" ON "threads" USING btree ("competition_id","pinned" DESC NULLS FIRST,"last_post_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "judge_alerts_opened_idx" ON "judge_alerts" USING btree ("opened_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notices_recent_idx" ON "notices" USING btree ("created_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "rejudges_competition_idx" ON "rejudges" USING btree ("competition_id","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_lane_idx" ON "runs" USING btree ("queue_id","competition_id","needs","priority" DESC NULLS FIRST,"turn","queued_at","id") WHERE "runs"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "runs_served_idx" ON "runs" USING btree ("competition_id","started_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "similarity_pairs_idx" ON "similarity_pairs" USING btree ("report_id","similarity" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "similarity_reports_idx" ON "similarity_reports" USING btree ("competition_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "submissions_state_idx" ON "submissions" USING btree ("competition_id","state","number");--> statement-breakpoint
CREATE INDEX "submissions_recent_idx" ON "submissions" USING btree ("competition_id","submitted_at","number");