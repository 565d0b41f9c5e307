import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../../contract/flow-definition.ts'
import { nodeTypes } from '../nodes/registry.ts'
import { compile } from './compile.ts'
import { start, end, ask, route, data, gate } from '../../../test/small-definitions.ts'

describe('a definition without Errors', () => {
  it('is linked by the numbers of its nodes', () => {
    const definition: FlowDefinition = {
      nodes: [end, start, ask('Ask'), route({ name: 'yes', expression: 'word == "yes"' })],
      connections: [
        data('Start', 'Ask.words'),
        data('Ask.modelCompletion', 'End'),
        data('Start', 'Route.word'),
        data('Start', 'Route.other'),
        gate('Route', 'yes', 'End'),
        gate('Route', 'yes', 'Ask'),
      ],
    }

    const { findings, flow } = compile(definition)

    expect(findings).toEqual([])
    expect(flow?.start).toBe(flow?.nodes[1])
    expect([...(flow?.byName.keys() ?? [])]).toEqual(['End', 'Start', 'Ask', 'Route'])
    const path = { steps: [] }
    const words = { name: 'words', type: 'String', expression: '$.data' }
    expect(flow?.nodes).toEqual([
      {
        index: 0,
        region: 0,
        slot: 0,
        awaitedBy: [],
        name: 'End',
        type: nodeTypes.Output,
        node: end,
        outputs: [],
        conditions: [],
        dataCount: 1,
        gateCount: 1,
        data: [],
        gates: [],
        inputs: [{ input: { ...words, name: 'document' }, path, source: { node: 2, output: 'modelCompletion' } }],
      },
      {
        index: 1,
        region: 0,
        slot: 1,
        awaitedBy: [],
        name: 'Start',
        type: nodeTypes.Input,
        node: start,
        inputs: [],
        outputs: start.outputs,
        conditions: [],
        dataCount: 0,
        gateCount: 0,
        gates: [],
        data: [
          { output: 'document', node: 2, input: 'words' },
          { output: 'document', node: 3, input: 'word' },
          { output: 'document', node: 3, input: 'other' },
        ],
      },
      {
        index: 2,
        region: 0,
        slot: 2,
        awaitedBy: [],
        name: 'Ask',
        type: nodeTypes.Prompt,
        node: definition.nodes?.[2],
        outputs: definition.nodes?.[2]?.outputs,
        conditions: [],
        dataCount: 1,
        gateCount: 1,
        gates: [],
        inputs: [{ input: words, path, source: { node: 1, output: 'document' } }],
        data: [{ output: 'modelCompletion', node: 0, input: 'document' }],
      },
      {
        index: 3,
        region: 0,
        slot: 3,
        awaitedBy: [],
        name: 'Route',
        type: nodeTypes.Condition,
        node: definition.nodes?.[3],
        outputs: [],
        dataCount: 2,
        gateCount: 0,
        data: [],
        inputs: [
          { input: { ...words, name: 'word' }, path, source: { node: 1, output: 'document' } },
          {
            input: { ...words, name: 'other', type: 'Object', expression: '$.data.other' },
            path: { steps: [{ type: 'member', name: 'other' }] },
            source: { node: 1, output: 'document' },
          },
        ],
        conditions: [
          {
            name: 'yes',
            expression: {
              type: 'compare',
              operator: '==',
              left: { type: 'input', name: 'word' },
              right: { type: 'constant', value: 'yes' },
            },
          },
          { name: 'default' },
        ],
        gates: [
          { condition: 'yes', node: 0 },
          { condition: 'yes', node: 2 },
        ],
      },
    ])
  })

  it('may be a line of 1,000 nodes', () => {
    const prompts = Array.from({ length: 1000 }, (_, index) => ask(`Ask${index}`))
    const between = prompts.slice(1).map((_, index) => data(`Ask${index}.modelCompletion`, `Ask${index + 1}.words`))

    const { findings, flow } = compile({
      nodes: [start, ...prompts, end],
      connections: [data('Start', 'Ask0.words'), ...between, data('Ask999.modelCompletion', 'End')],
    })

    expect(findings).toEqual([])
    expect(flow?.nodes).toHaveLength(1002)
  })

  it('may hold a node that nothing leads to', () => {
    const { findings, flow } = compile({ nodes: [start, end, ask('Dead', 'no variables')], connections: [data('Start', 'End')] })

    expect(findings.map(({ severity, type }) => [severity, type])).toEqual([
      ['Warning', 'UnfulfilledNodeInput'],
      ['Warning', 'UnreachableNode'],
    ])
    expect(flow?.nodes).toHaveLength(3)
  })
})
