// The order of the files: what takes longest begins first, so that the last worker is not left alone with it.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By their time at full counts, the longest first. */
const longest = [
  'engine/messages/delivery/soak',
  'program/key-kills',
  'engine/messages/delivery/simulation',
  'program/retries',
  'engine/database/full-disk',
  'engine/messages/delivery/kill-storm',
  'engine/messages/delivery/clock',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
      return place === -1 ? longest.length : place
    }
    return [...files].sort((one, other) => rank(one) - rank(other))
  }
}
