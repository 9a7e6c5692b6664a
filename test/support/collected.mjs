// Loaded into a program before its own code (NODE_OPTIONS): at each SIGUSR2 it collects its garbage and writes what is left,
// in MiB of heap and of what the heap holds outside it, to the file named by DAKIYA_MEMORY.
import { renameSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

const file = process.env.DAKIYA_MEMORY
if (isMainThread && file) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  process.on('SIGUSR2', () => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    writeFileSync(`${file}.new`, String((heapUsed + external) / 2 ** 20))
    renameSync(`${file}.new`, file)
  })
}
