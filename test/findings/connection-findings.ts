import type { FlowConnection } from '../../src/contract/flow-definition.ts'
import { ask, data, end, gate, route, start } from '../small-definitions.ts'
import { beside, flow, input, type FindingCase } from './finding-case.ts'

const asked = data('Start', 'Ask.words')
const yes = { name: 'yes', expression: 'word == "yes"' }
const routed = [data('Start', 'Route.word'), data('Start', 'Route.other')]
const two = (...connections: readonly FlowConnection[]) =>
  beside([{ ...ask('Ask'), inputs: [input('words'), input('more')] }, ask('Bee')], [asked, data('Start', 'Bee.words'), ...connections])
const branches = (last: FlowConnection) =>
  beside(
    [route(yes), ask('Ask'), ask('Bee')],
    [...routed, asked, data('Ask.modelCompletion', 'Bee.words'), gate('Route', 'yes', 'Ask'), last],
  )
const about = <Type extends string>(type: Type, message: string) => ({ severity: 'Error' as const, type, message })

/** What one connection, or several together, can have wrong. */
export const connectionFindings = {
  CyclicConnection: {
    definition: two(data('Ask.modelCompletion', 'Ask.more', 'back')),
    finding: {
      ...about('CyclicConnection', 'Connection back closes a cycle: what follows node Ask leads back to it.'),
      details: { cyclicConnection: { connection: 'back' } },
    },
    neighbour: two(data('Bee.modelCompletion', 'Ask.more', 'on')),
  },
  DuplicateConnections: {
    definition: branches({ ...gate('Route', 'yes', 'Ask'), name: 'again' }),
    finding: {
      ...about('DuplicateConnections', 'Connection again repeats another one from node Route to node Ask.'),
      details: { duplicateConnections: { source: 'Route', target: 'Ask' } },
    },
    neighbour: branches({ ...gate('Route', 'default', 'Ask'), name: 'again' }),
  },
  UnknownConnectionSource: {
    definition: two(data('Nobody.text', 'Ask.more', 'lost')),
    finding: {
      ...about('UnknownConnectionSource', 'Connection lost references an unknown source node, Nobody.'),
      details: { unknownConnectionSource: { connection: 'lost' } },
    },
    neighbour: two(data('Bee.modelCompletion', 'Ask.more', 'lost')),
  },
  UnknownConnectionSourceOutput: {
    definition: two(data('Bee.text', 'Ask.more', 'lost')),
    finding: {
      ...about('UnknownConnectionSourceOutput', 'Connection lost references an unknown source output, text of node Bee.'),
      details: { unknownConnectionSourceOutput: { connection: 'lost' } },
    },
    neighbour: two(data('Bee.modelCompletion', 'Ask.more', 'lost')),
  },
  UnknownConnectionTarget: {
    definition: beside([], [data('Start', 'Nobody.words', 'lost')]),
    finding: {
      ...about('UnknownConnectionTarget', 'Connection lost references an unknown target node, Nobody.'),
      details: { unknownConnectionTarget: { connection: 'lost' } },
    },
    neighbour: beside([ask('Nobody')], [data('Start', 'Nobody.words', 'lost')]),
  },
  UnknownConnectionTargetInput: {
    definition: beside([ask('Ask')], [asked, data('Start', 'Ask.more', 'lost')]),
    finding: {
      ...about('UnknownConnectionTargetInput', 'Connection lost references an unknown target input, more of node Ask.'),
      details: { unknownConnectionTargetInput: { connection: 'lost' } },
    },
    neighbour: two(data('Start', 'Ask.more', 'lost')),
  },
  UnknownConnectionCondition: {
    definition: branches({ ...gate('Route', 'no', 'Ask'), name: 'lost' }),
    finding: {
      ...about('UnknownConnectionCondition', 'Connection lost references an unknown condition, no of node Route.'),
      details: { unknownConnectionCondition: { connection: 'lost' } },
    },
    neighbour: branches({ ...gate('Route', 'default', 'Ask'), name: 'lost' }),
  },
  IncompatibleConnectionDataType: {
    definition: flow([start, { ...end, inputs: [input('document', 'Object')] }], [data('Start', 'End')]),
    finding: {
      ...about(
        'IncompatibleConnectionDataType',
        'Connection StartToEnd delivers String to input document of node End, which takes Object (expression $.data).',
      ),
      details: { incompatibleConnectionDataType: { connection: 'StartToEnd' } },
    },
    neighbour: flow([start, { ...end, inputs: [input('document', 'Object', '$.data.answer')] }], [data('Start', 'End')]),
  },
  MissingConnectionConfiguration: {
    definition: branches({ name: 'bare', type: 'Conditional', source: 'Route', target: 'Ask' }),
    finding: {
      ...about('MissingConnectionConfiguration', 'Connection bare is of type Conditional and needs the configuration conditional.'),
      details: { missingConnectionConfiguration: { connection: 'bare' } },
    },
    neighbour: branches({ ...gate('Route', 'default', 'Ask'), name: 'bare' }),
  },
  MultipleNodeInputConnections: {
    definition: beside([ask('Ask'), ask('Bee')], [asked, data('Start', 'Bee.words'), data('Bee.modelCompletion', 'Ask.words')]),
    finding: {
      ...about('MultipleNodeInputConnections', 'Input words of node Ask has multiple incoming connections; it takes one.'),
      details: { multipleNodeInputConnections: { node: 'Ask', input: 'words' } },
    },
    neighbour: two(data('Bee.modelCompletion', 'Ask.more')),
  },
  UnsatisfiedConnectionConditions: {
    definition: branches({ ...gate('Route', 'default', 'Bee'), name: 'never' }),
    finding: {
      severity: 'Warning',
      type: 'UnsatisfiedConnectionConditions',
      message: 'Connection never can never be activated: what else node Bee waits for needs another outcome of the same Condition.',
      details: { unsatisfiedConnectionConditions: { connection: 'never' } },
    },
    neighbour: branches({ ...gate('Route', 'yes', 'Bee'), name: 'never' }),
  },
} as const satisfies Record<string, FindingCase>
