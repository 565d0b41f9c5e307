import { describe, expect, it } from 'vitest'
import { single } from '../../test/definitions.ts'
import type { Script } from '../../test/fakes.ts'
import { hangs, ScriptedModel } from '../../test/fakes.ts'
import { ManualClock, settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { arn, limits, outline, request, world } from '../../test/engine/world.ts'
import { NodeError } from '../flow/node-error.ts'
import type { VisitInFlight } from './state.ts'
import { lastMessage, pauseLeft, retryOf } from './retry.ts'

const throttled = (options: { retryAfterMs?: number; retries?: number } = {}): NodeError =>
  new NodeError('DEPENDENCY_FAILED', 'Too many calls.', { retryable: true, ...options })

/** Fails so often, then answers. */
const failing = (times: number, error: NodeError, then: Script = () => 'answer'): Script => {
  let calls = 0
  return (call) => {
    if (calls++ < times) throw error
    return then(call)
  }
}

const begun = async (script: Script, changes: object = {}) => {
  const one = world({ model: new ScriptedModel(script) })
  await one.engine.start(request(one.log, single, changes))
  await settled()
  return one
}

const attemptsOf = ({ events }: ReturnType<typeof world>) => events.filter(({ type }) => type === 'attempt')

describe('a visit that may succeed when it is tried again', () => {
  it('invariant 15: works again after growing pauses, with one idempotency key', async () => {
    const one = await begun(failing(2, throttled()))
    const { model, clock } = one
    const at = clock.now()

    await clock.advance(249)
    expect(model.calls).toHaveLength(1)
    await clock.advance(1)
    expect(model.calls).toHaveLength(2)
    await clock.advance(499)
    expect(model.calls).toHaveLength(2)
    await clock.advance(1)

    expect(one.status).toBe('Succeeded')
    expect(new Set(model.calls.map(({ options }) => options.idempotencyKey)).size).toBe(1)
    const retry = {
      type: 'attempt',
      node: 'Ask',
      path: '',
      cause: 'retry',
      error: { code: 'DEPENDENCY_FAILED', message: 'Too many calls.' },
    }
    expect(attemptsOf(one)).toMatchObject([
      { ...retry, number: 2, notBefore: at + 250 },
      { ...retry, number: 3, notBefore: at + 750 },
    ])
    expect(outline(one.events).slice(-6)).toEqual([
      'attempt Ask',
      'nodeAction Ask',
      'nodeOutput Ask',
      'nodeInput End',
      'flowOutput End',
      'ended Succeeded',
    ])
  })

  it.each([
    [undefined, 4, 'Too many calls. It was tried 4 times.'],
    [1, 2, 'Too many calls. It was tried 2 times.'],
    [0, 1, 'Too many calls.'],
  ])('fails with what it met last, and says how often; retries of the provider: %s', async (retries, calls, message) => {
    const one = await begun(failing(99, throttled(retries === undefined ? {} : { retries })))

    await one.clock.advance(60_000)

    expect([one.status, one.model.calls.length]).toEqual(['Failed', calls])
    expect(one.events.find(({ type }) => type === 'nodeFailure')).toMatchObject({ code: 'DEPENDENCY_FAILED', message })
  })

  it('is not tried again when that cannot help', async () => {
    const one = await begun(failing(1, new NodeError('VALIDATION', 'No such model.')))

    expect([one.status, one.model.calls.length]).toEqual(['Failed', 1])
  })

  it('waits for as long as the other side asks', async () => {
    const one = await begun(failing(1, throttled({ retryAfterMs: 7_000 })))

    await one.clock.advance(6_999)
    expect(one.model.calls).toHaveLength(1)
    await one.clock.advance(1)

    expect([one.status, one.model.calls.length]).toEqual(['Succeeded', 2])
  })

  it('fails at once when the other side asks for longer than the node may take', async () => {
    const one = await begun(failing(1, throttled({ retryAfterMs: 301_000 })))

    expect([one.status, one.model.calls.length]).toEqual(['Failed', 1])
    expect(one.events.find(({ type }) => type === 'nodeFailure')).toMatchObject({
      message: 'Too many calls. It asks for a pause of 301 seconds, as long as a node may take (setting limits.nodeSeconds).',
    })
  })

  it('is stopped in its pause at once, and never works again', async () => {
    const one = await begun(failing(1, throttled()))

    expect(await one.engine.stop(arn)).toMatchObject({ was: 'Running' })
    await settled()
    const proof = await one.executions.proof(arn)
    await one.clock.advance(60_000)

    expect([one.status, one.model.calls.length]).toEqual(['Aborted', 1])
    expect(proof).toMatchObject({ state: 'complete', visits: [{ node: 'Ask', attempt: 2, outcome: 'released' }] })
  })

  it('invariant 14: has one limit for all its attempts and pauses', async () => {
    const answer = Promise.withResolvers<string>()
    const scripts: Script[] = [() => answer.promise, hangs]
    const one = await begun((call) => scripts.shift()?.(call) ?? 'answer', { limits: { ...limits, nodeMs: 1_000 } })
    await one.clock.advance(600)
    answer.reject(throttled())
    await settled()

    await one.clock.advance(399)
    expect([one.status, one.model.calls.length]).toEqual(['Running', 2])
    await one.clock.advance(1)

    expect(one.status).toBe('Failed')
    expect(one.events.find(({ type }) => type === 'nodeFailure')).toMatchObject({
      message: 'Node Ask did not finish within 1 seconds (setting limits.nodeSeconds). It was tried 2 times.',
    })
  })

  it('goes on with its pause, and with its count, in the next process', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, model: new ScriptedModel(failing(99, throttled({ retryAfterMs: 10_000 }))) })
    await first.engine.start(request(log, single))
    await first.clock.advance(10_000)
    await first.clock.advance(4_000)
    const second = world({
      log,
      clock: new ManualClock(first.clock.now()),
      owner: 'second',
      model: new ScriptedModel(failing(99, throttled())),
    })

    await second.engine.recover()
    await second.clock.advance(5_999)
    expect(second.model.calls).toEqual([])
    await second.clock.advance(1)
    await second.clock.advance(60_000)

    expect([first.model.calls.length, second.model.calls.length]).toEqual([2, 2])
    expect(attemptsOf(second)).toMatchObject([
      { cause: 'retry', number: 2 },
      { cause: 'retry', number: 3 },
      { cause: 'recovered', number: 4 },
      { cause: 'retry', number: 5 },
    ])
  })

  it('is left to the next process when the server drains', async () => {
    const log = new MemoryEventLog()
    const answer = Promise.withResolvers<string>()
    const first = world({ log, model: new ScriptedModel(() => answer.promise) })
    await first.engine.start(request(log, single))
    await settled()
    const closed = first.engine.close(10_000)
    await settled()
    answer.reject(throttled())
    await closed
    const second = world({ log, owner: 'second' })

    await second.engine.recover()
    await second.clock.advance(1_000)

    expect([first.model.calls.length, second.model.calls.length, second.status]).toEqual([1, 1, 'Succeeded'])
    expect(attemptsOf(second)).toMatchObject([
      { cause: 'retry', number: 2 },
      { cause: 'resumed', number: 3 },
    ])
  })
})

describe('the pause', () => {
  const visit: VisitInFlight = { node: 'Ask', path: '', index: 0, inputs: {}, attempt: 1, recoveries: 0, retries: 0, pause: undefined }
  const pauseAfter = (retries: number, random: number): number | undefined =>
    retryOf({ ...visit, retries }, throttled({ retries: 99 }), { now: 0, random: () => random, nodeMs: 300_000 })?.notBefore

  it('is drawn below a bound that doubles from half a second to 20 seconds', () => {
    expect([0, 1, 2, 5, 6, 50].map((retries) => pauseAfter(retries, 0.999_999))).toEqual([500, 1_000, 2_000, 16_000, 20_000, 20_000])
    expect(pauseAfter(6, 0)).toBe(0)
  })

  it.each([
    [1_000, 4_000],
    [4_999, 1],
    [5_000, 0],
    [9_000, 0],
    [-3_600_000, 5_000],
  ])('has at %i ms %i ms left: a clock that was set back does not make it longer', (now, left) => {
    expect(pauseLeft({ ...visit, pause: { until: 5_000, lengthMs: 5_000 } }, now)).toBe(left)
  })

  it('is none without a retry', () => {
    expect(pauseLeft(visit, 0)).toBe(0)
    expect(lastMessage(throttled(), { retries: 0, nodeMs: 1 })).toBe('Too many calls.')
  })
})
