import { expect, it } from 'vitest'
import { arn, request, world } from '../../test/engine/world.ts'
import { single } from '../../test/definitions.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { ScriptedModel } from '../../test/fakes.ts'
import { NodeError } from '../flow/node-error.ts'
import { watchExecutions } from './watch-executions.ts'

/** A world whose starts and ends are noted, and the notes. */
const noted = (model: ScriptedModel) => {
  const notes: unknown[] = []
  const log = new MemoryEventLog()
  const port = watchExecutions(log, { onStart: () => void notes.push('start'), onEnd: (end) => void notes.push(end) })
  return { notes, one: world({ log, port, model }) }
}

it('an execution that succeeds is told of once', async () => {
  const { notes, one } = noted(new ScriptedModel())

  await one.run(single, 'tea')

  expect(notes).toEqual(['start', { executionArn: arn, status: 'Succeeded' }])
})

it('an execution that fails is told of with its node and code, without the message', async () => {
  const { notes, one } = noted(new ScriptedModel(() => Promise.reject(new NodeError('VALIDATION', 'The secret is tea.'))))

  await one.run(single, 'tea')

  expect(notes).toEqual(['start', { executionArn: arn, status: 'Failed', node: 'Ask', code: 'VALIDATION' }])
})

it('an execution that is stopped is told of once, however often it is stopped', async () => {
  const { notes, one } = noted(new ScriptedModel(() => new Promise(() => undefined)))
  await one.engine.start(request(one.log, single))

  await one.engine.stop(arn)
  await one.engine.stop(arn)

  expect(notes).toEqual(['start', { executionArn: arn, status: 'Aborted', cause: 'stop' }])
})
