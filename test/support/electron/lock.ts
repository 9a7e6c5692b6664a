// One instance a profile: the first holds a file with its process's id; a later one leaves a note beside it and goes.
import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param onSecond told the arguments of each later start */
export function takeLock(userData: string, onSecond: (argv: string[]) => void): boolean {
  const [lock, notes] = [join(userData, 'stand-in.lock'), join(userData, 'stand-in.notes')]
  mkdirSync(notes, { recursive: true })
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch {
    const holder = Number(readFileSync(lock, 'utf8'))
    if (isAlive(holder)) {
      writeFileSync(join(notes, `${process.pid}.json`), JSON.stringify(process.argv))
      return false
    }
    writeFileSync(lock, String(process.pid))
  }
  const read = () => {
    for (const name of readdirSync(notes)) {
      const text = readFileSync(join(notes, name), 'utf8')
      if (!text.endsWith(']')) continue
      rmSync(join(notes, name))
      onSecond(JSON.parse(text))
    }
  }
  watch(notes, read).unref()
  process.on('exit', () => rmSync(lock, { force: true }))
  return true
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
