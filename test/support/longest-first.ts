// The order of the files: what takes longest begins first, so that the last worker is not left alone with it.
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { minutesOf } from './shards.ts'

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => minutesOf(other.moduleId) - minutesOf(one.moduleId))
  }
}
