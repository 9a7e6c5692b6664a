-- Changes of the data that need code: how far each has come. A batch and its new place stand in one commit.

CREATE TABLE steps (
  name        TEXT PRIMARY KEY,
  position    ANY,                         -- where the next batch goes on, in the step's own terms; null = at the start
  done        INTEGER NOT NULL DEFAULT 0,  -- rows gone through, and how many there were when it began
  total       INTEGER NOT NULL,
  finished_at INTEGER
) STRICT, WITHOUT ROWID;
