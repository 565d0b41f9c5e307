import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { refiningEach, refining } from '../../test/control-flow.ts'
import { compiled, data, input, iterator, output } from '../../test/definitions.ts'
import { PureRun } from '../../test/engine/pure-run.ts'
import { limits } from '../../test/engine/world.ts'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { StoredEvent } from '../engine/event.ts'
import type { Json } from '../lib/json.ts'
import { outputText } from './run-output.ts'
import { RunReport } from './run-report.ts'

const passing: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), output('End')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'End.document')],
}
const bounds = { ...limits, visits: 1e6, events: 1e6, executionBytes: 1e9 }

/** Runs to the end; every visit at work answers `said`. */
const eventsOf = (definition: FlowDefinition, document: Json, said = 'done'): readonly StoredEvent[] => {
  const one = new PureRun(compiled(definition), document, { limits: bounds })
  one.decideAll()
  while (!one.state.ended) {
    one.answer(said)
    one.decideAll()
  }
  return one.events
}

const told = async (events: readonly StoredEvent[], { trace = false, isTTY = false } = {}): Promise<readonly string[]> => {
  const stream = Object.assign(new PassThrough(), { isTTY })
  const report = new RunReport(stream, { trace })
  for (const event of events) report.event(event)
  stream.end()
  return (await text(stream)).split('\n').map((line) => line.replace(/^ +0 ms {2}/, ''))
}

const takenAway = '\r\u001B[2K'
const words = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `w${index}`)

it('tells elements and iterations by where they are', async () => {
  expect(await told(eventsOf(refiningEach, ['a', 'b']))).toEqual([
    'Start: done',
    'Each: element 1 of 2',
    'Each:0/Refine: iteration 1',
    'Each:0/Refine:0/Ask: done in 0 ms',
    'Each:0/Refine: done in 0 ms',
    'Each: element 2 of 2',
    'Each:1/Refine: iteration 1',
    'Each:1/Refine:0/Ask: done in 0 ms',
    'Each:1/Refine: done in 0 ms',
    'Gather: done',
    'End: put out the result',
    '',
  ])
})

it('tells many elements by their number alone, in round steps, and the last', async () => {
  const lines = await told(eventsOf(passing, words(10_000)))

  expect(lines.length).toBeLessThan(60)
  expect(lines.slice(28)).toEqual([
    'Each:13/End: put out the result',
    'Each: element 15 of 10,000',
    'Each:14/End: put out the result',
    'Each: element 16 of 10,000; from here on only their numbers (--trace tells all)',
    ...['20', '50', '100', '200', '500', '1,000', '2,000', '5,000', '10,000'].map((count) => `Each: element ${count} of 10,000`),
    '',
  ])
})

it('tells a slow one at least every half minute', async () => {
  const slow = eventsOf(passing, words(100)).map((event, index) => ({ ...event, at: 10_000 * Math.floor(index / 3) }))

  const lines = await told(slow)

  expect(lines.filter((line) => / element (2[0-9]|[3-9][0-9]|100) /.test(line)).length).toBeGreaterThan(20)
})

it('tells the iterations of a Loop likewise, and what goes wrong wherever it happens', async () => {
  const events = eventsOf(refining({ expression: 'more == "more"', maxIterations: 500 }), 'go', 'more')
  const visit = { node: 'Ask', path: 'Refine:400' }
  const failure: StoredEvent = { ...visit, type: 'nodeFailure', code: 'BAD_GATEWAY', message: 'm', sequence: 9_000, at: 0 }

  const lines = await told([...events, failure])

  expect(lines.length).toBeLessThan(60)
  expect(lines).toContain('Refine: iteration 200')
  expect(lines).toContain('Refine:400/Ask: failed (BAD_GATEWAY): m')
})

it('tells every one with its values when it is asked to', async () => {
  const lines = await told(eventsOf(passing, words(100)), { trace: true })

  expect(lines.filter((line) => line.startsWith('Each: element'))).toHaveLength(100)
  expect(lines).toContain('Each:99/End: put out the result')
})

it('shows on a terminal where it is, in a line that the next takes away', async () => {
  const events = eventsOf(passing, words(100)).map((event, index) => ({ ...event, at: 200 * index }))

  const lines = await told(events, { isTTY: true })

  const written = lines.join('\n')
  const seen = lines.map((line) => line.slice(line.lastIndexOf(takenAway) + 1)).join('\n')
  expect([written.includes('element 99 of 100'), seen.includes('element 99 of 100')]).toEqual([true, false])
  expect([written.includes('element 100 of 100'), seen.includes('element 100 of 100')]).toEqual([true, true])
})

it('puts out a list where there is an output for each element, in the order of the elements', () => {
  const events = eventsOf(passing, ['a', 'b', 'c'])
  const mixed = [...events.slice(0, 4), ...events.slice(4).toReversed()]

  expect(JSON.parse(outputText(mixed))).toEqual(['a', 'b', 'c'])
  expect(JSON.parse(outputText(eventsOf(passing, ['a'])))).toEqual(['a'])
  expect(outputText(eventsOf(passing, []))).toBe('')
})
