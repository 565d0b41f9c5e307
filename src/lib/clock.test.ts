import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { ManualClock } from '../../test/manual-clock.ts'
import { patience, systemClock } from './clock.ts'

it('patience ends after the time that is told, or when it is cancelled', async () => {
  const clock = new ManualClock()
  const fired: string[] = []
  patience(clock, 4_000, () => fired.push('first'))
  const timers = ['early', 'late'].map((name) => patience(clock, 4_000, () => fired.push(name)))

  await clock.advance(1_000)
  timers[0]?.cancel()
  await clock.advance(2_950)
  timers[1]?.cancel()
  await clock.advance(49)
  expect(fired).toEqual([])
  await clock.advance(1)
  expect(fired).toEqual(['first'])
  await clock.advance(10_000)
  expect(fired).toEqual(['first'])
})

it('patience hears what came in while the program was busy', async () => {
  const answering =
    "const { parentPort } = require('node:worker_threads'); parentPort.once('message', () => setTimeout(() => parentPort.postMessage('answer'), 100))"
  await using worker = new Worker(answering, { eval: true })
  await once(worker, 'online')
  const first = Promise.withResolvers<string>()
  const timer = patience(systemClock, 200, () => first.resolve('late'))
  worker.once('message', () => first.resolve('heard'))
  worker.postMessage('asked')

  // Behind this come the timers, and then what has come in.
  setImmediate(() => {
    for (const began = performance.now(); performance.now() - began < 500;);
  })

  expect(await first.promise).toBe('heard')
  timer.cancel()
})
