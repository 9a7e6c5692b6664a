-- Deleting merges nothing: with SQLite's own rule one deleted message in a thousand rewrote a whole part of the index, in half a second
-- of the transaction that happened to meet it. messages/history/purge.ts has the index merged in short steps instead.
INSERT INTO message_texts (message_texts, rank) VALUES ('deletemerge', 0);
