// Loaded into a program before its own code (`node --import`): sharp's native part cannot be found, as in a package that was
// made for another system. WITHOUT=whole leaves nothing of sharp.
import { registerHooks } from 'node:module'

const gone = process.env.WITHOUT === 'whole' ? /^(sharp|@img\/sharp-.*)$/ : /^@img\/sharp-/

registerHooks({
  resolve(name, context, next) {
    if (!gone.test(name)) return next(name, context)
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' })
  },
})
