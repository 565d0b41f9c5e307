import type { FlowDefinition } from '../src/contract/flow-definition.ts'

/** Input -> Prompt -> Output; the Prompt says the document back. Its own steering is in `fields`, as `EchoFields` has it. */
export const echoFlow = (fields: Readonly<Record<string, number>> = {}): FlowDefinition => ({
  nodes: [
    { name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] },
    {
      name: 'Ask',
      type: 'Prompt',
      configuration: {
        prompt: {
          sourceConfiguration: {
            inline: {
              modelId: 'sluice.echo-v1:0',
              templateType: 'TEXT',
              templateConfiguration: { text: { text: '{{text}}', inputVariables: [{ name: 'text' }] } },
              ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: fields }),
            },
          },
        },
      },
      inputs: [{ name: 'text', type: 'String', expression: '$.data' }],
      outputs: [{ name: 'modelCompletion', type: 'String' }],
    },
    { name: 'End', type: 'Output', inputs: [{ name: 'document', type: 'String', expression: '$.data' }] },
  ],
  connections: [data('Start', 'document', 'Ask', 'text'), data('Ask', 'modelCompletion', 'End', 'document')],
})

const data = (source: string, sourceOutput: string, target: string, targetInput: string) => ({
  name: `${source}To${target}`,
  type: 'Data' as const,
  source,
  target,
  configuration: { data: { sourceOutput, targetInput } },
})
