import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowConnection, FlowDefinition, FlowNode } from '../../../contract/flow-definition.ts'
import { compile } from '../compile.ts'
import type { CompiledFlow } from '../compiled-flow.ts'
import { collector, flow, input, iterator } from '../../../../test/findings/finding-case.ts'
import { randomFlow } from '../../../../test/random-flow.ts'
import { ask, data, end, gate, route, start } from '../../../../test/small-definitions.ts'

const found = (definition: FlowDefinition): readonly string[] =>
  compile(definition).findings.flatMap(({ type, details }) =>
    type === 'UnsatisfiedConnectionConditions' ? (details?.unsatisfiedConnectionConditions?.connection ?? []) : [],
  )

const condition = (name: string): FlowNode => ({
  ...route({ name: 'one', expression: 'word == "1"' }, { name: 'two', expression: 'word == "2"' }),
  name,
  inputs: [input('word')],
})
const free = (name: string): FlowNode => ({ ...ask(name, 'Say hello'), inputs: [] })
const join = (name: string): FlowNode => ({ ...ask(name, 'Say hello'), inputs: [input('left'), input('right')] })
const give = (from: string, to: string) => data(`${from}.modelCompletion`, to, `${from}To${to.replace('.', '')}`)
/** Conditions One and Two over the document, these nodes and connections. */
const around = (nodes: readonly FlowNode[], connections: readonly FlowConnection[]) =>
  flow(
    [start, condition('One'), condition('Two'), ...nodes, end],
    [data('Start', 'End'), data('Start', 'One.word'), data('Start', 'Two.word'), ...connections],
  )

describe('a connection that no run activates', () => {
  it.each<[string, readonly FlowNode[], readonly FlowConnection[], readonly string[]]>([
    ['no branches meet', [free('Left'), free('Right')], [gate('One', 'one', 'Left'), gate('One', 'two', 'Right')], []],
    [
      'branches of one Condition meet',
      [free('Left'), free('Right'), join('Join')],
      [gate('One', 'one', 'Left'), gate('One', 'two', 'Right'), give('Left', 'Join.left'), give('Right', 'Join.right')],
      ['RightToJoinright'],
    ],
    [
      'branches of two Conditions meet',
      [free('Left'), free('Right'), join('Join')],
      [gate('One', 'one', 'Left'), gate('Two', 'two', 'Right'), give('Left', 'Join.left'), give('Right', 'Join.right')],
      [],
    ],
    [
      'a branch is behind another outcome of its own Condition',
      [free('Left'), free('Deep')],
      [gate('One', 'one', 'Left'), { ...give('Left', 'Deep.words') }, gate('One', 'two', 'Deep')],
      ['OnetwoDeep'],
    ],
    [
      'one of two gates fits',
      [free('Left'), join('Join')],
      [
        gate('One', 'one', 'Left'),
        give('Left', 'Join.left'),
        give('Left', 'Join.right'),
        gate('One', 'one', 'Join'),
        gate('One', 'two', 'Join'),
      ],
      ['OnetwoJoin'],
    ],
    [
      'two gates leave out the third outcome',
      [free('Left'), free('Right'), join('Join')],
      [
        gate('One', 'one', 'Left'),
        gate('One', 'two', 'Left'),
        gate('One', 'default', 'Right'),
        give('Left', 'Join.left'),
        give('Right', 'Join.right'),
      ],
      ['RightToJoinright'],
    ],
    [
      'what follows is not told again',
      [free('Left'), free('Right'), join('Join'), ask('After')],
      [
        gate('One', 'one', 'Left'),
        gate('One', 'two', 'Right'),
        give('Left', 'Join.left'),
        give('Right', 'Join.right'),
        give('Join', 'After.words'),
        gate('Two', 'one', 'After'),
      ],
      ['RightToJoinright'],
    ],
    ['a node is never reached', [free('Lost'), join('Join')], [give('Lost', 'Join.left'), data('Start', 'Join.right')], ['LostToJoinleft']],
  ])('is found when %s', (_, nodes, connections, names) => {
    const inputs = nodes.map((node) => (node.name === 'Deep' ? { ...node, inputs: [input('words')] } : node))

    expect(found(around(inputs, connections))).toEqual(names)
  })

  it('is none behind a Collector, whatever became of the elements', () => {
    const definition = around(
      [
        { ...iterator, inputs: [input('array', 'Array', '$.data.items')] },
        { ...condition('Each1') },
        free('Yes'),
        free('Late'),
        collector,
        join('Behind'),
      ],
      [
        data('Start', 'Each.array'),
        data('Each.arrayItem', 'Each1.word'),
        gate('Each1', 'one', 'Yes'),
        give('Yes', 'Gather.arrayItem'),
        data('Each.arraySize', 'Gather.arraySize'),
        data('Gather.collectedArray', 'Behind.left'),
        gate('One', 'one', 'Each'),
        gate('One', 'two', 'Late'),
        give('Late', 'Behind.right'),
      ],
    )

    expect(found(definition)).toEqual(['LateToBehindright'])
  })

  it('is not looked for above 4,096 outcomes', () => {
    const many = Array.from({ length: 1366 }, (_, index) => condition(`Many${index}`))
    const connections = many.map(({ name }) => data('Start', `${name}.word`))
    const plain = flow([start, ...many, end], [data('Start', 'End'), ...connections])

    expect(compile(plain).findings).toEqual([
      {
        severity: 'Warning',
        type: 'Unspecified',
        message: 'The flow has 4098 conditions: whether all its connections can be activated is checked up to 4096.',
        details: { unspecified: {} },
      },
    ])
    expect(
      compile({ ...plain, nodes: [start, ...many.slice(1), end], connections: [data('Start', 'End'), ...connections.slice(1)] }).findings,
    ).toEqual([])
  })
})

/** Which nodes fire when each Condition has this outcome. */
const fired = ({ nodes, start: first }: CompiledFlow, outcomeOf: (name: string) => string | undefined): ReadonlySet<number> => {
  const alive = new Set([first.index])
  const open = nodes.map(({ gateCount }) => gateCount === 0)
  const missing = nodes.map(({ dataCount }) => dataCount)
  const idle = new Set(nodes.filter(({ dataCount, gateCount }) => dataCount + gateCount > 0).map(({ index }) => index))
  for (const index of alive) {
    const node = nodes[index]
    for (const { node: target } of node?.data ?? []) missing[target] = (missing[target] ?? 0) - 1
    for (const { condition: name, node: target } of node?.gates ?? []) open[target] ||= outcomeOf(node?.name ?? '') === name
    for (const candidate of idle) {
      if (!open[candidate] || missing[candidate] !== 0) continue
      idle.delete(candidate)
      alive.add(candidate)
    }
  }
  return alive
}

it('never names a connection that some run activates, in random flows', () => {
  let named = 0
  fc.assert(
    fc.property(
      randomFlow,
      fc.array(fc.array(fc.nat(2), { minLength: 31, maxLength: 31 }), { minLength: 40, maxLength: 40 }),
      (definition, draws) => {
        const unsatisfied = new Set(found(definition))
        const compiled = compile(definition).flow
        if (!compiled) throw new Error('A random flow does not compile')
        named += unsatisfied.size
        for (const draw of draws) {
          const outcomeOf = (name: string) => ['first', 'second', 'default'][draw[compiled.byName.get(name)?.index ?? 0] ?? 0]
          const alive = fired(compiled, outcomeOf)
          const active = (definition.connections ?? []).filter(({ source, target, configuration }) => {
            const [from, to] = [source, target].map((name) => alive.has(compiled.byName.get(name)?.index ?? -1))
            return from && to && (!configuration?.conditional || configuration.conditional.condition === outcomeOf(source))
          })
          expect(active.filter(({ name }) => unsatisfied.has(name))).toEqual([])
        }
      },
    ),
    { numRuns: 150 },
  )

  expect(named).toBeGreaterThan(0)
})
