import type { JsonObject } from '../src/lib/json.ts'
import type { FlowConnection, FlowDefinition, FlowNode } from '../src/contract/flow-definition.ts'

export const start: FlowNode = { name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] }
export const end: FlowNode = { name: 'End', type: 'Output', inputs: [{ name: 'document', type: 'String', expression: '$.data' }] }
export const ask = (name: string, text = 'Say {{words}}', fields?: JsonObject): FlowNode => ({
  name,
  type: 'Prompt',
  configuration: {
    prompt: {
      sourceConfiguration: {
        inline: {
          modelId: 'sluice.echo-v1:0',
          templateType: 'TEXT',
          templateConfiguration: { text: { text } },
          ...(fields && { additionalModelRequestFields: fields }),
        },
      },
    },
  },
  inputs: [{ name: 'words', type: 'String', expression: '$.data' }],
  outputs: [{ name: 'modelCompletion', type: 'String' }],
})
/** A Condition; `default` comes last. */
export const route = (...conditions: readonly { readonly name: string; readonly expression?: string }[]): FlowNode => ({
  name: 'Route',
  type: 'Condition',
  configuration: { condition: { conditions: [...conditions, { name: 'default' }] } },
  inputs: [
    { name: 'word', type: 'String', expression: '$.data' },
    { name: 'other', type: 'Object', expression: '$.data.other' },
  ],
})

/** `Start` stands for `Start.document`, on either side. */
export const data = (source: string, target: string, name = `${source}To${target}`): FlowConnection => {
  const [from = '', sourceOutput = 'document'] = source.split('.')
  const [to = '', targetInput = 'document'] = target.split('.')
  return { name: name.replaceAll('.', ''), type: 'Data', source: from, target: to, configuration: { data: { sourceOutput, targetInput } } }
}
export const gate = (source: string, condition: string, target: string): FlowConnection => ({
  name: `${source}${condition}${target}`,
  type: 'Conditional',
  source,
  target,
  configuration: { conditional: { condition } },
})

/** Start, Route with these conditions, End. */
export const routed = (...conditions: readonly { readonly name: string; readonly expression?: string }[]): FlowDefinition => ({
  nodes: [start, route(...conditions), end],
  connections: [data('Start', 'Route.word'), data('Start', 'Route.other'), data('Start', 'End')],
})

/** Start, so many Prompts one after the other that say their input back after a pause before each word, End. */
export const sayingBack = (prompts: number, tokenDelayMs: number): FlowDefinition => {
  const names = Array.from({ length: prompts }, (_, index) => `Ask${index}`)
  return {
    nodes: [start, ...names.map((name) => ask(name, '{{words}}', { tokenDelayMs })), end],
    connections: [
      ...names.map((name, index) => data(index === 0 ? 'Start' : `Ask${index - 1}.modelCompletion`, `${name}.words`)),
      data(`Ask${prompts - 1}.modelCompletion`, 'End'),
    ],
  }
}
