import { expect, it } from 'vitest'
import { ManualClock, settled } from '../../../test/manual-clock.ts'
import { StorageUnavailable } from '../../engine/event-log.ts'
import { timelyWriter } from './timely-writer.ts'
import type { Writer } from './writer.ts'

/** A writer that answers when it is told to. */
const scene = () => {
  const clock = new ManualClock()
  const answers: PromiseWithResolvers<void>[] = []
  const write = async (): Promise<never> => {
    const answer = Promise.withResolvers<void>()
    answers.push(answer)
    return (await answer.promise) as never
  }
  const health: { lastingRefusal: StorageUnavailable | undefined } = { lastingRefusal: undefined }
  const writer: Pick<Writer, 'write'> = timelyWriter({ write }, { clock, health })
  return { clock, answers, health, release: () => writer.write('release', { owner: 'o' }) }
}

it('answers as the writer does', async () => {
  const { answers, release } = scene()
  const [done, failed] = [release(), release()]

  answers[0]?.resolve()
  answers[1]?.reject(new TypeError('A bug'))

  expect(await done).toBeUndefined()
  await expect(failed).rejects.toThrow('A bug')
})

it('says after four seconds that there is no answer, whatever comes then', async () => {
  const { clock, answers, release } = scene()
  const written = release().catch((error: unknown) => error)

  await clock.advance(3_999)
  const before = await Promise.race([written, settled().then(() => 'waits')])
  await clock.advance(1)
  answers[0]?.reject(new Error('Too late'))

  expect([before, await written]).toEqual(['waits', new StorageUnavailable('The storage does not answer.', { reason: 'silent' })])
})

it('sends nothing more to a storage that is silent, but asks one that is full', async () => {
  const { answers, health, release } = scene()
  const because = (reason: 'silent' | 'full') => new StorageUnavailable('The storage refuses.', { reason })

  health.lastingRefusal = because('silent')
  await expect(release()).rejects.toBe(health.lastingRefusal)
  const sentWhileSilent = answers.length
  health.lastingRefusal = because('full')
  const written = release()
  answers[0]?.resolve()
  await written

  expect([sentWhileSilent, answers.length]).toEqual([0, 1])
})
