import { expect, it } from 'vitest'
import { settled } from '../../test/manual-clock.ts'
import type { StoredEvent } from './event.ts'
import { followLive } from './follow.ts'
import { Hub } from './hub.ts'
import { sharedReads } from './shared-reads.ts'

const event = (sequence: number): StoredEvent => ({ type: 'flowInput', node: 'Start', document: 1, sequence, at: 0 })

it('is one read for all who are told of the same', async () => {
  const stored = [event(1)]
  let reads = 0
  const log = sharedReads({
    read: async (_, { after }) => {
      reads++
      return stored.slice(after)
    },
  })
  const hub = new Hub()
  const seen = Array.from({ length: 100 }, () => [] as number[])
  const gone = new AbortController()
  const followers = seen.map(async (sequences) => {
    for await (const told of followLive('one', { log, hub, after: 0, signal: gone.signal }))
      if (told.type !== 'progress') sequences.push(told.sequence)
  })
  await settled()
  reads = 0

  stored.push(event(2))
  hub.hint('one')
  await settled()

  expect(new Set(seen.map(String))).toEqual(new Set(['1,2']))
  // The event, and that there is no more.
  expect(reads).toBe(2)
  gone.abort()
  await Promise.allSettled(followers)
})

it('is never one that had begun before', async () => {
  const stored: StoredEvent[] = []
  const answers: (() => void)[] = []
  const log = sharedReads({
    async read() {
      const page = [...stored]
      await new Promise<void>((resolve) => answers.push(resolve))
      return page
    },
  })
  const before = log.read('one', { after: 0, limit: 1 })
  await settled()
  stored.push(event(1))

  const after = log.read('one', { after: 0, limit: 1 })
  await settled()
  for (const answer of answers) answer()

  expect([await before, await after]).toEqual([[], [event(1)]])
})
