CREATE TABLE conversations (id TEXT PRIMARY KEY, name TEXT, model TEXT);
CREATE TABLE schemas (id TEXT PRIMARY KEY, content TEXT);
CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, system TEXT, prompt_json TEXT, options_json TEXT,
  response TEXT, response_json TEXT, conversation_id TEXT REFERENCES conversations(id), duration_ms INTEGER, datetime_utc TEXT,
  input_tokens INTEGER, output_tokens INTEGER, token_details TEXT, schema_id TEXT, resolved_model TEXT);
CREATE VIRTUAL TABLE responses_fts USING fts5(prompt, response, content='responses');
CREATE TRIGGER responses_ai AFTER INSERT ON responses BEGIN
  INSERT INTO responses_fts(rowid, prompt, response) VALUES (new.rowid, new.prompt, new.response); END;
CREATE TABLE attachments (id TEXT PRIMARY KEY, type TEXT, path TEXT, url TEXT, content BLOB);
CREATE TABLE prompt_attachments (response_id TEXT, attachment_id TEXT, "order" INTEGER, PRIMARY KEY (response_id, attachment_id));
CREATE TABLE fragments (id INTEGER PRIMARY KEY, hash TEXT, content TEXT, datetime_utc TEXT, source TEXT);
CREATE TABLE prompt_fragments (response_id TEXT, fragment_id INTEGER, "order" INTEGER,
  PRIMARY KEY (response_id, fragment_id, "order"));
CREATE TABLE system_fragments (response_id TEXT, fragment_id INTEGER, "order" INTEGER,
  PRIMARY KEY (response_id, fragment_id, "order"));
CREATE TABLE tools (id INTEGER PRIMARY KEY, hash TEXT, name TEXT, description TEXT, input_schema TEXT, plugin TEXT);
CREATE TABLE tool_responses (tool_id INTEGER, response_id TEXT, PRIMARY KEY (tool_id, response_id));
CREATE TABLE tool_calls (id INTEGER PRIMARY KEY, response_id TEXT, tool_id INTEGER, name TEXT, arguments TEXT, tool_call_id TEXT);
CREATE TABLE tool_results (id INTEGER PRIMARY KEY, response_id TEXT, tool_id INTEGER, name TEXT, output TEXT, tool_call_id TEXT,
  exception TEXT);
INSERT INTO conversations VALUES ('c1', 'policies', 'gpt-4o'), ('c2', 'weather', 'gpt-4o');
INSERT INTO fragments VALUES (1, 'h1', 'The policy.', '2025-05-01T10:00:00', 'policy.txt');
INSERT INTO attachments VALUES ('a1', 'image/png', '/tmp/page.png', NULL, x'89504e470d0a');
INSERT INTO responses VALUES
  ('01a', 'gpt-4o', 'Summarise it.', 'Be brief.', NULL, '{"temperature": 0}', 'No refunds.', NULL, 'c1', 812,
   '2025-05-01T10:00:00.123456', 20, 3, NULL, NULL, 'gpt-4o-2024-08-06'),
  ('01b', 'gpt-4o', 'How warm is it?', NULL, NULL, '{}', '', NULL, 'c2', 400, '2025-05-01T10:01:00', 9, 4, NULL, NULL, NULL),
  ('01c', 'gpt-4o', '', NULL, NULL, '{}', 'It is 21 degrees.', NULL, 'c2', 500, '2025-05-01T10:01:01', 15, 6, NULL, NULL, NULL);
INSERT INTO prompt_fragments VALUES ('01a', 1, 0);
INSERT INTO prompt_attachments VALUES ('01a', 'a1', 0);
INSERT INTO tools VALUES (1, 'th', 'lookup', 'Looks up.', '{"type": "object"}', NULL);
INSERT INTO tool_responses VALUES (1, '01b');
INSERT INTO tool_calls VALUES (1, '01b', 1, 'lookup', '{"city": "Bonn"}', 'call_1');
INSERT INTO tool_results VALUES (1, '01c', 1, 'lookup', '21', 'call_1', NULL);
