import { describe, expect, it } from 'vitest'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import { undecided } from '../../test/control-flow.ts'
import { compiled, data, input, iterator, loop, output, prompt } from '../../test/definitions.ts'
import { PureRun } from '../../test/engine/pure-run.ts'
import { failures, outputs, repeating, run, told } from '../../test/engine/told.ts'
import { limits } from '../../test/engine/world.ts'
import type { ExecutionLimits } from './event.ts'

/** A run of a Loop whose Prompt answers one after the other. */
const answered = (definition: FlowDefinition, answers: readonly string[], changes: Partial<ExecutionLimits> = {}): PureRun => {
  const one = new PureRun(compiled(definition), 'go', { limits: { ...limits, ...changes } })
  one.decideAll()
  for (const answer of answers) {
    one.answer(answer)
    one.decideAll()
  }
  return one
}

describe('a Loop', () => {
  it('invariant 7: repeats its body while the condition holds, and puts out what leaves it', () => {
    const one = answered(repeating({ expression: 'more != "done"' }), ['a', 'b', 'done'])

    expect(told(one)).toEqual([
      'Start > "go"',
      'Refine < "go"',
      'Refine:0/Begin > "go"',
      'Refine:0/Ask < "go"',
      'Refine:0/Ask > "a"',
      'Refine:0/Control < "a"',
      'Refine:1/Begin > "a"',
      'Refine:1/Ask < "a"',
      'Refine:1/Ask > "b"',
      'Refine:1/Control < "b"',
      'Refine:2/Begin > "b"',
      'Refine:2/Ask < "b"',
      'Refine:2/Ask > "done"',
      'Refine:2/Control < "done"',
      'Refine > "done"',
      'End < "done"',
      'End = "done"',
      'Count < 3',
      'Count = 3',
    ])
    expect(one.state.ended?.status).toBe('Succeeded')
  })

  it('invariant 7: runs once at least, and ends after so many iterations', () => {
    expect(outputs(answered(repeating({ expression: 'more == "more"' }), ['x']))).toEqual(['End = "x"', 'Count = 1'])
    expect(outputs(answered(repeating({ expression: 'more == "more"', maxIterations: 2 }), ['more', 'more']))).toEqual([
      'End = "more"',
      'Count = 2',
    ])
    expect(
      outputs(
        answered(
          repeating({ expression: 'more == "more"' }),
          Array.from({ length: 10 }, () => 'more'),
        ),
      ),
    ).toEqual(['End = "more"', 'Count = 10'])
  })

  it('keeps what does not come back', () => {
    const kept = repeating({ expression: 'more == "more"' })
    const definition: FlowDefinition = JSON.parse(JSON.stringify(kept).replace('"AsktoControldraft"', '"x"'))
    const body = definition.nodes?.[1]?.configuration?.loop?.definition
    const without: FlowDefinition = {
      ...definition,
      nodes:
        definition.nodes?.map((node) =>
          node.type === 'Loop'
            ? {
                ...node,
                configuration: {
                  loop: {
                    definition: {
                      nodes:
                        body?.nodes?.map((inner) =>
                          inner.type === 'LoopController'
                            ? { ...inner, inputs: inner.inputs?.filter(({ name }) => name !== 'draft') ?? [] }
                            : inner,
                        ) ?? [],
                      connections: body?.connections?.filter(({ configuration }) => configuration?.data?.targetInput !== 'draft') ?? [],
                    },
                  },
                },
              }
            : node,
        ) ?? [],
    }

    expect(told(answered(without, ['more', 'x'])).filter((line) => line.includes('Begin'))).toEqual([
      'Refine:0/Begin > "go"',
      'Refine:1/Begin > "go"',
    ])
  })

  it('invariant 7: fails when nothing decides whether it goes on', () => {
    expect(failures(answered(undecided, ['x']))).toEqual([
      'Refine:0/Control ! Node Control was not reached: nothing decides whether the loop goes on.',
    ])
  })

  it('stands in a Loop and in an Iterator', () => {
    const inner = loop('Inner', {
      nodes: [prompt('Ask')],
      connections: [
        data('Begin.draft', 'Ask.text'),
        data('Ask', 'Control.more'),
        data('Ask', 'Control.draft'),
        data('Ask', 'Control.final'),
      ],
    })
    const outer = loop(
      'Outer',
      {
        nodes: [inner],
        connections: [
          data('Begin.draft', 'Inner.draft'),
          data('Inner.final', 'Control.more'),
          data('Inner.final', 'Control.draft'),
          data('Inner.final', 'Control.final'),
        ],
      },
      { expression: 'more != "END"', maxIterations: 2 },
    )
    const definition: FlowDefinition = {
      nodes: [input('Array'), iterator('Each'), outer, output('End')],
      connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'Outer.draft'), data('Outer.final', 'End.document')],
    }

    const one = run(definition, ['end', 'b'])

    expect(outputs(one)).toEqual(['Each:0/End = "END"', 'Each:1/End = "B"'])
    expect(told(one)).toContain('Each:1/Outer:1/Inner:0/Ask < "B"')
  })
})
