import { expect, it } from 'vitest'
import { arn, limits, request, world } from '../../test/engine/world.ts'
import { single } from '../../test/definitions.ts'
import { FaultyLog, hangs, ScriptedModel } from '../../test/fakes.ts'
import { settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { StorageUnavailable } from './event-log.ts'

const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((name) => arn.replace('run', name)) as [string, string, string, string]

/** Four executions that wait for their model when their process is killed; the last may take two minutes. */
const left = async (): Promise<MemoryEventLog> => {
  const log = new MemoryEventLog()
  const first = world({ log, model: new ScriptedModel(hangs) })
  for (const executionArn of [one, two, three, four]) {
    const executionMs = executionArn === four ? 120_000 : 86_400_000
    await first.engine.start(
      request(log, single, { executionArn, name: executionArn, startToken: executionArn, limits: { ...limits, executionMs } }),
    )
  }
  await settled()
  return log
}

it('takes up what was left one after the other, as long as there is no room', async () => {
  const log = await left()
  const answers = new Map([one, two, three, four].map((executionArn) => [executionArn, Promise.withResolvers<string>()]))
  const model = new ScriptedModel(({ options: { executionArn } }) => answers.get(executionArn)?.promise ?? '')
  const second = world({ log, owner: 'second', model, hasRoom: () => false })
  const called = (): readonly string[] => model.calls.map(({ options: { executionArn } }) => executionArn)

  const recovered = second.engine.recover()
  await second.clock.advance(1_000)
  expect(called()).toEqual([one])
  // What waits can be stopped, and runs out of time.
  expect(await second.engine.stop(two)).toMatchObject({ was: 'Running' })
  await second.clock.advance(120_000)
  answers.get(one)?.resolve('answered')
  await second.clock.advance(100)
  expect(called()).toEqual([one, three])
  answers.get(three)?.resolve('answered')
  await second.clock.advance(100)
  await recovered

  expect([one, two, three, four].map((executionArn) => log.rows.get(executionArn)?.status)).toEqual([
    'Succeeded',
    'Aborted',
    'Succeeded',
    'TimedOut',
  ])
  expect(called()).toEqual([one, three])
  expect(second.bugs).toEqual([])
})

it('ends what runs out of time while others wait whose take-over was refused first', async () => {
  const log = await left()
  const port = new FaultyLog(log)
  let refusals = 0
  port.before = ({ name }) => {
    if (name === 'takeOver' && refusals++ === 0) throw new StorageUnavailable('The connection was lost.')
  }
  const second = world({ log, port, owner: 'second', model: new ScriptedModel(hangs), hasRoom: () => false })

  void second.engine.recover()
  await second.clock.advance(125_000)

  expect([one, two, three, four].map((executionArn) => log.rows.get(executionArn)?.status)).toEqual([
    'Running',
    'Running',
    'Running',
    'TimedOut',
  ])
  expect(second.bugs).toEqual([])
})

it('reads nothing any more of what waits when the process goes', async () => {
  const log = await left()
  const port = new FaultyLog(log)
  const second = world({ log, port, owner: 'second', model: new ScriptedModel(hangs), hasRoom: () => false })
  const recovered = second.engine.recover()
  await second.clock.advance(1_000)
  const read: string[] = []
  port.before = ({ name }) => {
    read.push(name)
  }

  const closed = second.engine.close(1_000)
  await second.clock.advance(10_000)
  await Promise.all([recovered, closed])

  expect(read).not.toContain('read')
  expect(read).not.toContain('takeOver')
})

it('takes up all of it at once where there is room', async () => {
  const model = new ScriptedModel(hangs)
  const second = world({ log: await left(), owner: 'second', model })

  await second.engine.recover()
  await settled()

  expect(model.calls).toHaveLength(4)
})
