import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { StoredEvent } from '../engine/event.ts'
import { duration } from './duration.ts'
import { RunReport } from './run-report.ts'

const visit = { node: 'Ask', path: '', sequence: 2 }
const limits = {
  executionMs: 1,
  nodeMs: 1,
  visits: 1,
  events: 1,
  valueBytes: 1,
  executionBytes: 1,
  collectedBytes: 1_000_000,
  iteratorConcurrency: 1,
}
const flow = { definitionHash: '', flowVersion: 'DRAFT', kind: 'async', executionRoleArn: '', caller: '', limits } as const
const started: StoredEvent = { type: 'started', format: 1, ...flow, sequence: 1, at: 1_000 }
const told = async (event: StoredEvent, { trace = false } = {}): Promise<string> => {
  const stream = new PassThrough()
  const report = new RunReport(stream, { trace })
  for (const each of [started, event]) report.event(each)
  stream.end()
  return text(stream)
}

it('tells a retry with its error and its pause, and no other attempt', async () => {
  const error = { code: 'BAD_GATEWAY', message: 'It answered 503.' } as const
  const retry: StoredEvent = { ...visit, type: 'attempt', at: 1_300, number: 2, cause: 'retry', error, notBefore: 2_800 }

  await expect(told(retry)).resolves.toBe('  300 ms  Ask: It answered 503. Try 2 in 1.5 s\n')
  await expect(told({ ...visit, type: 'attempt', at: 1_300, number: 2, cause: 'recovered' })).resolves.toBe('')
})

it('tells a failure once: of the node, or of the flow where no node failed', async () => {
  const failure = { message: 'No key.', at: 1_010, sequence: 2 }

  await expect(told({ ...visit, ...failure, type: 'nodeFailure', code: 'VALIDATION' })).resolves.toBe(
    '   10 ms  Ask: failed (VALIDATION): No key.\n',
  )
  await expect(told({ ...failure, type: 'flowFailure', code: 'NODE_EXECUTION_FAILED' })).resolves.toBe('')
  await expect(told({ ...failure, type: 'flowFailure', code: 'VALIDATION' })).resolves.toBe(
    '   10 ms  The flow: failed (VALIDATION): No key.\n',
  )
})

it('tells values when asked to', async () => {
  const input: StoredEvent = { ...visit, type: 'nodeInput', at: 1_005, inputs: { topic: 'tea' } }

  await expect(told(input)).resolves.toBe('')
  await expect(told(input, { trace: true })).resolves.toBe('          in {"topic":"tea"}\n')
})

it.each([
  [0, '0 ms'],
  [0.44, '0.4 ms'],
  [9.94, '9.9 ms'],
  [999.4, '999 ms'],
  [999.5, '1.0 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('writes %d ms as %s', (milliseconds, written) => {
  expect(duration(milliseconds)).toBe(written)
})
