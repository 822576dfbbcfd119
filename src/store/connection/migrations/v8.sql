-- Version 8: blind sets. What is folded from the journal is folded anew.

-- Who voted on a record, and since when at the latest: all that those who judge blind may learn of each other's votes. It
-- reads the tables themselves, also where a connection has others before them.
CREATE VIEW blind_vote AS
    SELECT verdict.record, verdict.reviewer, min(verdict.time, coalesce(
            (SELECT min(event.time) FROM event
             WHERE event.entity = 'verdict:' || lower(hex(record.key)) || ':' || verdict.reviewer), verdict.time)) AS since
    FROM verdict JOIN record ON record.id = verdict.record;
