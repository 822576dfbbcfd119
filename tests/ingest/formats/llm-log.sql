CREATE TABLE log (id INTEGER PRIMARY KEY, model TEXT, timestamp TEXT, prompt TEXT, system TEXT, response TEXT, chat_id INTEGER);
INSERT INTO log VALUES
  (1, 'gpt-3.5-turbo', '2023-06-01 10:00:00', '2+2?', NULL, '4', NULL),
  (2, 'gpt-3.5-turbo', '2023-06-01 10:00:05', 'And 3+3?', NULL, '6', 1);
