// How the program is built: four entries in main, the keyhole, the pages.
// Chunks lie beside the entries, so that `new URL('./practice-worker.js', import.meta.url)` holds wherever the bundler puts the caller.
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const alias = { '@contract': at('src/contract'), '@main': at('src/main'), '@renderer': at('src/renderer') }
const out = process.env.DAKIYA_OUT ?? 'out'

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: `${out}/main`,
      // What package.json names under `dependencies` stays outside and is packed beside the bundle; all else is in the bundle and
      // packed once. Found and read file by file, those 600 small modules took half of a start's time.
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          headless: at('src/main/headless.ts'),
          practice: at('src/main/practice.ts'),
          'practice-worker': at('src/main/practice/worker.ts'),
          'database-worker': at('src/main/engine/database/threads/job-worker.ts'),
          'database-reader': at('src/main/engine/database/threads/reader-worker.ts'),
          'database-checkpoint': at('src/main/engine/database/threads/checkpoint-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: `${out}/preload`,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    resolve: { alias },
    plugins: [react(), tailwindcss()],
    build: {
      outDir: at(`${out}/renderer`),
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
})
