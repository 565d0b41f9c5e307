import { expect, it } from 'vitest'
import { ManualClock, settled } from '../../../test/manual-clock.ts'
import { StorageUnavailable, type StorageTrouble } from '../../engine/event-log.ts'
import { StorageHealth } from './storage-health.ts'

const because = (reason: StorageTrouble): StorageUnavailable => new StorageUnavailable('The storage refused.', { reason })

/** A storage that refuses probes, as long as it does. */
const unwell = (reason: StorageTrouble) => {
  const clock = new ManualClock()
  const state = { refusal: because(reason) as StorageUnavailable | undefined, probes: 0 }
  const health: StorageHealth = new StorageHealth({
    clock,
    probe: async () => {
      state.probes++
      health.sent()
      health.answered(state.refusal, false)
      if (state.refusal) throw state.refusal
    },
  })
  health.sent()
  health.answered(state.refusal, false)
  return { clock, state, health }
}

it('is asked once a second whether it is well again, until it is', async () => {
  const { clock, state, health } = unwell('full')

  await clock.advance(3_000)
  const before = [health.refusal?.reason, state.probes]
  state.refusal = undefined
  await clock.advance(1_000)
  const after = [health.refusal, state.probes]
  await clock.advance(10_000)

  expect([before, after, state.probes]).toEqual([['full', 3], [undefined, 4], 4])
})

it('refuses for a while when it has for four seconds, whatever the reasons', async () => {
  const { clock, state, health } = unwell('locked')

  await clock.advance(3_999)
  const before = health.lastingRefusal
  state.refusal = because('full')
  await clock.advance(1)

  expect([before, health.lastingRefusal?.reason]).toEqual([undefined, 'full'])
})

it('that is damaged is not asked again', async () => {
  const { clock, state, health } = unwell('corrupt')

  await clock.advance(10_000)

  expect([health.refusal?.reason, state.probes]).toEqual(['corrupt', 0])
})

it('is silent when nothing was heard for four seconds, and well at the next answer', async () => {
  const clock = new ManualClock()
  const health = new StorageHealth({ clock, probe: () => Promise.reject(new Error('Nobody should probe')) })
  const reasons: unknown[] = []
  const look = (): void => void reasons.push([health.refusal?.reason, health.lastingRefusal?.reason])

  health.sent()
  await clock.advance(2_000)
  health.sent()
  await clock.advance(1_999)
  look()
  await clock.advance(1)
  look()
  health.answered(undefined, true)
  look()
  await clock.advance(4_000)
  look()
  health.answered(undefined, false)
  await clock.advance(10_000)
  look()

  await settled()
  expect(reasons).toEqual([
    [undefined, undefined],
    ['silent', 'silent'],
    [undefined, undefined],
    ['silent', 'silent'],
    [undefined, undefined],
  ])
})
