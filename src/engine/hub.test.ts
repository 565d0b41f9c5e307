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
