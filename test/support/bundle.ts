// A small program of a test's own, bundled as the product is, so that it can run, and be killed, in a process of its own.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Bundles `entry` (a path from the root), and `threads` by their names, and gives the script's path; `drop` removes it. */
export async function bundled(
  entry: string,
  threads: Record<string, string> = {},
): Promise<{ script: string; drop: () => void }> {
  // Below the root, so that packages are found.
  mkdirSync(join(root, '.cache'), { recursive: true })
  const outDir = mkdtempSync(join(root, '.cache', 'test-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@contract': join(root, 'src/contract'), '@main': join(root, 'src/main') } },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      rolldownOptions: {
        input: { script: join(root, entry), ...threads },
        // Beside the entries, as in the program: a chunk looks for the threads' files where it lies itself.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  return { script: join(outDir, 'script.js'), drop: () => rmSync(outDir, { recursive: true, force: true }) }
}
