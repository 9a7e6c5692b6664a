-- What the migrations make of an empty file. Written by a test, never by hand: DAKIYA_WRITE_SCHEMA=1 npx vitest run --project database schema

CREATE TABLE auth_creds (
  device_id TEXT PRIMARY KEY REFERENCES devices (id),
  value     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE auth_keys (
  device_id TEXT NOT NULL REFERENCES devices (id),
  type      TEXT NOT NULL,
  id        TEXT NOT NULL,
  value     ANY NOT NULL,
  PRIMARY KEY (device_id, type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  noun TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL       -- epoch milliseconds
) STRICT;

CREATE TABLE client_version (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  version  TEXT NOT NULL,    -- 2.3000.1234
  asked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
  id                TEXT PRIMARY KEY,
  name              TEXT NOT NULL,
  number            TEXT,          -- digits, once linked
  state             TEXT NOT NULL, -- new | linked | logged-out | banned
  state_since       INTEGER NOT NULL,
  held_until        INTEGER,       -- WhatsApp's own word: a ban or limit ends then
  held_reason       TEXT,
  is_paused         INTEGER NOT NULL DEFAULT 0,
  delay_min_seconds REAL,
  delay_max_seconds REAL,
  hourly_limit      INTEGER,
  daily_limit       INTEGER,
  typing            INTEGER,
  created_at        INTEGER NOT NULL,
  removed_at        INTEGER        -- the row stays for the history's sake
) STRICT;

CREATE TABLE files (
  id         TEXT PRIMARY KEY, -- SHA-256 of the bytes, hex
  name       TEXT NOT NULL,
  mime_type  TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes      INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency (
  key_id      TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint BLOB NOT NULL, -- SHA-256 of method, path and body
  answer      TEXT NOT NULL, -- JSON
  created_at  INTEGER NOT NULL,
  PRIMARY KEY (key_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE incoming (
  list        TEXT NOT NULL,
  first_id    INTEGER NOT NULL,
  last_id     INTEGER NOT NULL,
  is_accepted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (list, first_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  starts_with  TEXT NOT NULL,
  digest       BLOB NOT NULL UNIQUE, -- SHA-256 of the secret; the secret itself is nowhere
  scopes       TEXT NOT NULL,        -- JSON
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  messages     INTEGER NOT NULL DEFAULT 0,
  revoked_at   INTEGER
) STRICT;

CREATE TABLE message_days (
  day       TEXT NOT NULL, -- YYYY-MM-DD of this PC
  device_id TEXT NOT NULL,
  sent      INTEGER NOT NULL DEFAULT 0,
  failed    INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  read      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_events (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  at         INTEGER NOT NULL,
  event      TEXT NOT NULL,
  detail     TEXT
) STRICT;

CREATE INDEX message_events_by_message ON message_events (message_id, at);

CREATE VIRTUAL TABLE message_texts USING fts5 (number, text, content = '', contentless_delete = 1, tokenize = 'trigram');

CREATE TABLE message_texts_state (indexed_to INTEGER NOT NULL) STRICT;

CREATE TABLE messages (
  id           INTEGER PRIMARY KEY AUTOINCREMENT, -- queueId; also its place in the queue
  device_id    TEXT NOT NULL REFERENCES devices (id),
  number       TEXT NOT NULL,
  text         TEXT,
  media_type   TEXT,
  media_url    TEXT,
  file_id      TEXT,
  file_name    TEXT,
  status       TEXT NOT NULL DEFAULT 'pending',
  outcome      TEXT,
  error        TEXT,
  error_code   TEXT,
  key_id       TEXT,   -- the key that queued it, or 'page'
  wa_id        TEXT UNIQUE,
  address      TEXT,   -- the JID it goes to, fixed with wa_id
  content      BLOB,   -- the encoded message, fixed with wa_id: every try sends these bytes
  attempts     INTEGER NOT NULL DEFAULT 0,
  scheduled_at INTEGER,
  created_at   INTEGER NOT NULL,
  left_at      INTEGER, -- when its first byte went out, for the limits
  sent_at      INTEGER,
  delivered_at INTEGER,
  read_at      INTEGER,
  ended_at     INTEGER
, hold TEXT, tries_since INTEGER, tried_at INTEGER, doubted_at INTEGER, crashes INTEGER NOT NULL DEFAULT 0, on_ambiguous TEXT, late_after_minutes INTEGER, when_late TEXT) STRICT;

CREATE INDEX messages_by_file ON messages (file_id) WHERE file_id IS NOT NULL;

CREATE INDEX messages_by_number ON messages (number, id);

CREATE INDEX messages_by_time ON messages (created_at, id);

CREATE INDEX messages_ended ON messages (created_at, id)
  WHERE (status IN ('sent', 'failed', 'cancelled') OR (status = 'processing' AND outcome = 'unknown'));

CREATE INDEX messages_on_the_way ON messages (device_id, id) WHERE status = 'processing';

CREATE INDEX messages_queue ON messages (id) WHERE status IN ('pending', 'processing');

CREATE INDEX messages_scheduled ON messages (scheduled_at) WHERE hold = 'schedule';

CREATE INDEX messages_waiting ON messages (device_id, hold, id) WHERE status IN ('pending', 'processing');

CREATE TABLE numbers (
  number      TEXT PRIMARY KEY,
  on_whatsapp INTEGER NOT NULL,
  address     TEXT, -- the JID WhatsApp gave; never made up by editing digits
  checked_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE opt_outs (
  number TEXT PRIMARY KEY,
  source TEXT NOT NULL, -- reply | staff | api
  note   TEXT,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_times (
  message_id INTEGER PRIMARY KEY,
  device_id  TEXT NOT NULL,
  left_at    INTEGER NOT NULL, -- first byte out; brought back to the present where a clock was set back
  tried_at   INTEGER NOT NULL, -- latest try
  settled_at INTEGER           -- when it was sent or failed; null = nobody knows yet
) STRICT;

CREATE INDEX sent_times_by_left ON sent_times (device_id, left_at);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE steps (
  name        TEXT PRIMARY KEY,
  position    ANY,                         -- where the next batch goes on, in the step's own terms; null = at the start
  done        INTEGER NOT NULL DEFAULT 0,  -- rows gone through, and how many there were when it began
  total       INTEGER NOT NULL,
  finished_at INTEGER
) STRICT, WITHOUT ROWID;
