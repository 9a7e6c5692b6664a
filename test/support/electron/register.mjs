// Loaded into the built program before its own code (`node --import`): `electron` becomes the stand-in beside this file.
import { registerHooks } from 'node:module'

const standIn = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, format: 'module-typescript', shortCircuit: true } : next(name, context),
})
