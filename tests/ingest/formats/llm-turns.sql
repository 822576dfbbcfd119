CREATE TABLE messages (hash TEXT PRIMARY KEY, parent_hash TEXT REFERENCES messages(hash), role TEXT, provider_metadata TEXT);
CREATE TABLE parts (id INTEGER PRIMARY KEY, message_hash TEXT, position INTEGER, type TEXT, tool_name TEXT, text TEXT, payload TEXT);
CREATE TABLE threads (id TEXT PRIMARY KEY, name TEXT, tip_message_hash TEXT, forked_from TEXT, datetime_utc TEXT);
CREATE TABLE turns (id TEXT PRIMARY KEY, thread_id TEXT, parent_message_hash TEXT, tip_message_hash TEXT, model TEXT,
  resolved_model TEXT, options_json TEXT, schema_id TEXT, input_tokens INTEGER, output_tokens INTEGER, token_details TEXT,
  duration_ms INTEGER, datetime_utc TEXT, response_json TEXT);
INSERT INTO threads VALUES ('t1', 'the policy', 'b2:e', NULL, '2026-08-05 10:00:00');
INSERT INTO messages VALUES ('b2:a', NULL, 'system', NULL), ('b2:b', 'b2:a', 'user', NULL), ('b2:c', 'b2:b', 'assistant', NULL),
  ('b2:d', 'b2:c', 'user', NULL), ('b2:e', 'b2:d', 'assistant', NULL);
INSERT INTO parts VALUES (1, 'b2:a', 0, 'text', NULL, 'Be brief.', NULL),
  (2, 'b2:b', 0, 'text', NULL, NULL, '{"text_ref": [{"fragment": 1}, {"literal": "\nWhat does it say?"}]}'),
  (3, 'b2:c', 0, 'text', NULL, 'Nothing.', NULL),
  (4, 'b2:d', 0, 'text', NULL, 'Why?', NULL),
  (5, 'b2:e', 0, 'reasoning', NULL, 'hmm', NULL),
  (6, 'b2:e', 1, 'text', NULL, 'Nobody wrote it.', NULL);
INSERT INTO turns VALUES
  ('01x', 't1', 'b2:b', 'b2:c', 'gpt-5', NULL, NULL, NULL, 11, 2, NULL, 300, '2026-08-05T10:00:00.000000+00:00', '{"$": "b2:c"}'),
  ('01y', 't1', 'b2:d', 'b2:e', 'gpt-5', NULL, NULL, NULL, 15, 4, NULL, 350, '2026-08-05T10:01:00.000000+00:00', NULL);
