-- Version 6: a session goes on at a place of the record's text, which is the same at every width; before it was a row.

ALTER TABLE session ADD COLUMN place TEXT NOT NULL DEFAULT '';
UPDATE session SET place = '0@0+' || line WHERE line > 0;
