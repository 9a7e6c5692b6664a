// The benchmarks: `npm run bench` runs all, `npm run bench -- dispatch` one. One JSON line for each figure.
// Each is bundled as the program is, so that the figures are those of the program. `--against COMMIT NAME` sets the program of
// another commit beside the present one, 15 times unless `--pairs N` says otherwise; `--minutes N` is how long `blocking` looks.
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build as bundle } from 'vite'
import { build } from './build.mjs'
import { buildCommit } from './build-commit.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const known = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { against: { type: 'string' }, minutes: { type: 'string' }, pairs: { type: 'string' } },
})
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown.join(', ')}". Known: ${known.join(', ')}.`)
  process.exit(2)
}

build()
const names = asked.length > 0 ? asked : known
const other = values.against === undefined ? null : await buildCommit(values.against)
const entries = other === null ? names.map((name) => `${name}.bench`) : ['against']
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
      input: {
        ...Object.fromEntries(entries.map((entry) => [entry, join(root, 'bench', `${entry}.ts`)])),
        'pause-probe': join(root, 'bench/support/pause-probe.ts'),
        // The engine's own threads, where it looks for them.
        'database-reader': join(root, 'src/main/engine/database/threads/reader-worker.ts'),
        'database-checkpoint': join(root, 'src/main/engine/database/threads/checkpoint-worker.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
const settings = {
  ...(values.minutes && { DAKIYA_BENCH_MINUTES: values.minutes }),
  ...(values.pairs && { DAKIYA_BENCH_PAIRS: values.pairs }),
}
for (const name of names) {
  const script = join(outDir, other === null ? `${name}.bench.js` : 'against.js')
  const words = other === null ? [] : [name, other.name, other.dir]
  const run = spawnSync(process.execPath, ['--expose-gc', script, ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...settings },
  })
  if (run.status !== 0) process.exitCode = 1
}
rmSync(outDir, { recursive: true, force: true })
