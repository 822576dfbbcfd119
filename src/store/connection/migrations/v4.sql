-- Version 4: a session goes on at the line of the record where it stopped.

ALTER TABLE session ADD COLUMN line INTEGER NOT NULL DEFAULT 0;
