import type { FlowNode } from '../../src/contract/flow-definition.ts'
import { ask, data, route } from '../small-definitions.ts'
import { begin, control, flow, input, looping, refine, type FindingCase } from './finding-case.ts'

const steps = [
  data('Begin.draft', 'Improve.words'),
  ...['verdict', 'draft', 'final'].map((name) => data('Improve.modelCompletion', `Control.${name}`)),
]
const improve = ask('Improve')
const body = (extra: readonly FlowNode[] = [], connections = steps) => flow([begin, improve, ...extra, control], connections)
const sound = looping(refine(body()))
const about = <Type extends string>(type: Type, message: string) => ({ severity: 'Error' as const, type, message })
const loopNode = 'Refine'
const second = { ...control, name: 'Second' }

/** What a Loop and its body can have wrong. */
export const loopFindings = {
  MissingLoopInputNode: {
    definition: looping(refine(flow([{ ...ask('Improve', 'Say hello'), inputs: [] }, control], steps.slice(1)))),
    finding: {
      ...about('MissingLoopInputNode', 'The body of Loop Refine is missing a LoopInput node.'),
      details: { missingLoopInputNode: { loopNode } },
    },
    neighbour: sound,
  },
  MissingLoopControllerNode: {
    definition: looping(refine(flow([begin, improve], steps.slice(0, 1)))),
    finding: {
      ...about('MissingLoopControllerNode', 'The body of Loop Refine is missing a LoopController node.'),
      details: { missingLoopControllerNode: { loopNode } },
    },
    neighbour: sound,
  },
  MultipleLoopInputNodes: {
    definition: looping(refine(body([{ ...begin, name: 'Second' }]))),
    finding: {
      ...about('MultipleLoopInputNodes', 'The body of Loop Refine has several LoopInput nodes; it takes one.'),
      details: { multipleLoopInputNodes: { loopNode } },
    },
    neighbour: sound,
  },
  MultipleLoopControllerNodes: {
    definition: looping(
      refine(body([second], [...steps, ...['verdict', 'draft', 'final'].map((name) => data('Improve.modelCompletion', `Second.${name}`))])),
    ),
    finding: {
      ...about('MultipleLoopControllerNodes', 'The body of Loop Refine has several LoopController nodes; it takes one.'),
      details: { multipleLoopControllerNodes: { loopNode } },
    },
    neighbour: sound,
  },
  LoopIncompatibleNodeType: {
    definition: looping(refine(body([route()], [...steps, data('Begin.draft', 'Route.word'), data('Begin.draft', 'Route.other')]))),
    finding: {
      ...about('LoopIncompatibleNodeType', 'The body of Loop Refine holds node Route of type Condition, which it cannot repeat.'),
      details: { loopIncompatibleNodeType: { node: 'Refine', incompatibleNodeType: 'Condition', incompatibleNodeName: 'Route' } },
    },
    neighbour: looping(refine(body([ask('Route')], [...steps, data('Begin.draft', 'Route.words')]))),
  },
  InvalidLoopBoundary: {
    definition: looping(
      refine(
        flow(
          [begin, { ...improve, inputs: [input('words'), input('tone')] }, control],
          [...steps, data('Start', 'Improve.tone', 'across')],
        ),
      ),
    ),
    finding: {
      ...about(
        'InvalidLoopBoundary',
        'Connection across in the body of Loop Refine names node Start, which is in another definition: values enter and leave a Loop by its own inputs and outputs.',
      ),
      details: { invalidLoopBoundary: { connection: 'across', source: 'Start', target: 'Improve' } },
    },
    neighbour: looping(
      refine(
        flow(
          [begin, { ...improve, inputs: [input('words'), input('tone')] }, control],
          [...steps, data('Begin.draft', 'Improve.tone', 'across')],
        ),
      ),
    ),
  },
} as const satisfies Record<string, FindingCase>
