import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConverseAnswer, LanguageModel } from '../../flow/capabilities/language-model.ts'
import { reasonOf, recordedOptions } from '../language-model/recorded-options.contract.ts'
import { withSlots } from '../language-model/with-slots.ts'
import { Slots } from './slots.ts'

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

const turnOf = (executionArn: string, signal = new AbortController().signal) => ({ executionArn, signal, onQueued: () => {} })

describe('slots', () => {
  it('go round the executions, in the order in which each asked', async () => {
    const slots = new Slots(1)
    const order: string[] = []
    await slots.acquire(turnOf('first'))
    for (const name of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) void slots.acquire(turnOf(name.slice(0, 1))).then(() => order.push(name))

    for (let call = 0; call < 6; call++) {
      slots.release()
      await settled()
    }

    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
  })

  it('tell a call that it waits, and that it waits no more', async () => {
    const slots = new Slots(1)
    const [first, second] = [recordedOptions(), recordedOptions()]

    await slots.acquire(first.options)
    const waiting = slots.acquire(second.options)
    slots.release()
    await waiting

    expect([first.seen.queued, second.seen.queued]).toEqual([[], [true, false]])
  })

  it('are not lost to calls that leave the queue', async () => {
    const slots = new Slots(1)
    const stop = new AbortController()
    await slots.acquire(turnOf('a'))
    const left = reasonOf(slots.acquire(turnOf('b', stop.signal)))
    const stays = slots.acquire(turnOf('b'))

    stop.abort('stopped')
    const reason = await left
    slots.release()

    expect(reason).toBe('stopped')
    await expect(stays).resolves.toBeUndefined()
  })

  it('refuse a signal that has fired, and keep the slot', async () => {
    const slots = new Slots(1)

    await expect(slots.acquire(turnOf('a', AbortSignal.abort('stopped')))).rejects.toBe('stopped')

    await expect(slots.acquire(turnOf('a'))).resolves.toBeUndefined()
  })

  it('never serve more calls than there are, and in the end each call that stays, whatever the order of things', async () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('acquire' as const), execution: fc.nat(3) }),
      fc.record({ type: fc.constant('release' as const) }),
      fc.record({ type: fc.constant('abort' as const), call: fc.nat(20) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 60 }), async (maxConcurrency, steps) => {
        const slots = new Slots(maxConcurrency)
        const calls: { state: 'waits' | 'runs' | 'left' | 'over'; stop: AbortController }[] = []
        const running = () => calls.filter(({ state }) => state === 'runs')
        const release = async (): Promise<void> => {
          const call = running()[0]
          if (call === undefined) return
          call.state = 'over'
          slots.release()
          await settled()
        }
        for (const action of steps) {
          if (action.type === 'acquire') {
            const call: (typeof calls)[number] = { state: 'waits', stop: new AbortController() }
            calls.push(call)
            slots.acquire(turnOf(`${action.execution}`, call.stop.signal)).then(
              () => (call.state = 'runs'),
              () => (call.state = 'left'),
            )
          }
          if (action.type === 'abort') calls[action.call]?.stop.abort()
          if (action.type === 'release') await release()
          await settled()
          expect(running().length).toBe(Math.min(maxConcurrency, calls.filter(({ state }) => state === 'runs' || state === 'waits').length))
        }
        while (running().length > 0) await release()
        expect(calls.map(({ state }) => state)).not.toContain('waits')
      }),
      { numRuns: 50 },
    )
  })
})

describe('a model with slots', () => {
  const answer = { requestId: 'r' } as ConverseAnswer
  const request = { modelId: 'm', messages: [], system: [] }

  it('gives the slot back when a call fails', async () => {
    let calls = 0
    const failing: LanguageModel = { converse: () => (calls++ === 0 ? Promise.reject(new Error('no')) : Promise.resolve(answer)) }
    const model = withSlots(failing, 1)

    await expect(model.converse(request, recordedOptions().options)).rejects.toThrow('no')

    await expect(model.converse(request, recordedOptions().options)).resolves.toBe(answer)
  })

  it('makes no call for a stop in the moment of its turn, and passes the slot on', async () => {
    const open: (() => void)[] = []
    const calls: string[] = []
    const model = withSlots(
      {
        converse: ({ modelId }) => {
          calls.push(modelId)
          return new Promise((resolve) => open.push(() => resolve(answer)))
        },
      },
      1,
    )
    const stop = new AbortController()
    const first = model.converse({ ...request, modelId: 'first' }, recordedOptions().options)
    const stopped = reasonOf(model.converse({ ...request, modelId: 'stopped' }, recordedOptions({ signal: stop.signal }).options))
    const third = model.converse({ ...request, modelId: 'third' }, recordedOptions().options)
    await settled()

    open[0]?.()
    await first.then(() => stop.abort('stopped'))
    const reason = await stopped
    await settled()
    open[1]?.()
    await third

    expect([reason, calls]).toEqual(['stopped', ['first', 'third']])
  })
})
