#!/usr/bin/env bash
# @whiskeysockets/baileys 7.0.0-rc14, makeCacheableSignalKeyStore: after a `set` that the store refused, `get` answers with the
# value that was never stored. The cache is filled before the store is asked (lib/Utils/auth-utils.js) and is not taken back;
# by its source it stays so for five minutes. Whoever counts on `get` to tell what is on disk is told wrong.
#
# Seen on 27 November 2026 under Node 20 and 24:
#   set rejects: yes · get answers: new · the store holds: old
#
# bash findings/baileys-key-cache.sh   ends with 0 while it is so, with 1 when it no longer is
set -euo pipefail
package='@whiskeysockets/baileys@7.0.0-rc14'
before='set rejects: yes · get answers: new · the store holds: old'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --ignore-scripts --no-audit --no-fund --silent "$package" >/dev/null

cat >show.mjs <<'END'
import { makeCacheableSignalKeyStore } from '@whiskeysockets/baileys'

const held = { 'device-list': { 923001234567: ['old'] } }
let isFull = false
const store = {
  get: async (type, ids) => Object.fromEntries(ids.map((id) => [id, held[type]?.[id]])),
  set: async (data) => {
    if (isFull) throw new Error('the disk is full')
    for (const type in data) held[type] = { ...held[type], ...data[type] }
  },
}
const cached = makeCacheableSignalKeyStore(store)
isFull = true
const rejects = await cached.set({ 'device-list': { 923001234567: ['new'] } }).then(() => 'no', () => 'yes')
const { 923001234567: [answer] } = await cached.get('device-list', ['923001234567'])
process.stdout.write('set rejects: ' + rejects + ' · get answers: ' + answer + ' · the store holds: ' + held['device-list'][923001234567][0])
process.exit(0)
END

seen=$(node show.mjs)
echo "$package: $seen"
if [ "$seen" = "$before" ]; then
  echo 'as before'
else
  echo "before: $before"
  exit 1
fi
