// Builds what is stale and becomes one of the built programs: `node scripts/run.mjs headless --practice`.
// One process, so that a signal reaches the program itself.
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

const [program, ...flags] = process.argv.slice(2)
build()
const entry = fileURLToPath(new URL(`../out/main/${program}.js`, import.meta.url))
process.argv = [process.argv[0], entry, ...flags]
await import(`../out/main/${program}.js`)
