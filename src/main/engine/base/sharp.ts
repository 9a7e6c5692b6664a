// sharp, which opens pictures: loaded with the first of them, because it brings 20 MB of libraries along. Its native part is
// another for each system; where it is missing, pictures are refused and all else goes on.
import { createRequire } from 'node:module'
import { DakiyaError } from '@contract/errors.ts'

type Sharp = typeof import('sharp')['default']

const NO_PICTURES = 'Dakiya cannot open pictures on this PC, because its part for them (sharp) cannot be loaded.'
let loading: Promise<Sharp> | undefined

/** @throws MEDIA_REJECTED when it cannot be loaded, each time it is asked for */
export function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(
    ({ default: sharp }) => sharp,
    (cause) => {
      throw new DakiyaError('MEDIA_REJECTED', `${NO_PICTURES} Install Dakiya again; all else can be sent.`, { cause })
    },
  )
  return loading
}

/** Says at start that there will be no pictures, where the files for them are missing. A processor too old shows later. */
export function warnWithoutSharp(log: { warn(what: object, sentence: string): void }): void {
  const { platform, arch } = process
  try {
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('sharp'))
    const canResolve = (target: string) => {
      try {
        return resolve(`@img/sharp-${target}/sharp.node`) !== ''
      } catch {
        return false
      }
    }
    if ([`${platform}-${arch}`, `${platform}musl-${arch}`, 'wasm32'].some(canResolve)) return
    log.warn({ platform, arch }, NO_PICTURES)
  } catch (err) {
    log.warn({ err }, NO_PICTURES)
  }
}
