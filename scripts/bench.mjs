// The benchmarks: `npm run bench` runs all, `npm run bench -- dispatch` one. One JSON line for each figure.
// Each is bundled as the program is, so that the figures are those of the program.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'vite'
import { build } from './build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const known = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown.join(', ')}". Known: ${known.join(', ')}.`)
  process.exit(2)
}

build()
const names = asked.length > 0 ? asked : known
const outDir = join(root, '.cache', `bench-${process.pid}`)
await bundle({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: {
    alias: { '@contract': join(root, 'src/contract'), '@main': join(root, 'src/main') },
  },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node24',
    rolldownOptions: {
      input: Object.fromEntries(names.map((name) => [name, join(root, 'bench', `${name}.bench.ts`)])),
      output: { entryFileNames: '[name].js' },
    },
  },
})
for (const name of names) {
  const run = spawnSync(process.execPath, ['--expose-gc', join(outDir, `${name}.js`)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (run.status !== 0) process.exitCode = 1
}
