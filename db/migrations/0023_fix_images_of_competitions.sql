CREATE TABLE "competition_images" (
	"competition_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"image" text NOT NULL,
	"exact" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"taken_at" timestamp with time zone,
	"taken_by" uuid,
	CONSTRAINT "competition_images_competition_id_number_pk" PRIMARY KEY("competition_id","number")
);
--> statement-breakpoint
CREATE TABLE "image_looks" (
	"competition_id" uuid PRIMARY KEY NOT NULL,
	"image" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"problem" text
);
--> statement-breakpoint
ALTER TABLE "host_images" DROP CONSTRAINT "host_images_host_id_image_pk";--> statement-breakpoint
ALTER TABLE "host_images" ADD COLUMN "asked" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "host_images" ADD CONSTRAINT "host_images_host_id_image_asked_pk" PRIMARY KEY("host_id","image","asked");--> statement-breakpoint
ALTER TABLE "competition_images" ADD CONSTRAINT "competition_images_competition_id_competitions_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competitions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "competition_images" ADD CONSTRAINT "competition_images_taken_by_people_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_looks" ADD CONSTRAINT "image_looks_competition_id_competitions_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competitions"("id") ON DELETE cascade ON UPDATE no action;