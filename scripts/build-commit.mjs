// The program of another commit, built once and kept below .cache/builds/<commit>: `main/headless.js` and, beside it, `fill.js`,
// which writes a full house in that commit's own schema. Made in a worktree that is removed when the bundle stands.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim()

/** Output goes to stderr. @throws when it fails */
function run(command, words, cwd) {
  // On Windows npm is a script, which only a shell starts.
  const shell = process.platform === 'win32' && command === 'npm'
  const { status } = spawnSync(command, words, { cwd, shell, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} failed in ${cwd}`)
}

/** `{ name, dir }` of the commit: its short name and the folder of its bundle. @throws when there is no such commit */
export async function buildCommit(commit) {
  const full = git('rev-parse', '--verify', `${commit}^{commit}`)
  const name = full.slice(0, 7)
  const dir = join(root, '.cache', 'builds', full)
  if (existsSync(dir)) return { name, dir }
  const tree = join(root, '.cache', `tree-${name}-${process.pid}`)
  const part = `${dir}.${process.pid}`
  mkdirSync(join(root, '.cache', 'builds'), { recursive: true })
  git('worktree', 'add', '--detach', tree, full)
  try {
    const lockOf = (place) => readFileSync(join(place, 'package-lock.json'), 'utf8')
    const hasOurs = lockOf(tree) === lockOf(root)
    if (hasOurs) symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
    else run('npm', ['ci', '--no-audit', '--no-fund'], tree)
    run(process.execPath, [join(tree, 'scripts', 'build.mjs')], tree)
    await bundleFill(tree)
    renameSync(join(tree, 'out'), part)
    // Ours are found from .cache/ upwards; its own go along.
    if (!hasOurs) renameSync(join(tree, 'node_modules'), join(part, 'node_modules'))
    renameSync(part, dir)
  } finally {
    rmSync(part, { recursive: true, force: true })
    git('worktree', 'remove', '--force', tree)
  }
  return { name, dir }
}

/** Bundles bench/support/fill.ts of ours around bench/support/full.ts of the commit's. */
async function bundleFill(tree) {
  await bundle({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [{ find: /^\.\/full\.ts$/, replacement: join(tree, 'bench', 'support', 'full.ts') }] },
    build: {
      ssr: true,
      outDir: join(tree, 'out', 'fill'),
      target: 'node24',
      rolldownOptions: {
        input: { fill: join(root, 'bench', 'support', 'fill.ts') },
        output: { entryFileNames: '[name].js' },
      },
    },
  })
}
