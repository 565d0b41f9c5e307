import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settled, until } from '../../test/manual-clock.ts'
import type { StoredEvent } from './event.ts'
import { follow } from './follow.ts'
import { Hub } from './hub.ts'

/** An execution of `count` events, of which the last is its end. */
const history = (count: number): readonly StoredEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const place = { sequence: index + 1, at: 0 }
    return index + 1 === count
      ? { type: 'ended', status: 'Succeeded', ...place }
      : { type: 'flowInput', node: 'Start', document: index, ...place }
  })

const scene = (written: readonly StoredEvent[]) => {
  const hub = new Hub()
  const stored = [...written]
  let reads = 0
  const log = {
    read: async (_: string, { after, limit }: { after: number; limit: number }) => {
      reads++
      const page = stored.slice(after, after + Math.min(limit, 3))
      await settled()
      return page
    },
  }
  return {
    hub,
    stored,
    reads: () => reads,
    follow: (after: number, signal = new AbortController().signal) => follow('one', { log, hub, after, signal }),
  }
}

const collected = async (events: AsyncIterable<StoredEvent>): Promise<readonly number[]> => {
  const sequences: number[] = []
  for await (const { sequence } of events) sequences.push(sequence)
  return sequences
}

const numbers = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('a follower', () => {
  it.each([0, 1, 5, 9])('of an ended execution gets what comes after event %d, then the end', async (after) => {
    expect(await collected(scene(history(10)).follow(after))).toEqual(numbers(after + 1, 10))
  })

  it('that has the end already gets nothing', async () => {
    expect(await collected(scene(history(10)).follow(10))).toEqual([])
  })

  it('that names an event which does not exist gets all', async () => {
    expect(await collected(scene(history(10)).follow(11))).toEqual(numbers(1, 10))
  })

  it('invariant 17: gets each event once and in order, however they are published, hinted at, doubled or lost', async () => {
    const publication = fc.record({
      write: fc.nat(4),
      publishFrom: fc.integer({ min: -3, max: 2 }),
      hint: fc.boolean(),
      pause: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(publication, { maxLength: 12 }), fc.nat(6), fc.nat(30), async (publications, written, after) => {
        const all = history(40)
        const { hub, stored, follow: following } = scene(all.slice(0, written))
        const start = Math.min(after, written)
        const received = collected(following(start))

        for (const { write, publishFrom, hint, pause } of publications) {
          const head = stored.length
          stored.push(...all.slice(head, Math.min(head + write, 39)))
          hub.publish('one', stored.slice(Math.max(0, head + publishFrom)))
          if (hint) hub.hint('one')
          if (pause) await settled()
        }
        stored.push(...all.slice(stored.length))
        hub.publish('one', stored.slice(-1))

        expect(await received).toEqual(numbers(start + 1, 40))
      }),
      { numRuns: 100 },
    )
  })

  it('invariant 17: hears of an end that is hinted at while older events wait to be taken', async () => {
    const all = history(4)
    const { hub, stored, follow: following } = scene(all.slice(0, 2))
    const events = following(2)
    const next = events.next()
    await settled()

    stored.push(...all.slice(2))
    hub.publish('one', all.slice(2, 3))
    hub.hint('one')

    expect((await next).value).toEqual(all[2])
    expect((await events.next()).value).toEqual(all[3])
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  it('invariant 17: that lags gets what it missed from the log', async () => {
    const all = history(3_000)
    const { hub, stored, follow: following } = scene([])
    const events = following(0)
    const first = events.next()
    await settled()
    const publish = (from: number, to: number): void => {
      stored.push(...all.slice(from, to))
      for (const event of all.slice(from, to)) hub.publish('one', [event])
    }
    publish(0, 1)
    expect((await first).value).toEqual(all[0])
    publish(1, 3_000)

    expect(await collected(events)).toEqual(numbers(2, 3_000))
  })

  it('reads nothing while it is told everything', async () => {
    const all = history(20)
    const { hub, reads, follow: following } = scene([])
    const received = collected(following(0))
    await settled()
    await until(() => reads() === 1)
    await settled()

    for (const event of all) hub.publish('one', [event])

    expect(await received).toEqual(numbers(1, 20))
    expect(reads()).toBe(1)
  })

  it('ends with the reason when it is aborted while it waits, and while it catches up', async () => {
    const controller = new AbortController()
    const { follow: following } = scene(history(10).slice(0, 9))
    const waiting = collected(following(9, controller.signal)).catch((error: unknown) => error)
    const catching = following(0, controller.signal)
    await catching.next()
    await settled()

    controller.abort(new Error('gone'))

    expect(await waiting).toEqual(new Error('gone'))
    await expect(catching.next()).rejects.toEqual(new Error('gone'))
  })
})
