-- Delivery told in full: what holds a message, its tries, what its sender wished, how often it brought the program down.

ALTER TABLE messages ADD COLUMN hold TEXT;                -- schedule | late
ALTER TABLE messages ADD COLUMN tries_since INTEGER;      -- first try of this round; left_at is the first of all
ALTER TABLE messages ADD COLUMN tried_at INTEGER;         -- latest try
ALTER TABLE messages ADD COLUMN doubted_at INTEGER;       -- a try ended without an answer
ALTER TABLE messages ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN on_ambiguous TEXT;        -- null = the setting
ALTER TABLE messages ADD COLUMN late_after_minutes INTEGER;
ALTER TABLE messages ADD COLUMN when_late TEXT;

-- Until now 'unknown' was said at once; whether a person must be asked is found out anew.
UPDATE messages SET tries_since = left_at, tried_at = left_at,
  doubted_at = CASE outcome WHEN 'unknown' THEN left_at END, outcome = nullif(outcome, 'unknown')
  WHERE status = 'processing';

-- What is held stands apart, so that the next one to go is found at once among a hundred thousand that wait for a day.
DROP INDEX messages_waiting;
CREATE INDEX messages_waiting ON messages (device_id, hold, id) WHERE status IN ('pending', 'processing');
CREATE INDEX messages_on_the_way ON messages (device_id, id) WHERE status = 'processing';
CREATE INDEX messages_scheduled ON messages (scheduled_at) WHERE hold = 'schedule';
