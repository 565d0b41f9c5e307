import type { FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import { nodeType, type Port } from './node-type.ts'
import { promptRequest, templateTexts } from './prompt-request.ts'
import { variablesOf } from './prompt-template.ts'
import { requiredReferences } from './required-references.ts'

/**
 * Fills a prompt's `{{variables}}` from the node's inputs and completes it with a language model.
 * @remarks Assumed: an answer without text, such as a tool call, is the empty String.
 */
export const prompt = nodeType('Prompt', {
  behaviour: 'work',
  inputs: (node) => variables(node),
  freeInputs: true,
  outputs: () => [{ name: 'modelCompletion', type: 'String', required: true }],
  check: (node) => check(node),

  async run({ name, configuration }, inputs, context) {
    const inline = configuration?.prompt?.sourceConfiguration.inline
    if (!inline) throw new Error(`Node ${name} was compiled without an inline prompt`)
    const { languageModel, signal, idempotencyKey, executionArn, latency, valueBytes } = context
    const request = promptRequest(inline, inputs, { guardrail: configuration.prompt?.guardrailConfiguration, latency, valueBytes })
    const { requestId, ...response } = await languageModel.converse(request, {
      signal,
      idempotencyKey,
      executionArn,
      onText: (text) => context.progress(text),
      onBytes: (sizeBytes) => context.received(sizeBytes),
      onQueued: (queued) => context.queued(queued),
    })
    context.action({ serviceName: 'bedrock', operationName: 'Converse', requestId, request, response })
    return { modelCompletion: response.output.message.content.map((block) => ('text' in block ? block.text : '')).join('') }
  },
})

/** What a template mentions is needed; what it does not mention may still be connected, to make the node wait. */
const variables = ({ configuration }: FlowNode): readonly Port[] => {
  const inline = configuration?.prompt?.sourceConfiguration.inline
  return inline ? variablesOf(templateTexts(inline)).map((name) => ({ name, type: 'Any', required: true })) : []
}

const check = (node: FlowNode): readonly FlowValidation[] => {
  const configuration = node.configuration?.prompt
  if (!configuration) return []
  const { sourceConfiguration, guardrailConfiguration = {} } = configuration
  const { guardrailIdentifier = '', guardrailVersion = '' } = guardrailConfiguration
  const guarded = guardrailIdentifier !== '' || guardrailVersion !== ''
  return [
    ...(sourceConfiguration.resource ? resourceFindings(node, sourceConfiguration.resource) : inlineFindings(node, sourceConfiguration)),
    ...(guarded ? requiredReferences(node, { guardrailIdentifier, guardrailVersion }) : []),
  ]
}

type Source = NonNullable<NonNullable<FlowNode['configuration']>['prompt']>['sourceConfiguration']

const inlineFindings = (node: FlowNode, { inline }: Source): readonly FlowValidation[] => {
  if (!inline) return requiredReferences(node, { inline: undefined })
  const { templateType, templateConfiguration, modelId } = inline
  const { text, chat } = templateConfiguration
  const template = templateType === 'TEXT' ? { text: text?.text } : { messages: chat?.messages }
  return requiredReferences(node, { modelId, ...template })
}

const resourceFindings = (node: FlowNode, { promptArn }: NonNullable<Source['resource']>): readonly FlowValidation[] => [
  ...requiredReferences(node, { promptArn }),
  {
    severity: 'Error',
    type: 'Unspecified',
    message: `Node ${node.name} uses a prompt resource, which this version of Sluice cannot run yet.`,
    details: { unspecified: {} },
  },
]
