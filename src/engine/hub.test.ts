import { describe, expect, it } from 'vitest'
import type { StoredEvent } from './event.ts'
import { Hub } from './hub.ts'

const event = (sequence: number): StoredEvent => ({ type: 'ended', status: 'Succeeded', sequence, at: 0 })
const signal = new AbortController().signal

describe('the hub', () => {
  it('hands over what was published since the last time', async () => {
    const hub = new Hub()
    using inbox = hub.subscribe('one')
    hub.publish('one', [event(1)])
    hub.publish('other', [event(7)])
    hub.publish('one', [event(2), event(3)])

    expect(await inbox.take(signal)).toEqual([event(1), event(2), event(3)])
  })

  it.each([
    ['before', (hub: Hub) => (hub.hint('one'), hub.publish('one', [event(1)]))],
    ['after', (hub: Hub) => (hub.publish('one', [event(1)]), hub.hint('one'))],
  ])('a hint outlives what is published %s it: nothing is handed over, so that the log is read', async (_, tell) => {
    const hub = new Hub()
    using inbox = hub.subscribe('one')

    tell(hub)
    expect(await inbox.take(signal)).toEqual([])
    hub.publish('one', [event(2)])

    expect(await inbox.take(signal)).toEqual([event(2)])
  })

  it('invariant 17: keeps a bounded number for one who lags', async () => {
    const hub = new Hub()
    using inbox = hub.subscribe('one')
    for (let sequence = 1; sequence <= 1_025; sequence++) hub.publish('one', [event(sequence)])

    expect(await inbox.take(signal)).toEqual([])
  })

  it('invariant 17: keeps few large events for one who lags', async () => {
    const hub = new Hub()
    using inbox = hub.subscribe('one')
    const large: StoredEvent = { type: 'flowInput', node: 'Start', document: 'x'.repeat(600_000), sequence: 1, at: 0 }
    hub.publish('one', [large])
    hub.publish('one', [{ ...large, sequence: 2 }])

    expect(await inbox.take(signal)).toEqual([])
    hub.publish('one', [{ ...large, sequence: 3 }])
    expect(await inbox.take(signal)).toHaveLength(1)
  })

  it('tells what a model says to who wants to hear it, in its place between the events', async () => {
    const hub = new Hub()
    using listening = hub.subscribe('one', { progress: true })
    using reading = hub.subscribe('one')
    const said = { type: 'progress', node: 'Ask', path: '', text: 'word' } as const

    hub.publish('one', [event(1)])
    hub.progress('one', said)
    hub.publish('one', [event(2)])

    expect(await listening.take(signal)).toEqual([event(1), said, event(2)])
    expect(await reading.take(signal)).toEqual([event(1), event(2)])
  })

  it('keeps little of what a model says for one who lags, and loses no event by it', async () => {
    const hub = new Hub()
    using inbox = hub.subscribe('one', { progress: true })
    for (let word = 0; word < 10_000; word++) hub.progress('one', { type: 'progress', node: 'Ask', path: '', text: 'word' })
    hub.publish('one', [event(1)])

    const told = await inbox.take(signal)

    expect(told.length).toBeLessThan(1_024)
    expect(told.at(-1)).toEqual(event(1))
  })

  it('forgets one who has left', async () => {
    const hub = new Hub()
    const left = hub.subscribe('one')
    left[Symbol.dispose]()
    hub.publish('one', [event(1)])

    await expect(left.take(AbortSignal.abort(new Error('nothing came')))).rejects.toEqual(new Error('nothing came'))
  })

  it('one who waits is woken by an abort', async () => {
    const controller = new AbortController()
    using inbox = new Hub().subscribe('one')
    const taken = inbox.take(controller.signal)

    controller.abort(new Error('gone'))

    await expect(taken).rejects.toEqual(new Error('gone'))
  })
})
