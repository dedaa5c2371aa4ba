-- Whoever keeps rendered public pages hears by `page_changed` what they no longer show rightly, whichever
-- program wrote it. A transaction says each topic once, however many rows it changed.
CREATE FUNCTION "announce_page"("kind" text, "id" text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_notify('page_changed', json_build_object('topic', kind || ':' || id)::text) WHERE id IS NOT NULL;
$$;--> statement-breakpoint
-- A row with a column that names what it belongs to; arguments: the kind of topic, the column.
CREATE FUNCTION "page_part_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op <> 'INSERT' THEN PERFORM announce_page(tg_argv[0], to_jsonb(old) ->> tg_argv[1]); END IF;
  IF tg_op <> 'DELETE' THEN PERFORM announce_page(tg_argv[0], to_jsonb(new) ->> tg_argv[1]); END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- A row that belongs to something by way of another row; one query for each table.
CREATE FUNCTION "page_detail_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb;
BEGIN
  FOREACH changed IN ARRAY CASE tg_op
    WHEN 'INSERT' THEN ARRAY[to_jsonb(new)]
    WHEN 'DELETE' THEN ARRAY[to_jsonb(old)]
    ELSE ARRAY[to_jsonb(old), to_jsonb(new)]
  END LOOP
    CASE tg_table_name
      WHEN 'phase_tasks' THEN
        PERFORM announce_page('competition', competition_id::text) FROM phases
          WHERE id = (changed ->> 'phase_id')::uuid;
      WHEN 'teams' THEN
        PERFORM announce_page('entries', competition_id::text) FROM entries
          WHERE team_id = (changed ->> 'id')::uuid;
      WHEN 'forums' THEN
        PERFORM announce_page('edition', id::text) FROM editions WHERE forum_id = (changed ->> 'id')::uuid;
      WHEN 'slots', 'session_speakers' THEN
        PERFORM announce_page('edition', edition_id::text) FROM sessions
          WHERE id = (changed ->> 'session_id')::uuid;
    END CASE;
  END LOOP;
  RETURN NULL;
END $$;--> statement-breakpoint
DO $$
DECLARE
  part text[];
  detail text;
BEGIN
  FOREACH part SLICE 1 IN ARRAY ARRAY[
    ['competitions', 'competition', 'id'],
    ['competition_pages', 'competition', 'competition_id'],
    ['competition_tracks', 'competition', 'competition_id'],
    ['phases', 'competition', 'competition_id'],
    ['tasks', 'competition', 'competition_id'],
    ['metrics', 'competition', 'competition_id'],
    ['deliverable_slots', 'competition', 'competition_id'],
    ['announcements', 'competition', 'competition_id'],
    ['entries', 'entries', 'competition_id'],
    ['editions', 'edition', 'id'],
    ['rooms', 'edition', 'edition_id'],
    ['agenda_tracks', 'edition', 'edition_id'],
    ['speakers', 'edition', 'edition_id'],
    ['sessions', 'edition', 'edition_id']
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER page_changed AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION page_part_changed(%L, %L)',
      part[1], part[2], part[3]);
  END LOOP;
  FOREACH detail IN ARRAY ARRAY['phase_tasks', 'teams', 'forums', 'slots', 'session_speakers'] LOOP
    EXECUTE format(
      'CREATE TRIGGER page_changed AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION page_detail_changed()',
      detail);
  END LOOP;
END $$;--> statement-breakpoint
CREATE TRIGGER "page_changed" AFTER INSERT OR DELETE ON "boards"
  FOR EACH ROW EXECUTE FUNCTION page_part_changed('competition', 'competition_id');--> statement-breakpoint
-- Each score moves `seq`, and is told by `board_changed`.
CREATE TRIGGER "page_shape_changed" AFTER UPDATE ON "boards" FOR EACH ROW
  WHEN (to_jsonb(old) - 'seq' IS DISTINCT FROM to_jsonb(new) - 'seq')
  EXECUTE FUNCTION page_part_changed('competition', 'competition_id');
