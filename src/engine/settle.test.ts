import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { CompiledFlow } from '../flow/compiler/compiled-flow.ts'
import { chain, compiled, condition, data, fan, gate, input, output, prompt, routed } from '../../test/definitions.ts'
import { PureRun } from '../../test/engine/pure-run.ts'
import { outline } from '../../test/engine/world.ts'

const text = ['$.data.text', 'String'] as const
const amount = { amount: ['$.data.amount', 'Number'] } as const

/** Visits in their order: what fired, without the Input node. */
const fired = (definition: FlowDefinition, document: { text: string; amount: number }): readonly string[] =>
  new PureRun(compiled(definition), document).finish().flatMap((event) => (event.type === 'nodeInput' ? [event.node] : []))

describe('a node', () => {
  it('invariant 1: fires when all its data is there and a gate is open', () => {
    expect(fired(routed, { text: 'tea', amount: 2000 })).toEqual(['Route', 'Big', 'Join', 'BigEnd'])
  })

  it('invariant 1: is dead when one of its data connections is dead, also if others are alive, and so is all that follows', () => {
    expect(fired(routed, { text: 'tea', amount: 1 })).toEqual(['Route', 'Small', 'SmallEnd'])
  })

  const doors = (first: string, second: string): FlowDefinition => ({
    nodes: [
      input('Object'),
      condition('Route', amount, { one: 'amount == 1', two: 'amount == 2' }),
      condition('Other', amount, { three: 'amount > 2' }),
      prompt('Behind', {}),
      output('End'),
    ],
    connections: [
      data('Start', 'Route.amount'),
      data('Start', 'Other.amount'),
      data('Behind', 'End.document'),
      gate(first, 'Behind'),
      gate(second, 'Behind'),
    ],
  })

  it.each([
    ['Route.one', 'Route.two', 1, true],
    ['Route.one', 'Route.two', 2, true],
    ['Route.two', 'Route.one', 1, true],
    ['Route.one', 'Route.two', 3, false],
    ['Route.one', 'Other.three', 1, true],
    ['Route.one', 'Other.three', 3, true],
    ['Other.three', 'Route.one', 2, false],
    ['Other.default', 'Route.one', 1, true],
  ] as const)('invariant 1: behind the gates %s and %s with amount %d fires: %s', (first, second, value, fires) => {
    expect(fired(doors(first, second), { text: '', amount: value }).includes('Behind')).toBe(fires)
  })

  it('invariant 1: settles once, however many gates to it open', () => {
    const events = new PureRun(compiled(doors('Route.one', 'Other.default')), { text: '', amount: 1 }).finish()

    expect(outline(events).filter((line) => line.endsWith(' Behind'))).toEqual(['nodeInput Behind', 'nodeOutput Behind'])
  })

  it('invariant 1: that nothing leads to is dead', () => {
    const definition = {
      nodes: [input('Object'), prompt('Lost', {}), output('LostEnd'), output('End', ...text)],
      connections: [data('Start', 'End.document'), data('Lost', 'LostEnd.document')],
    }

    expect(fired(definition, { text: 'tea', amount: 1 })).toEqual(['End'])
  })

  it('invariant 1: with more gates than 16 bits can count waits for one of them', () => {
    const ways = Object.fromEntries(Array.from({ length: 0xffff }, (_, index) => [`way${index}`, `amount == ${index}`]))
    const flow = compiled({
      nodes: [input('Object'), condition('Route', amount, ways), prompt('Behind', {}), output('End')],
      connections: [
        data('Start', 'Route.amount'),
        data('Behind', 'End.document'),
        ...Object.keys(ways).map((way) => gate(`Route.${way}`, 'Behind')),
      ],
    })

    const lines = [1, -1].map((chosen) => outline(new PureRun(flow, { text: '', amount: chosen }).finish()))

    expect(lines.map((events) => events.includes('nodeInput Behind'))).toEqual([true, false])
  })
})

describe('the cost of a run', () => {
  /** How often a whole run looks at a node of the flow. */
  const looks = (definition: FlowDefinition): number => {
    let count = 0
    const flow = compiled(definition)
    const nodes = new Proxy(flow.nodes, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) count++
        return Reflect.get(target, key, receiver)
      },
    })
    const counted: CompiledFlow = { ...flow, nodes }
    new PureRun(counted, 'tea').finish()
    return count
  }

  it.each([
    ['a chain', chain],
    ['a fan', fan],
  ])('invariant 5: of %s grows with its connections, not with their square', (_, definition) => {
    const [small, large] = [looks(definition(100)), looks(definition(1000))]

    expect(large / small).toBeLessThan(10.5)
  })

  it('invariant 5: of a chain of 1,000 prompts is four events each', () => {
    const events = new PureRun(compiled(chain(1000)), 'tea').finish()

    expect(events).toHaveLength(2 + 1 + 2 * 1000 + 2 + 1)
    expect(outline(events).slice(-3)).toEqual(['nodeInput End', 'flowOutput End', 'ended Succeeded'])
  })
})
