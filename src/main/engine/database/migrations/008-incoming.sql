-- Long lists on their way in: their rows are written some at a time with the status `incoming`, which nobody sees, and become
-- `pending` when the list is accepted as a whole. One row here for each such piece.
CREATE TABLE incoming (
  list        TEXT NOT NULL,
  first_id    INTEGER NOT NULL,
  last_id     INTEGER NOT NULL,
  is_accepted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (list, first_id)
) STRICT, WITHOUT ROWID;
