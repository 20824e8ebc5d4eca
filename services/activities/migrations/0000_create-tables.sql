CREATE TABLE "activities" (
	"uuid" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activities_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_handle" text NOT NULL,
	"message" text NOT NULL,
	"reply_to_activity_uuid" uuid,
	"likes_count" integer DEFAULT 0 NOT NULL,
	"reposts_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "feed_entries" (
	"feed" text NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "feed_entries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"activity_uuid" uuid NOT NULL,
	CONSTRAINT "feed_entries_key" PRIMARY KEY("feed","activity_uuid")
);
--> statement-breakpoint
CREATE TABLE "message_groups" (
	"uuid" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "message_groups_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"first_handle" text NOT NULL,
	"second_handle" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_groups_pair" UNIQUE("first_handle","second_handle")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"uuid" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "messages_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_group_uuid" uuid NOT NULL,
	"sender_handle" text NOT NULL,
	"message" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"handle" text PRIMARY KEY NOT NULL,
	"display_name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_user_handle_users_handle_fk" FOREIGN KEY ("user_handle") REFERENCES "public"."users"("handle") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_reply_to_activity_uuid_activities_uuid_fk" FOREIGN KEY ("reply_to_activity_uuid") REFERENCES "public"."activities"("uuid") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_entries" ADD CONSTRAINT "feed_entries_activity_uuid_activities_uuid_fk" FOREIGN KEY ("activity_uuid") REFERENCES "public"."activities"("uuid") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_groups" ADD CONSTRAINT "message_groups_first_handle_users_handle_fk" FOREIGN KEY ("first_handle") REFERENCES "public"."users"("handle") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_groups" ADD CONSTRAINT "message_groups_second_handle_users_handle_fk" FOREIGN KEY ("second_handle") REFERENCES "public"."users"("handle") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_message_group_uuid_message_groups_uuid_fk" FOREIGN KEY ("message_group_uuid") REFERENCES "public"."message_groups"("uuid") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_sender_handle_users_handle_fk" FOREIGN KEY ("sender_handle") REFERENCES "public"."users"("handle") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activities_replies" ON "activities" USING btree ("reply_to_activity_uuid","position");--> statement-breakpoint
CREATE INDEX "activities_position" ON "activities" USING btree ("position");--> statement-breakpoint
CREATE INDEX "feed_entries_position" ON "feed_entries" USING btree ("feed","position");--> statement-breakpoint
CREATE INDEX "message_groups_second" ON "message_groups" USING btree ("second_handle");--> statement-breakpoint
CREATE INDEX "messages_group" ON "messages" USING btree ("message_group_uuid","position");