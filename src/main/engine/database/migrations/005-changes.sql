-- What changed, in the order of the commits: read by whoever tells others of it, trimmed by age. The newest row always stays,
-- so that a sequence number is never used twice.
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  noun TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL       -- epoch milliseconds
) STRICT;
