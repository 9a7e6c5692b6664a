-- What went out, for the limits and the delay after a start: the pace keeps its own account, so that a message which was erased
-- or removed by its age goes on counting. No number and no text; a row outlives its message.

CREATE TABLE sent_times (
  message_id INTEGER PRIMARY KEY,
  device_id  TEXT NOT NULL,
  left_at    INTEGER NOT NULL, -- first byte out; brought back to the present where a clock was set back
  tried_at   INTEGER NOT NULL, -- latest try
  settled_at INTEGER           -- when it was sent or failed; null = nobody knows yet
) STRICT;
CREATE INDEX sent_times_by_left ON sent_times (device_id, left_at);

-- The newest 10,000 of each device, and all of its last two days: as pacing/ledger.ts keeps them.
WITH bounds AS MATERIALIZED (
  SELECT id AS device_id, min(
    (SELECT max(left_at) FROM messages WHERE device_id = devices.id AND left_at IS NOT NULL) - 172800000,
    coalesce((SELECT left_at FROM messages WHERE device_id = devices.id AND left_at IS NOT NULL
      ORDER BY left_at DESC LIMIT 1 OFFSET 9999), 0)) AS least
  FROM devices
)
INSERT INTO sent_times
  SELECT id, messages.device_id, left_at, coalesce(tried_at, 0),
    CASE status WHEN 'processing' THEN NULL ELSE coalesce(sent_at, ended_at, 0) END
  FROM bounds CROSS JOIN messages ON messages.device_id = bounds.device_id AND left_at >= least;

-- Only the pace asked by it.
DROP INDEX messages_by_left;
