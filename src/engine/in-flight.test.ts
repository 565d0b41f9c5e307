import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../test/manual-clock.ts'
import { NodeError } from '../flow/node-error.ts'
import type { Supervision } from './in-flight.ts'
import { InFlight } from './in-flight.ts'

const visit = { node: 'Ask', path: '', attempt: 1 }

const scene = (nodeMs = 1_000) => {
  const clock = new ManualClock()
  return { clock, inFlight: new InFlight({ clock, nodeMs }) }
}

/** Work that hands out how it is watched over, and settles when told to. */
const work = () => {
  const answer = Promise.withResolvers<{ readonly text: string }>()
  const begun: Supervision[] = []
  const run = (supervision: Supervision) => {
    begun.push(supervision)
    return answer.promise
  }
  return { answer, begun, run, supervision: () => begun[0] ?? expect.fail('It has not begun.') }
}

const timedOut = new NodeError('DEPENDENCY_FAILED', 'Node Ask did not finish within 1 seconds (setting limits.nodeSeconds).')

describe('what is in flight', () => {
  it('invariant 8: hands over all outcomes that have arrived, in their order, with their actions', async () => {
    const { inFlight } = scene()
    const action = { serviceName: 'bedrock', operationName: 'Converse', requestId: 'r', request: {}, response: {} }
    const [slow, quick] = [work(), work()]
    inFlight.perform(visit, slow.run)
    inFlight.perform({ ...visit, node: 'Other' }, quick.run)

    quick.answer.resolve({ text: 'quick' })
    await settled()
    slow.supervision().action(action)
    slow.answer.reject('slow')
    await settled()

    expect(await inFlight.next()).toEqual([
      { visit: { ...visit, node: 'Other' }, actions: [], result: { outputs: { text: 'quick' } } },
      { visit, actions: [action], result: { error: 'slow' } },
    ])
    expect(inFlight.idle).toBe(true)
  })

  it('is not idle while an outcome waits to be taken', async () => {
    const { inFlight } = scene()
    inFlight.perform(visit, async () => ({}))

    await settled()

    expect(inFlight.idle).toBe(false)
  })

  it('a throw before the first await is an outcome, too', async () => {
    const { inFlight } = scene()
    inFlight.perform(visit, () => {
      throw new TypeError('no')
    })

    expect(await inFlight.next()).toEqual([{ visit, actions: [], result: { error: new TypeError('no') } }])
  })

  it('invariant 9: nothing begins after an abort, and nobody waits any longer', async () => {
    const { inFlight } = scene()
    const late = work()
    const next = inFlight.next()

    inFlight.abort(new Error('stop'))
    inFlight.perform(visit, late.run)

    expect(await next).toEqual([])
    expect(late.begun).toEqual([])
    expect(inFlight.idle).toBe(true)
  })

  it('invariant 13: a release is proven with times from the request, and text and bytes before and after the signal', async () => {
    const { clock, inFlight } = scene()
    const asked = work()
    await clock.advance(100)
    inFlight.perform(visit, asked.run)
    const { signal, progress, received } = asked.supervision()
    progress('a')
    received(10)

    await clock.advance(20.5)
    const release = inFlight.abort(new Error('stop'))
    expect(signal.reason).toEqual(new Error('stop'))
    progress('b')
    progress('c')
    received(7)
    await clock.advance(3)
    const open = release.visits(100)
    asked.answer.reject(signal.reason)
    await release.all

    const counts = { ...visit, tokensBefore: 1, tokensAfter: 2, bytesBefore: 10, bytesAfter: 7, signalledAfterMs: 20.5 }
    expect(open).toEqual([{ ...counts, outcome: 'not released' }])
    expect(release.visits(100)).toEqual([{ ...counts, outcome: 'released', releasedAfterMs: 23.5 }])
  })

  it('invariant 13: an outcome that was not taken before the abort is forgotten', async () => {
    const { inFlight } = scene()
    inFlight.perform(visit, async () => ({ text: 'answer' }))
    await settled()

    inFlight.abort(new Error('stop'))

    expect(await inFlight.next()).toEqual([])
  })

  it('invariant 14: a visit that passes its limit fails at once, though it ignores its signal', async () => {
    const { clock, inFlight } = scene()
    const deaf = work()
    inFlight.perform(visit, deaf.run)

    await clock.advance(999)
    expect(deaf.supervision().signal.aborted).toBe(false)
    await clock.advance(1)

    expect(deaf.supervision().signal.reason).toEqual(timedOut)
    expect(await inFlight.next()).toEqual([{ visit, actions: [], result: { error: timedOut } }])
    deaf.answer.resolve({ text: 'late' })
    await settled()
    expect(inFlight.idle).toBe(true)
  })

  it('invariant 14: waiting for a slot is not on the limit', async () => {
    const { clock, inFlight } = scene()
    const queued = work()
    inFlight.perform(visit, queued.run)
    await clock.advance(400)
    queued.supervision().queued(true)
    await clock.advance(1_000_000)
    queued.supervision().queued(false)

    await clock.advance(599)
    expect(queued.supervision().signal.aborted).toBe(false)
    await clock.advance(1)

    expect(queued.supervision().signal.aborted).toBe(true)
  })
})
