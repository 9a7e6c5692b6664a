-- The version of WhatsApp Web learnt when the one that the program brings along was refused.

CREATE TABLE client_version (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  version  TEXT NOT NULL,    -- 2.3000.1234
  asked_at INTEGER NOT NULL
) STRICT;
