-- Version 3: journals that can be merged. State is folded in the order (lamport, writer, sequence); `position` is an
-- event's place in that order here, and is given anew when events of others come in.

-- `previous`: the hash of the same writer's event before; null in what an older gemba wrote, whose hashes follow the rule
-- of then. `group_id`: the id of the group, where its first event is not here. `context`: what an event refers to that its
-- change does not say: the event that made the version graded under, the heads that a removal knew.
ALTER TABLE event ADD COLUMN lamport INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN previous BLOB;
ALTER TABLE event ADD COLUMN group_id BLOB;
ALTER TABLE event ADD COLUMN context TEXT;
UPDATE event SET lamport = position;
CREATE INDEX event_foreign_group ON event (group_id) WHERE group_id IS NOT NULL;

-- Whether the writer wrote in this workspace: an import may not continue it.
ALTER TABLE writer ADD COLUMN is_own INTEGER NOT NULL DEFAULT 1;

-- `writer:number` of a session that came with an export.
ALTER TABLE session ADD COLUMN origin TEXT;
