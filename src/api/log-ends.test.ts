import { expect, it } from 'vitest'
import { arn, request, world } from '../../test/engine/world.ts'
import { single } from '../../test/definitions.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { ScriptedModel } from '../../test/fakes.ts'
import { NodeError } from '../flow/node-error.ts'
import { logEnds } from './log-ends.ts'

/** A world whose ends are noted, and the notes. */
const noted = (model: ScriptedModel) => {
  const lines: unknown[] = []
  const log = new MemoryEventLog()
  const one = world({ log, port: logEnds(log, { info: (line: object) => void lines.push(line) }), model })
  return { lines, one }
}

it('an execution that succeeds is logged once', async () => {
  const { lines, one } = noted(new ScriptedModel())

  await one.run(single, 'tea')

  expect(lines).toEqual([{ executionArn: arn, status: 'Succeeded' }])
})

it('an execution that fails is logged with its node and code, without the message', async () => {
  const { lines, one } = noted(new ScriptedModel(() => Promise.reject(new NodeError('VALIDATION', 'The secret is tea.'))))

  await one.run(single, 'tea')

  expect(lines).toEqual([{ executionArn: arn, status: 'Failed', node: 'Ask', code: 'VALIDATION' }])
})

it('an execution that is stopped is logged once, however often it is stopped', async () => {
  const { lines, one } = noted(new ScriptedModel(() => new Promise(() => undefined)))
  await one.engine.start(request(one.log, single))

  await one.engine.stop(arn)
  await one.engine.stop(arn)

  expect(lines).toEqual([{ executionArn: arn, status: 'Aborted', cause: 'stop' }])
})
