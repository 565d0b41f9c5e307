import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import { collector, compiled, condition, data, gate, input, iterator, output, prompt } from '../../test/definitions.ts'
import { PureRun } from '../../test/engine/pure-run.ts'
import { each, failures, outputs, run, told } from '../../test/engine/told.ts'
import { limits } from '../../test/engine/world.ts'
import { decide } from './decide.ts'
import type { ExecutionLimits } from './event.ts'
import { evolve } from './evolve.ts'
import { newState } from './state.ts'

describe('an Iterator', () => {
  it('invariant 6: visits its region once for each element, one after the other, and its Collector fires once', () => {
    expect(told(run(each, ['a', 'b']))).toEqual([
      'Start > ["a","b"]',
      'Each < ["a","b"]',
      'Each:0/Each > "a"',
      'Each:0/Ask < "a"',
      'Each:0/Ask > "A"',
      'Each:0/Gather < "A"',
      'Each:1/Each > "b"',
      'Each:1/Ask < "b"',
      'Each:1/Ask > "B"',
      'Each:1/Gather < "B"',
      'Gather > ["A","B"]',
      'End < ["A","B"]',
      'End = ["A","B"]',
    ])
  })

  it('invariant 6: has as many elements under way as may be at once, and the Collector puts them in order', () => {
    const one = new PureRun(compiled(each), ['a', 'b', 'c', 'd'], { limits: { ...limits, iteratorConcurrency: 3 } })
    one.decideAll()
    expect([...one.state.inFlight.keys()]).toEqual(['Each:0/Ask', 'Each:1/Ask', 'Each:2/Ask'])

    const answer = (path: string, modelCompletion: string): void => {
      one.record([{ type: 'nodeOutput', node: 'Ask', path, outputs: { modelCompletion } }])
      one.decideAll()
    }
    answer('Each:2', 'C')
    expect([...one.state.inFlight.keys()]).toEqual(['Each:0/Ask', 'Each:1/Ask', 'Each:3/Ask'])
    answer('Each:3', 'D')
    answer('Each:0', 'A')
    answer('Each:1', 'B')

    expect(outputs(one)).toEqual(['End = ["A","B","C","D"]'])
    expect(one.state.ended?.status).toBe('Succeeded')
    expect([...one.state.scopes.keys()]).toEqual([''])
  })

  it('invariant 18: queues no more than its next element, however many may be at once', () => {
    const one = new PureRun(
      compiled(each),
      Array.from({ length: 1_000 }, () => 'x'),
      { limits: { ...limits, iteratorConcurrency: 1_000 } },
    )
    for (let step = 0; step < 5; step++) one.record(decide(one.flow, one.state)?.events ?? [])

    expect(one.state.ready.length).toBe(1)
  })

  it('of an empty array visits nothing, and its Collector has nothing', () => {
    expect(told(run(each, []))).toEqual(['Start > []', 'Each < []', 'Gather > []', 'End < []', 'End = []'])
  })

  it('without a Collector puts out once for each element', () => {
    const definition = {
      nodes: [input('Array'), iterator('Each'), prompt('Ask'), output('End')],
      connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'Ask.text'), data('Ask', 'End.document')],
    }

    expect(outputs(run(definition, ['a', 'b']))).toEqual(['Each:0/End = "A"', 'Each:1/End = "B"'])
    expect(outputs(run(definition, []))).toEqual([])
  })

  it('that reaches nothing puts out its elements', () => {
    const definition = {
      nodes: [input('Array'), iterator('Each'), output('End', '$.data', 'Array')],
      connections: [data('Start', 'Each.array'), data('Start', 'End.document')],
    }

    expect(told(run(definition, ['a', 'b'])).filter((line) => line.includes('/'))).toEqual(['Each:0/Each > "a"', 'Each:1/Each > "b"'])
  })

  it('fails for an element of another type', () => {
    expect(failures(run(each, ['a', 1]))).toEqual([expect.stringMatching(/^Each:1\/Each ! .*arrayItem.*STRING.*/)])
  })

  const chosen: FlowDefinition = {
    nodes: [
      input('Object'),
      iterator('Each', 'Number', '$.data.items'),
      condition('Route', { size: ['$.data', 'Number'], least: ['$.data.least', 'Number'] }, { big: 'size > least' }),
      prompt('Ask', { text: ['$.data', 'Number'] }),
      collector('Gather'),
      output('End', '$.data', 'Array'),
    ],
    connections: [
      data('Start', 'Each.array'),
      data('Each.arrayItem', 'Route.size'),
      data('Start', 'Route.least'),
      data('Each.arrayItem', 'Ask.text'),
      gate('Route.big', 'Ask'),
      data('Ask', 'Gather.arrayItem'),
      data('Each.arraySize', 'Gather.arraySize'),
      data('Gather.collectedArray', 'End.document'),
    ],
  }

  it('invariant 6: skips in the Collector the elements that never reach it; values from outside are there in each', () => {
    const one = run(chosen, { items: [1, 5, 2, 7], least: 3 })

    expect(outputs(one)).toEqual(['End = ["5","7"]'])
    expect(told(one).filter((line) => line.includes(' ? '))).toEqual([
      'Each:0/Route ? default',
      'Each:1/Route ? big',
      'Each:2/Route ? default',
      'Each:3/Route ? big',
    ])
  })

  it('invariant 3: waits for what its region imports, alive or dead', () => {
    const late: FlowDefinition = {
      nodes: [
        input('Object'),
        iterator('Each', 'String', '$.data.items'),
        prompt('Late', { text: ['$.data.text', 'String'] }),
        condition('Route', { word: ['$.data', 'String'] }, { yes: 'word == "YES"' }),
        prompt('Join', { item: ['$.data', 'String'], late: ['$.data', 'String'] }),
        prompt('Behind', { item: ['$.data', 'String'] }),
        output('JoinEnd'),
        output('BehindEnd'),
      ],
      connections: [
        data('Start', 'Each.array'),
        data('Start', 'Late.text'),
        data('Late', 'Route.word'),
        data('Each.arrayItem', 'Join.item'),
        data('Late', 'Join.late'),
        data('Each.arrayItem', 'Behind.item'),
        gate('Route.yes', 'Behind'),
        data('Join', 'JoinEnd.document'),
        data('Behind', 'BehindEnd.document'),
      ],
    }

    const yes = run(late, { items: ['a', 'b'], text: 'yes' })
    expect(told(yes).indexOf('Route ? yes')).toBeLessThan(told(yes).indexOf('Each < ["a","b"]'))
    expect(outputs(yes)).toHaveLength(4)
    expect(outputs(run(late, { items: ['a', 'b'], text: 'no' }))).toEqual(['Each:0/JoinEnd = "A"', 'Each:1/JoinEnd = "B"'])
  })

  it('invariant 1: that is dead takes its Collector along', () => {
    const definition: FlowDefinition = {
      ...each,
      nodes: [...(each.nodes ?? []), condition('Route', { items: ['$.data[0]', 'String'] }, { go: 'items == "go"' })],
      connections: [...(each.connections ?? []), data('Start', 'Route.items'), gate('Route.go', 'Each')],
    }

    expect(outputs(run(definition, ['go', 'b']))).toEqual(['End = ["GO","B"]'])
    const stopped = run(definition, ['no', 'b'])
    expect([outputs(stopped), stopped.state.ended?.status]).toEqual([[], 'Succeeded'])
  })

  it('stands in another, or behind another', () => {
    const nested: FlowDefinition = {
      nodes: [
        input('Array'),
        iterator('Outer', 'Array'),
        iterator('Inner'),
        prompt('Ask'),
        collector('InnerAll'),
        collector('OuterAll', 'Array'),
        iterator('Again', 'Array'),
        output('End', '$.data', 'Array'),
      ],
      connections: [
        data('Start', 'Outer.array'),
        data('Outer.arrayItem', 'Inner.array'),
        data('Inner.arrayItem', 'Ask.text'),
        data('Ask', 'InnerAll.arrayItem'),
        data('Outer.arraySize', 'InnerAll.arraySize'),
        data('InnerAll.collectedArray', 'OuterAll.arrayItem'),
        data('Outer.arraySize', 'OuterAll.arraySize'),
        data('OuterAll.collectedArray', 'Again.array'),
        data('Again.arrayItem', 'End.document'),
      ],
    }

    for (const iteratorConcurrency of [1, 2, 10])
      expect(outputs(run(nested, [['a', 'b'], [], ['c']], { iteratorConcurrency }))).toEqual([
        'Again:0/End = ["A","B"]',
        'Again:1/End = []',
        'Again:2/End = ["C"]',
      ])
  })
})

describe('control flow', () => {
  it.each<[string, Partial<ExecutionLimits>, RegExp]>([
    ['visits', { visits: 5 }, /5 visits of nodes \(setting limits\.visits\)/],
    ['events', { events: 9 }, /9 events \(setting limits\.events\)/],
    ['bytes', { executionBytes: 30 }, /30 bytes of values and paths \(setting limits\.executionBytes\)/],
    [
      'collected bytes',
      { collectedBytes: 5 },
      /^Each:1\/Gather ! Node Gather has gathered more than 5 bytes \(setting limits\.collectedBytes\)/,
    ],
  ])('invariant 18: is bounded by %s', (_, changes, message) => {
    const one = run(each, ['a', 'b', 'c', 'd'], changes)

    expect(failures(one)).toEqual([expect.stringMatching(message)])
    expect(one.state.ended?.status).toBe('Failed')
  })

  it('invariant 18: is bounded by the bytes of its paths too, which are long where many Iterators are in each other', () => {
    const longName = `Each${'x'.repeat(40)}`
    const definition: FlowDefinition = {
      nodes: [input('Array'), iterator(longName), output('End')],
      connections: [data('Start', `${longName}.array`), data(`${longName}.arrayItem`, 'End.document')],
    }

    expect(failures(run(definition, ['', '', ''], { executionBytes: 300 }))).toEqual([
      expect.stringMatching(/300 bytes of values and paths/),
    ])
    expect(failures(run(definition, ['', '', ''], { executionBytes: 600 }))).toEqual([])
  })

  it('invariant 12: goes on from any prefix of its log as it would have gone on', () => {
    const { events, flow } = run(each, ['a', 'b', 'c'], { iteratorConcurrency: 2 })

    for (let length = 2; length <= events.length; length++) {
      const state = newState()
      for (const event of events.slice(0, length)) evolve(flow, state, event)
      const again = new PureRun(flow, ['a', 'b', 'c'], { limits: { ...limits, iteratorConcurrency: 2 } })
      again.record(events.slice(2, length))

      expect(state).toEqual(again.state)
    }
  })
})
