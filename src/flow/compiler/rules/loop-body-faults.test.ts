import { expect, it } from 'vitest'
import type { FlowDefinition, FlowNode } from '../../../contract/flow-definition.ts'
import { compile } from '../compile.ts'
import { unavailableNodeTypes } from '../unavailable-node-type.ts'
import { begin, beside, control, flow, input, looping, refine } from '../../../../test/findings/finding-case.ts'
import { ask, data, end, gate } from '../../../../test/small-definitions.ts'

const found = (definition: FlowDefinition) => {
  const later = new Set(unavailableNodeTypes(definition).map(({ message }) => message))
  return compile(definition)
    .findings.map(({ severity, type, message }) => ({ message, line: `${severity} ${type} ${message}` }))
    .filter(({ message }) => !later.has(message))
    .map(({ line }) => line)
}

const steps = [
  data('Begin.draft', 'Improve.words'),
  ...['verdict', 'draft', 'final'].map((name) => data('Improve.modelCompletion', `Control.${name}`)),
]
const body = flow([begin, ask('Improve'), control], steps)
const controlled = (inputs: NonNullable<FlowNode['inputs']>, connections = steps) =>
  looping(refine(flow([begin, ask('Improve'), { ...control, inputs }], connections)))
const [verdict, draft, final] = control.inputs ?? []
if (!verdict || !draft || !final) throw new Error('The LoopController has three inputs')

it.each<[string, FlowDefinition, readonly string[]]>([
  ['a Loop', looping(refine(body)), []],
  [
    'a Loop in a Loop, whose names are those outside',
    looping(
      refine(
        flow(
          [begin, refine(body), control],
          [data('Begin.draft', 'Refine.draft'), ...['verdict', 'draft', 'final'].map((name) => data('Refine.final', `Control.${name}`))],
        ),
      ),
    ),
    [],
  ],
  [
    'the number of iterations as an output',
    looping({
      ...refine(body),
      outputs: [
        { name: 'final', type: 'String' },
        { name: 'iterationCount', type: 'Number' },
      ],
    }),
    [],
  ],
  [
    'an Output in a body',
    looping(refine({ ...body, nodes: [...(body.nodes ?? []), end], connections: [...steps, data('Begin.draft', 'End')] })),
    ['Error Unspecified The body of Loop Refine holds the Output node End: a Loop ends by its own outputs.'],
  ],
  [
    'a LoopController that no path reaches',
    looping(refine(flow([begin, { ...ask('Improve', 'x'), inputs: [] }, control], steps.slice(1)))),
    [
      'Warning UnreachableNode Node Improve is never reached: no path leads to it from the LoopInput node of Loop Refine.',
      'Error Unspecified No path leads from the LoopInput of Loop Refine to its LoopController Control: no iteration could end.',
    ].toReversed(),
  ],
  [
    'a LoopInput outside, without a connection',
    beside([begin]),
    ['Error Unspecified Node Begin of type LoopInput belongs into the body of a Loop.'],
  ],
  [
    'a LoopInput outside, with a connection',
    beside([begin, ask('Ask')], [data('Begin.draft', 'Ask.words', 'stray')]),
    ['Error InvalidLoopBoundary Connection stray leads from or to node Begin of type LoopInput, which belongs into the body of a Loop.'],
  ],
  [
    'a connection from the flow into a body',
    { ...looping(refine(body)), connections: [...(looping(refine(body)).connections ?? []), data('Start', 'Improve.words', 'into')] },
    [
      'Error InvalidLoopBoundary Connection into of the flow itself names node Improve, which is in another definition: values enter and leave a Loop by its own inputs and outputs.',
    ],
  ],
  [
    'a value that returns to nothing',
    controlled(
      [verdict, { ...draft, name: 'note' }, final],
      [...steps.slice(0, 2), data('Improve.modelCompletion', 'Control.note'), ...steps.slice(3)],
    ),
    ['Warning Unspecified Input note of node Control returns to no output of the LoopInput Begin: its value is dropped.'],
  ],
  [
    'a value that returns as another type',
    controlled([verdict, { ...draft, type: 'Object', expression: '$.data.x' }, final]),
    ['Error MismatchedNodeInputType Input draft of node Control is declared as Object; it must be String.'],
  ],
  [
    'a condition over an input of another category',
    controlled([{ ...verdict, category: 'ExitLoop' }, draft, final]),
    [
      'Error MalformedConditionExpression Condition again of node Control is malformed: The input verdict is not of category LoopCondition.',
    ],
  ],
  [
    'a condition and an output without their connections',
    controlled([verdict, draft, final], steps.slice(0, 1).concat(data('Improve.modelCompletion', 'Control.draft'))),
    [
      'Error UnfulfilledNodeInput Input verdict of node Control has no data connection.',
      'Error UnfulfilledNodeInput Input final of node Control has no data connection.',
    ],
  ],
  [
    'a controller without an expression',
    looping(
      refine(
        flow([begin, ask('Improve'), { ...control, configuration: { loopController: { continueCondition: { name: 'again' } } } }], steps),
      ),
    ),
    ['Error MalformedConditionExpression Condition again of node Control is malformed: Every condition but default needs an expression.'],
  ],
  [
    'an output of a Loop that nothing gives',
    looping({
      ...refine(body),
      outputs: [
        { name: 'final', type: 'String' },
        { name: 'best', type: 'String' },
      ],
    }),
    [
      "Error UnknownNodeOutput Node Refine has an unknown output 'best' that is not supported by this node type: no ExitLoop input of its LoopController has this name.",
    ],
  ],
  [
    'a LoopInput whose output gets nothing',
    looping(
      refine({
        ...body,
        nodes: [
          {
            ...begin,
            outputs: [
              { name: 'draft', type: 'String' },
              { name: 'tone', type: 'String' },
            ],
          },
          ask('Improve'),
          control,
        ],
      }),
    ),
    ['Error MissingNodeInput Node Refine is missing the required input tone.'],
  ],
  [
    'what goes in and out as another type',
    looping({ ...refine(body), inputs: [input('draft', 'Object', '$.data.x')], outputs: [{ name: 'final', type: 'Number' }] }),
    [
      'Error MismatchedNodeInputType Input draft of node Refine is declared as Object; it must be String.',
      'Error MismatchedNodeOutputType Output final of node Refine is declared as Number; it must be String.',
      'Error IncompatibleConnectionDataType Connection RefinefinalToEnd delivers Number to input document of node End, which takes String (expression $.data).',
    ],
  ],
  [
    'a gate from a LoopController',
    looping(
      refine(
        flow(
          [begin, ask('Improve'), ask('Next', 'x'), control],
          [...steps, data('Begin.draft', 'Next.words'), gate('Control', 'again', 'Next')],
        ),
      ),
    ),
    ['Error UnknownConnectionCondition Connection ControlagainNext references an unknown condition, again of node Control.'],
  ],
])('judges %s', (_, definition, lines) => {
  expect(found(definition)).toEqual(lines)
})

it('tells what is in a body together with its Loop', () => {
  const broken = { ...body, nodes: [begin, ask('Improve', '{{words}} {{inside}}'), control] }
  const definition = flow(
    [ask('Before', '{{words}} {{before}}'), ...(looping(refine(broken)).nodes ?? []), ask('Behind', '{{words}} {{behind}}')],
    [...(looping(refine(broken)).connections ?? []), data('Start', 'Before.words'), data('Start', 'Behind.words')],
  )

  expect(found(definition)).toEqual(
    [
      ['Before', 'before'],
      ['Improve', 'inside'],
      ['Behind', 'behind'],
    ].map(([node, name]) => `Error MissingNodeInput Node ${node} is missing the required input ${name}.`),
  )
})
