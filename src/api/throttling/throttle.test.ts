import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/manual-clock.ts'
import { ThrottlingException } from '../../contract/exceptions.ts'
import type { Rate } from './rate.ts'
import type { Throttle } from './throttle.ts'
import { throttle } from './throttle.ts'

const caller = { account: '123456789012', region: 'us-east-1' }
const stops = 'StopFlowExecution'
const withRate = ({ perSecond, burst }: Omit<Rate, 'setting'>, clock: { monotonic(): number }, mostBuckets = 1_000): Throttle =>
  throttle({ rates: new Map([[stops, { perSecond, burst, setting: 'throttling.StopFlowExecution' }]]), clock, mostBuckets })

const refusal = (run: () => void): ThrottlingException | undefined => {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof ThrottlingException) return error
    throw error
  }
}
const passes = (take: Throttle, by = caller): boolean => refusal(() => take(stops, by)) === undefined

/** A clock that only its owner moves, without the timers of `ManualClock`. */
const settable = () => {
  const state = { ms: 0 }
  return { state, monotonic: () => state.ms }
}

describe('a rate', () => {
  const rate = fc.record({ perSecond: fc.double({ min: 0.001, max: 10_000, noNaN: true }), burst: fc.integer({ min: 1, max: 50 }) })
  const pausesMs = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5_000, noNaN: true })), { minLength: 1, maxLength: 200 })
  /** A bucket as it is explained to people. */
  const bucket = ({ perSecond, burst }: Omit<Rate, 'setting'>) => {
    let tokens = burst
    return (pauseMs: number): { readonly passes: boolean; readonly close: boolean } => {
      tokens = Math.min(burst, tokens + (pauseMs * perSecond) / 1000)
      const close = Math.abs(tokens - 1) < 1e-4
      if (tokens < 1 && !close) return { passes: false, close }
      tokens -= 1
      return { passes: true, close }
    }
  }

  it('lets never more through than burst + perSecond * t, in any stretch of time', () => {
    fc.assert(
      fc.property(rate, pausesMs, ({ perSecond, burst }, pauses) => {
        const { state, monotonic } = settable()
        const take = withRate({ perSecond, burst }, { monotonic })
        const passed: number[] = []

        for (const pause of pauses) {
          state.ms += pause
          if (passes(take)) passed.push(state.ms)
        }

        const tooMany = passed.flatMap((start, from) =>
          passed.slice(from).filter((end, more) => more + 1 > burst + ((end - start) * perSecond) / 1000 + 1e-3),
        )
        expect(tooMany).toEqual([])
      }),
    )
  })

  it('lets everything through that it allows, and nothing else', () => {
    fc.assert(
      fc.property(rate, pausesMs, (one, pauses) => {
        const { state, monotonic } = settable()
        const take = withRate(one, { monotonic })
        const allowed = bucket(one)

        for (const pause of pauses) {
          state.ms += pause
          const expected = allowed(pause)
          const is = passes(take)
          // A call on the very border may fall on either side; what follows would be compared with another history.
          if (expected.close && is !== expected.passes) return
          expect(is).toBe(expected.passes)
        }
      }),
    )
  })

  it('says when the next call may come: then it passes, and just before it does not', () => {
    fc.assert(
      fc.property(rate, (one) => {
        const { state, monotonic } = settable()
        const take = withRate(one, { monotonic })
        for (let calls = 0; calls < one.burst; calls++) take(stops, caller)

        const waitMs = Number(refusal(() => take(stops, caller))?.headers['x-amz-retry-after'])
        state.ms += waitMs - 1 - 1e-3 * (1000 / one.perSecond)
        const early = passes(take)
        state.ms = waitMs

        expect([early, passes(take)]).toEqual([false, true])
      }),
    )
  })

  it("is each account's own in each region, and no other operation's", () => {
    const clock = new ManualClock()
    const take = withRate({ perSecond: 1, burst: 1 }, clock)
    take(stops, caller)

    expect(passes(take)).toBe(false)
    expect(passes(take, { ...caller, account: '210987654321' })).toBe(true)
    expect(passes(take, { ...caller, region: 'eu-west-1' })).toBe(true)
    expect(refusal(() => take('StartFlowExecution', caller))).toBeUndefined()
  })

  it('is told with the operation, the rate, the setting, and how long to wait', async () => {
    const clock = new ManualClock()
    const take = withRate({ perSecond: 0.4, burst: 2 }, clock)
    take(stops, caller)
    take(stops, caller)
    await clock.advance(250)

    const refused = refusal(() => take(stops, caller))

    expect([refused?.message, refused?.headers]).toEqual([
      'The rate of StopFlowExecution is 0.4 a second, 2 at once, in one account and region (throttling.StopFlowExecution): ' +
        'the caller sends more.',
      { 'x-amz-retry-after': '2250', 'retry-after': '3' },
    ])
  })
})

describe('buckets', () => {
  const accounts = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ account: String(at).padStart(12, '0'), region: 'us-east-1' }))

  it('of accounts that call no more are forgotten: an account that still calls keeps its own', () => {
    const { state, monotonic } = settable()
    const take = withRate({ perSecond: 0.001, burst: 1 }, { monotonic }, 10_000)
    take(stops, caller)
    for (const other of accounts(9_999)) take(stops, other)

    expect(passes(take)).toBe(false)
    state.ms = 1_000_000
    for (const other of accounts(10_000)) expect(passes(take, other)).toBe(true)
  })

  it('are never more than there may be: the one used longest ago goes', () => {
    const { monotonic } = settable()
    const take = withRate({ perSecond: 0.001, burst: 1 }, { monotonic }, 3)
    const [first, second, third, fourth] = accounts(4) as [typeof caller, typeof caller, typeof caller, typeof caller]
    for (const each of [first, second, third, fourth]) take(stops, each)

    expect([second, third, fourth, first].map((each) => passes(take, each))).toEqual([false, false, false, true])
  })
})
