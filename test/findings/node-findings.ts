import type { FlowNode } from '../../src/contract/flow-definition.ts'
import { ask, data, end, gate, route, start } from '../small-definitions.ts'
import { beside, flow, input, type FindingCase } from './finding-case.ts'

const asked = data('Start', 'Ask.words')
const yes = { name: 'yes', expression: 'word == "yes"' }
const routed = [data('Start', 'Route.word'), data('Start', 'Route.other')]
const unheard: FlowNode = { ...ask('Ask'), outputs: [] }
const load = (type: 'String' | 'Number'): FlowNode => ({
  name: 'Load',
  type: 'Retrieval',
  configuration: { retrieval: { serviceConfiguration: { s3: { bucketName: 'source-bucket' } } } },
  inputs: [input('objectKey', type, '$.data.key')],
  outputs: [{ name: 's3Content', type: 'String' }],
})
const choose = (...conditions: readonly { readonly name: string; readonly expression?: string }[]): FlowNode => ({
  ...route(),
  configuration: { condition: { conditions } },
})

/** What one node can have wrong. */
export const nodeFindings = {
  MissingStartingNodes: {
    definition: flow([{ ...ask('Ask', 'Say hello'), inputs: [] }, end], [data('Ask.modelCompletion', 'End')]),
    finding: {
      severity: 'Error',
      type: 'MissingStartingNodes',
      message: 'The flow is missing a required Flow Input node.',
      details: { missingStartingNodes: {} },
    },
    neighbour: flow([start, ask('Ask'), end], [asked, data('Ask.modelCompletion', 'End')]),
  },
  MissingEndingNodes: {
    definition: flow([start, ask('Ask')], [asked]),
    finding: {
      severity: 'Error',
      type: 'MissingEndingNodes',
      message: 'The flow is missing a required Flow Output node.',
      details: { missingEndingNodes: {} },
    },
    neighbour: beside([ask('Ask')], [asked]),
  },
  MissingNodeConfiguration: {
    definition: beside(
      [{ ...load('String'), configuration: { retrieval: { serviceConfiguration: { s3: { bucketName: '' } } } } }],
      [data('Start', 'Load.objectKey')],
    ),
    finding: {
      severity: 'Error',
      type: 'MissingNodeConfiguration',
      message: 'Node Load is missing its required configuration: bucketName is empty.',
      details: { missingNodeConfiguration: { node: 'Load' } },
    },
    neighbour: beside([load('String')], [data('Start', 'Load.objectKey')]),
  },
  MissingNodeInput: {
    definition: beside([ask('Ask', '{{words}} {{tone}}')], [asked]),
    finding: {
      severity: 'Error',
      type: 'MissingNodeInput',
      message: 'Node Ask is missing the required input tone.',
      details: { missingNodeInput: { node: 'Ask', input: 'tone' } },
    },
    neighbour: beside([ask('Ask', '{{words}} {{ words }}')], [asked]),
  },
  MissingNodeOutput: {
    definition: beside([unheard], [asked]),
    finding: {
      severity: 'Error',
      type: 'MissingNodeOutput',
      message: 'Node Ask is missing the required output modelCompletion.',
      details: { missingNodeOutput: { node: 'Ask', output: 'modelCompletion' } },
    },
    neighbour: beside([ask('Ask')], [asked]),
  },
  UnknownNodeInput: {
    definition: beside(
      [{ ...load('String'), inputs: [input('objectKey'), input('version')] }],
      [data('Start', 'Load.objectKey'), data('Start', 'Load.version')],
    ),
    finding: {
      severity: 'Error',
      type: 'UnknownNodeInput',
      message: "Node Load has an unknown input 'version' that is not supported by this node type.",
      details: { unknownNodeInput: { node: 'Load', input: 'version' } },
    },
    neighbour: beside([{ ...ask('Ask'), inputs: [input('words'), input('version')] }], [asked, data('Start', 'Ask.version')]),
  },
  UnknownNodeOutput: {
    definition: beside([{ ...ask('Ask'), outputs: [...(ask('Ask').outputs ?? []), { name: 'usage', type: 'Number' }] }], [asked]),
    finding: {
      severity: 'Error',
      type: 'UnknownNodeOutput',
      message: "Node Ask has an unknown output 'usage' that is not supported by this node type.",
      details: { unknownNodeOutput: { node: 'Ask', output: 'usage' } },
    },
    neighbour: beside([ask('Ask')], [asked]),
  },
  MismatchedNodeInputType: {
    definition: beside([load('Number')], [data('Start', 'Load.objectKey')]),
    finding: {
      severity: 'Error',
      type: 'MismatchedNodeInputType',
      message: 'Input objectKey of node Load is declared as Number; it must be String.',
      details: { mismatchedNodeInputType: { node: 'Load', input: 'objectKey', expectedType: 'String' } },
    },
    neighbour: beside([load('String')], [data('Start', 'Load.objectKey')]),
  },
  MismatchedNodeOutputType: {
    definition: beside([{ ...ask('Ask'), outputs: [{ name: 'modelCompletion', type: 'Object' }] }], [asked]),
    finding: {
      severity: 'Error',
      type: 'MismatchedNodeOutputType',
      message: 'Output modelCompletion of node Ask is declared as Object; it must be String.',
      details: { mismatchedNodeOutputType: { node: 'Ask', output: 'modelCompletion', expectedType: 'String' } },
    },
    neighbour: beside([{ ...load('String'), outputs: [{ name: 's3Content', type: 'Object' }] }], [data('Start', 'Load.objectKey')]),
  },
  MalformedNodeInputExpression: {
    definition: beside([{ ...ask('Ask'), inputs: [input('words', 'String', '$.words')] }], [asked]),
    finding: {
      severity: 'Error',
      type: 'MalformedNodeInputExpression',
      message: 'The expression of input words of node Ask is malformed: Expression must start with $.data.',
      details: { malformedNodeInputExpression: { node: 'Ask', input: 'words', cause: 'Expression must start with $.data' } },
    },
    neighbour: beside([{ ...ask('Ask'), inputs: [input('words', 'String', '$.data.words')] }], [asked]),
  },
  MalformedConditionExpression: {
    definition: beside([route({ name: 'yes', expression: 'word > 3' })], routed),
    finding: {
      severity: 'Error',
      type: 'MalformedConditionExpression',
      message: 'Condition yes of node Route is malformed: The operator > does not compare values of type String.',
      details: {
        malformedConditionExpression: { node: 'Route', condition: 'yes', cause: 'The operator > does not compare values of type String' },
      },
    },
    neighbour: beside([route({ name: 'yes', expression: 'word == "3"' })], routed),
  },
  DuplicateConditionExpression: {
    definition: beside([route(yes, { ...yes, name: 'sure' })], routed),
    finding: {
      severity: 'Error',
      type: 'DuplicateConditionExpression',
      message: 'Node Route has multiple conditions with the same expression, word == "yes".',
      details: { duplicateConditionExpression: { node: 'Route', expression: 'word == "yes"' } },
    },
    neighbour: beside([route(yes, { name: 'sure', expression: 'word == "sure"' })], routed),
  },
  MissingDefaultCondition: {
    definition: beside([choose(yes)], routed),
    finding: {
      severity: 'Error',
      type: 'MissingDefaultCondition',
      message: 'Node Route is missing a default condition: add one named default, without an expression.',
      details: { missingDefaultCondition: { node: 'Route' } },
    },
    neighbour: beside([choose(yes, { name: 'default' })], routed),
  },
  UnfulfilledNodeInput: {
    definition: beside([ask('Ask'), { ...ask('Bee'), inputs: [input('words'), input('tone')] }], [asked, data('Start', 'Bee.words')]),
    finding: {
      severity: 'Warning',
      type: 'UnfulfilledNodeInput',
      message: 'Input tone of node Bee has no data connection.',
      details: { unfulfilledNodeInput: { node: 'Bee', input: 'tone' } },
    },
    neighbour: beside(
      [ask('Ask'), { ...ask('Bee'), inputs: [input('words'), input('tone')] }],
      [asked, data('Start', 'Bee.words'), data('Ask.modelCompletion', 'Bee.tone')],
    ),
  },
  UnreachableNode: {
    definition: beside([{ ...ask('Ask', 'Say hello'), inputs: [] }]),
    finding: {
      severity: 'Warning',
      type: 'UnreachableNode',
      message: 'Node Ask is never reached: no path leads to it from the Input node.',
      details: { unreachableNode: { node: 'Ask' } },
    },
    neighbour: beside([route(yes), { ...ask('Ask', 'Say hello'), inputs: [] }], [...routed, gate('Route', 'yes', 'Ask')]),
  },
  Unspecified: {
    definition: beside([{ ...ask('Ask'), inputs: [input('words'), input('words', 'Number')] }], [asked]),
    finding: { severity: 'Error', type: 'Unspecified', message: 'Node Ask declares two inputs of one name.', details: { unspecified: {} } },
    neighbour: beside([ask('Ask')], [asked]),
  },
} as const satisfies Record<string, FindingCase>
