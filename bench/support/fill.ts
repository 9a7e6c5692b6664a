// A process of its own that writes a full house: `node fill.js FILE DEVICE ENDED WAITING`. For the program of another commit it is
// bundled around that commit's `full.ts`, since the SQL is of its schema.
import { fill } from './full.ts'

const [path = '', deviceId = '', ended, waiting] = process.argv.slice(2)
fill(path, deviceId, { ended: Number(ended), waiting: Number(waiting) })
