import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { ExecutionLimits } from '../../src/engine/event.ts'
import type { ExecutionState } from '../../src/engine/state.ts'
import type { Json } from '../../src/lib/json.ts'
import { compiled, data, input, iterator, output, prompt } from '../definitions.ts'
import { PureRun } from './pure-run.ts'
import { each, repeating } from './told.ts'
import { limits } from './world.ts'

const many: ExecutionLimits = { ...limits, visits: 1e9, events: 1e9, executionBytes: 1e9, collectedBytes: 1e9 }

/** What belongs to the flow and to the request, not to the state: how much of it there is does not change. */
const given = new Set(['region', 'items', 'started'])

/** How many values can be reached from a state, each once. */
const sizeOf = (state: ExecutionState): number => {
  const seen = new Set<unknown>()
  const queues = [state.ready.length, state.waiting.length]
  let size = queues.reduce((total, length) => total + length, 0)
  const open: unknown[] = [state]
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    size++
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (value instanceof Map) open.push(...value.values())
    else for (const [key, member] of Object.entries(value)) if (!given.has(key)) open.push(member)
  }
  return size
}

/** The size of the state each time when `visits` more visits have answered. */
const sizes = (definition: FlowDefinition, document: Json, { visits, times, iteratorConcurrency = 1 }: Measure): readonly number[] => {
  const one = new PureRun(compiled(definition), document, { limits: { ...many, iteratorConcurrency } })
  one.decideAll()
  return Array.from({ length: times }, () => {
    for (let visit = 0; visit < visits; visit++) {
      one.answer('more')
      one.decideAll()
    }
    expect(one.state.ended).toBeUndefined()
    return sizeOf(one.state)
  })
}

interface Measure {
  readonly visits: number
  readonly times: number
  readonly iteratorConcurrency?: number
}

const uncollected: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), prompt('Ask'), output('End')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'Ask.text'), data('Ask', 'End.document')],
}
const nested: FlowDefinition = {
  nodes: [input('Array'), iterator('Rows', 'Array'), iterator('Each'), prompt('Ask'), output('End')],
  connections: [
    data('Start', 'Rows.array'),
    data('Rows.arrayItem', 'Each.array'),
    data('Each.arrayItem', 'Ask.text'),
    data('Ask', 'End.document'),
  ],
}
const words = (length: number): readonly string[] => Array.from({ length }, () => 'word')

describe('invariant 5: the state of an execution', () => {
  it.each([1, 10])('holds the elements that are open, not those that have passed, %d at once', (iteratorConcurrency) => {
    const measured = sizes(uncollected, [...words(5_100)], { visits: 1_000, times: 5, iteratorConcurrency })

    expect(new Set(measured).size).toBe(1)
  })

  it('grows with the elements that are open', () => {
    const [one = 0, ten = 0, hundred = 0] = [1, 10, 100].map(
      (iteratorConcurrency) => sizes(uncollected, [...words(300)], { visits: 10, times: 1, iteratorConcurrency })[0],
    )

    expect(hundred - ten).toBe(10 * (ten - one))
  })

  it('holds what a Collector has gathered once, and nothing else of an element that has passed', () => {
    const [first = 0, ...later] = sizes(each, [...words(5_100)], { visits: 1_000, times: 5 })

    expect(later).toEqual([1, 2, 3, 4].map((thousand) => first + 1_000 * thousand))
  })

  it('holds the elements of an inner Iterator while they are open', () => {
    const rows = Array.from({ length: 50 }, () => [...words(100)])
    const measured = sizes(nested, rows, { visits: 1_000, times: 4 })

    expect(new Set(measured).size).toBe(1)
  })

  it('holds the iteration that is open, not those that have passed', () => {
    const measured = sizes(repeating({ expression: 'more == "more"', maxIterations: 1_000 }), 'go', { visits: 200, times: 4 })

    expect(new Set(measured).size).toBe(1)
  })
})
