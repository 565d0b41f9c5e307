import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import { NodeTimer } from './node-timer.ts'

const scene = (limitMs: number) => {
  const clock = new ManualClock()
  const expired: number[] = []
  return { clock, expired, timer: new NodeTimer(clock, limitMs, () => expired.push(clock.monotonic())) }
}

describe('a node timer', () => {
  it('invariant 14: expires once, when its time is over', async () => {
    const { clock, expired, timer } = scene(100)

    await clock.advance(1_000)
    timer.resume()
    await clock.advance(1_000)

    expect(expired).toEqual([100])
  })

  it.each([
    ['paused', (timer: NodeTimer) => timer.pause()],
    ['cancelled', (timer: NodeTimer) => timer.cancel()],
    ['cancelled and resumed', (timer: NodeTimer) => (timer.cancel(), timer.resume())],
  ])('stands still while it is %s', async (_, change) => {
    const { clock, expired, timer } = scene(100)

    change(timer)
    await clock.advance(1_000)

    expect(expired).toEqual([])
  })

  it('counts a pause that is said twice, or a resumption, once', async () => {
    const { clock, expired, timer } = scene(100)

    await clock.advance(60)
    timer.pause()
    timer.pause()
    await clock.advance(500)
    timer.resume()
    timer.resume()
    await clock.advance(1_000)

    expect(expired).toEqual([600])
  })

  it('invariant 14: a limit beyond what a timer can hold is counted in pieces', async () => {
    const manual = new ManualClock()
    const clamped = {
      now: () => manual.now(),
      monotonic: () => manual.monotonic(),
      timer: (delayMs: number, fire: () => void) => manual.timer(Math.min(delayMs, 50), fire),
    }
    const expired: number[] = []
    const timer = new NodeTimer(clamped, 120, () => expired.push(manual.monotonic()))

    await manual.advance(1_000)
    timer.cancel()

    expect(expired).toEqual([120])
  })
})
