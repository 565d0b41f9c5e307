import { describe, expect, it } from 'vitest'
import { fileFailure } from './file-failure.ts'

const call = { place: { bucket: 'box', key: 'a' }, setting: 'buckets[0]' }
const errorOf = (code: string): Error => Object.assign(new Error('words of the system'), { code })

describe('an error of the file system', () => {
  it.each([
    ['ENOSPC', 'DEPENDENCY_FAILED', false, 'cannot be written (ENOSPC): make room in buckets[0].directory.'],
    ['EROFS', 'DEPENDENCY_FAILED', false, 'cannot be used (EROFS): give Sluice the right to buckets[0].directory.'],
    ['EIO', 'BAD_GATEWAY', true, 'cannot be used (EIO): look into the disk of buckets[0].directory.'],
    [
      'EMFILE',
      'BAD_GATEWAY',
      true,
      'cannot be used (EMFILE): lower buckets[0].maxConcurrency, or give the server more descriptors and memory.',
    ],
  ])('%s says what to do', (code, kind, retryable, says) => {
    const failure = fileFailure(call, errorOf(code))

    expect(failure).toMatchObject({ code: kind, retryable, message: `Object s3://box/a ${says}` })
  })

  it('that is none stays as it is', () => {
    const bug = new TypeError('a bug')

    expect(fileFailure(call, bug)).toBe(bug)
  })
})
