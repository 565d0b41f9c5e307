import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hook } from '../fakes.ts'
import { FaultyLog, ScriptedModel } from '../fakes.ts'
import { chain, fan, single } from '../definitions.ts'
import { settled } from '../manual-clock.ts'
import { MemoryEventLog } from '../memory-event-log.ts'
import { arn, request, world } from './world.ts'

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

/** Holds every call of the log for the next of these numbers of turns. */
const held = (delays: readonly number[]): Hook => {
  let call = 0
  return () => turns(delays[call++ % delays.length] ?? 0)
}

const delays = fc.array(fc.nat(9), { minLength: 1, maxLength: 12 })

describe('a stop', () => {
  it('agrees with the status and the last event, and no call begins after its answer, however it meets the run', async () => {
    const answers = { Running: 0, Succeeded: 0, early: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.record({ before: delays, after: delays, model: delays, wide: fc.boolean(), stopAfter: fc.nat(120), starts: fc.boolean() }),
        async (drawn) => {
          const log = new MemoryEventLog()
          const port = new FaultyLog(log)
          port.before = held(drawn.before)
          port.after = held(drawn.after)
          const wait = held(drawn.model)
          const one = world({
            log,
            port,
            model: new ScriptedModel(async ({ prompt }) => (await wait({ name: 'read', write: 0, events: [] }), prompt)),
          })

          const start = one.engine.start(request(log, drawn.wide ? fan(3) : chain(3)))
          if (!drawn.starts) await start
          await turns(drawn.stopAfter)
          const answer = await one.engine.stop(arn)
          const begun = one.model.calls.length
          await start
          if (!answer) await one.ended()
          await settled()

          expect(one.bugs).toEqual([])
          const last = one.events.at(-1)
          expect(one.events.filter(({ type }) => type === 'ended')).toEqual([last])
          const stopped = answer?.was === 'Running'
          expect(answer).toEqual(stopped ? { was: 'Running', sequence: last?.sequence, endedAt: last?.at } : answer && { was: 'Succeeded' })
          expect(last).toMatchObject(stopped ? { status: 'Aborted', cause: 'stop' } : { status: 'Succeeded' })
          expect((await one.executions.proof(arn))?.state).toBe(stopped ? 'complete' : undefined)
          expect(stopped ? one.model.calls.length : begun).toBe(begun)
          answers[answer ? (stopped ? 'Running' : 'Succeeded') : 'early']++
        },
      ),
      { numRuns: 200 },
    )
    // Both sides must have won some of the races.
    expect(Math.min(answers.Running, answers.Succeeded)).toBeGreaterThan(10)
  })

  it('invariant 9: nothing begins after a stop that shares a commit with the append', async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port })
    const acknowledged = Promise.withResolvers<void>()
    port.after = ({ name, events }) =>
      name === 'append' && events.some((event) => event.type === 'nodeInput' && event.node === 'Ask1') ? acknowledged.promise : undefined
    await one.engine.start(request(log, chain(3)))
    await settled()

    const answer = await one.engine.stop(arn)
    acknowledged.resolve()
    await settled()

    expect(answer).toMatchObject({ was: 'Running' })
    expect(one.events.findIndex((event) => event.type === 'nodeInput' && event.node === 'Ask1')).toBe(one.events.length - 2)
    expect(one.model.prompts).toEqual(['Ask0 tea'])
  })

  it("invariant 9: nothing begins when a stop is heard before the start's own acknowledgement", async () => {
    const log = new MemoryEventLog()
    const port = new FaultyLog(log)
    const one = world({ log, port })
    const acknowledged = Promise.withResolvers<void>()
    port.after = ({ name }) => (name === 'create' ? acknowledged.promise : undefined)
    const start = one.engine.start(request(log, single))
    await settled()

    const answer = await one.engine.stop(arn)
    acknowledged.resolve()
    const created = await start
    await settled()

    expect(answer).toMatchObject({ was: 'Running' })
    expect(created).toEqual({ lease: { executionArn: arn, epoch: 1 } })
    expect(one.model.calls).toEqual([])
    expect(one.status).toBe('Aborted')
    expect(one.bugs).toEqual([])
  })

  it('of two at once has one that finds it Running; both are told the truth', async () => {
    const one = world({ model: new ScriptedModel(() => new Promise(() => undefined)) })
    await one.engine.start(request(one.log, single))

    const answers = await Promise.all([one.engine.stop(arn), one.engine.stop(arn)])

    expect(answers.map((answer) => answer?.was)).toEqual(['Running', 'Aborted'])
    expect(one.events.filter(({ type }) => type === 'ended')).toHaveLength(1)
  })
})
