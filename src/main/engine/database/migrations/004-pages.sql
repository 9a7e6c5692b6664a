-- What the pages open with, found at once beside a million rows that ended: the newest of the history, the queue in its order.
-- The conditions are those of messages/history.ts and messages/queue.ts, word by word, or the indexes are not used.

CREATE INDEX messages_ended ON messages (created_at, id)
  WHERE (status IN ('sent', 'failed', 'cancelled') OR (status = 'processing' AND outcome = 'unknown'));
CREATE INDEX messages_queue ON messages (id) WHERE status IN ('pending', 'processing');
