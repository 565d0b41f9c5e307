import type { FlowConnection, FlowDefinition, FlowNode, IoType } from '../src/contract/flow-definition.ts'
import type { CompiledFlow } from '../src/flow/compiler/compiled-flow.ts'
import { compile } from '../src/flow/compiler/compile.ts'

/** Inputs by name: `[expression, type]`. */
export type Inputs = Readonly<Record<string, readonly [expression: string, type: IoType]>>

const inputsOf = (inputs: Inputs) => Object.entries(inputs).map(([name, [expression, type]]) => ({ name, type, expression }))

export const input = (type: IoType = 'String'): FlowNode => ({ name: 'Start', type: 'Input', outputs: [{ name: 'document', type }] })

export const output = (name: string, expression = '$.data', type: IoType = 'String'): FlowNode => ({
  name,
  type: 'Output',
  inputs: [{ name: 'document', type, expression }],
})

/** Says its name, then its inputs: `Ask tea`. */
export const prompt = (name: string, inputs: Inputs = { text: ['$.data', 'String'] }): FlowNode => ({
  name,
  type: 'Prompt',
  configuration: {
    prompt: {
      sourceConfiguration: {
        inline: {
          modelId: 'test.model',
          templateType: 'TEXT',
          templateConfiguration: { text: { text: [name, ...Object.keys(inputs).map((variable) => `{{${variable}}}`)].join(' ') } },
        },
      },
    },
  },
  inputs: inputsOf(inputs),
  outputs: [{ name: 'modelCompletion', type: 'String' }],
})

/** The ARN of the function that `lambda` calls. */
export const functionOf = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name.toLowerCase()}`

export const lambda = (name: string, inputs: Inputs = { text: ['$.data', 'String'] }, type: IoType = 'String'): FlowNode => ({
  name,
  type: 'LambdaFunction',
  configuration: { lambdaFunction: { lambdaArn: functionOf(name) } },
  inputs: inputsOf(inputs),
  outputs: [{ name: 'functionResponse', type }],
})

const bucketOf = (bucketName: string) => ({ serviceConfiguration: { s3: { bucketName } } })

export const storage = (name: string, bucketName: string, inputs: Inputs): FlowNode => ({
  name,
  type: 'Storage',
  configuration: { storage: bucketOf(bucketName) },
  inputs: inputsOf(inputs),
  outputs: [{ name: 's3Uri', type: 'String' }],
})

export const retrieval = (name: string, bucketName: string, expression = '$.data', type: IoType = 'String'): FlowNode => ({
  name,
  type: 'Retrieval',
  configuration: { retrieval: bucketOf(bucketName) },
  inputs: [{ name: 'objectKey', type: 'String', expression }],
  outputs: [{ name: 's3Content', type }],
})

/** `expressions` by the name of their condition; `default` comes last. */
export const condition = (name: string, inputs: Inputs, expressions: Readonly<Record<string, string>>): FlowNode => ({
  name,
  type: 'Condition',
  configuration: {
    condition: {
      conditions: [...Object.entries(expressions).map(([branch, expression]) => ({ name: branch, expression })), { name: 'default' }],
    },
  },
  inputs: inputsOf(inputs),
})

export const iterator = (name: string, item: IoType = 'String', expression = '$.data'): FlowNode => ({
  name,
  type: 'Iterator',
  inputs: [{ name: 'array', type: 'Array', expression }],
  outputs: [
    { name: 'arrayItem', type: item },
    { name: 'arraySize', type: 'Number' },
  ],
})

export const collector = (name: string, item: IoType = 'String'): FlowNode => ({
  name,
  type: 'Collector',
  inputs: [
    { name: 'arrayItem', type: item, expression: '$.data' },
    { name: 'arraySize', type: 'Number', expression: '$.data' },
  ],
  outputs: [{ name: 'collectedArray', type: 'Array' }],
})

/** A Loop over one draft: its body begins at Begin and ends at Control, which goes on while `more` holds. */
export const loop = (
  name: string,
  body: Pick<FlowDefinition, 'nodes' | 'connections'>,
  { expression = 'more == "yes"', maxIterations }: { expression?: string; maxIterations?: number } = {},
): FlowNode => ({
  name,
  type: 'Loop',
  configuration: {
    loop: {
      definition: {
        nodes: [
          { name: 'Begin', type: 'LoopInput', outputs: [{ name: 'draft', type: 'String' }] },
          ...(body.nodes ?? []),
          {
            name: 'Control',
            type: 'LoopController',
            configuration: {
              loopController: { continueCondition: { name: 'unfinished', expression }, ...(maxIterations && { maxIterations }) },
            },
            inputs: [
              { name: 'more', type: 'String', expression: '$.data', category: 'LoopCondition' },
              { name: 'draft', type: 'String', expression: '$.data', category: 'ReturnValueToLoopStart' },
              { name: 'final', type: 'String', expression: '$.data', category: 'ExitLoop' },
            ],
          },
        ],
        connections: body.connections ?? [],
      },
    },
  },
  inputs: [{ name: 'draft', type: 'String', expression: '$.data' }],
  outputs: [
    { name: 'final', type: 'String' },
    { name: 'iterationCount', type: 'Number' },
  ],
})

/** A Data connection from `Node.output`, or from a node's only output, to `Node.input`. */
export const data = (from: string, target: string): FlowConnection => {
  const [node = '', targetInput = ''] = target.split('.')
  const [source = '', sourceOutput = source === 'Start' ? 'document' : 'modelCompletion'] = from.split('.')
  return {
    type: 'Data',
    name: `${from.replace('.', '')}To${node}${targetInput}`,
    source,
    target: node,
    configuration: { data: { sourceOutput, targetInput } },
  }
}

/** A Conditional connection from `Condition.branch`. */
export const gate = (source: string, target: string): FlowConnection => {
  const [node = '', branch = ''] = source.split('.')
  return {
    type: 'Conditional',
    name: `${node}Is${branch}To${target}`,
    source: node,
    target,
    configuration: { conditional: { condition: branch } },
  }
}

/** Start, one Prompt called Ask, End. */
export const single: FlowDefinition = {
  nodes: [input(), prompt('Ask'), output('End')],
  connections: [data('Start', 'Ask.text'), data('Ask', 'End.document')],
}

/** Start, `length` Prompts one after the other, End. */
export const chain = (length: number): FlowDefinition => {
  const names = ['Start', ...Array.from({ length }, (_, index) => `Ask${index}`)]
  const prompts = names.slice(1)
  return {
    nodes: [input(), ...prompts.map((name) => prompt(name)), output('End')],
    connections: [...prompts.map((name, index) => data(names[index] ?? '', `${name}.text`)), data(names.at(-1) ?? '', 'End.document')],
  }
}

/** Start, `width` Prompts beside each other, each with an Output of its own. */
export const fan = (width: number): FlowDefinition => {
  const numbers = Array.from({ length: width }, (_, index) => index)
  return {
    nodes: [input(), ...numbers.flatMap((number) => [prompt(`Ask${number}`), output(`End${number}`)])],
    connections: numbers.flatMap((number) => [data('Start', `Ask${number}.text`), data(`Ask${number}`, `End${number}.document`)]),
  }
}

/** Start, Route (big or not), a Prompt behind each way, both behind their gates, a join of the big way with Start. */
export const routed: FlowDefinition = {
  nodes: [
    input('Object'),
    condition('Route', { amount: ['$.data.amount', 'Number'] }, { big: 'amount >= 1000' }),
    prompt('Big', { text: ['$.data.text', 'String'] }),
    prompt('Small', { text: ['$.data.text', 'String'] }),
    prompt('Join', { left: ['$.data', 'String'], right: ['$.data.text', 'String'] }),
    output('BigEnd'),
    output('SmallEnd'),
  ],
  connections: [
    data('Start', 'Route.amount'),
    data('Start', 'Big.text'),
    data('Start', 'Small.text'),
    data('Big', 'Join.left'),
    data('Start', 'Join.right'),
    data('Join', 'BigEnd.document'),
    data('Small', 'SmallEnd.document'),
    gate('Route.big', 'Big'),
    gate('Route.default', 'Small'),
  ],
}

/** @throws Error - it does not compile. */
export const compiled = (definition: FlowDefinition): CompiledFlow => {
  const { flow, findings } = compile(definition)
  if (!flow) throw new Error(findings.map(({ message }) => message).join('\n'))
  return flow
}
