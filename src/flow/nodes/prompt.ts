import type { FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import type { PromptFlowNodeConfiguration } from '../../contract/node-configuration/prompt.ts'
import { NodeError } from '../node-error.ts'
import { nodeType, type NodeContext, type Port } from './node-type.ts'
import { promptRequest, templateTexts, type PromptSource } from './prompt-request.ts'
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
  resource: ({ configuration }) => {
    const { inline, resource } = configuration?.prompt?.sourceConfiguration ?? {}
    return inline?.modelId ?? resource?.promptArn
  },
  check: (node) => check(node),

  async run({ name, configuration }, inputs, context) {
    const asked = configuration?.prompt
    if (!asked) throw new Error(`Node ${name} was compiled without a prompt`)
    const { languageModel, signal, idempotencyKey, executionArn, latency, valueBytes } = context
    const source = await sourceOf(asked, context)
    const request = promptRequest(source, inputs, { guardrail: asked.guardrailConfiguration, latency, valueBytes })
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

/** The prompt itself; a prompt resource is read anew by every attempt. */
const sourceOf = async (
  { sourceConfiguration: { inline, resource } }: PromptFlowNodeConfiguration,
  { promptLibrary, executionArn }: Pick<NodeContext, 'promptLibrary' | 'executionArn'>,
): Promise<PromptSource> => {
  if (inline) return inline
  if (!resource) throw new Error('A Prompt node was compiled without a source')
  const { modelId, genAiResource, ...variant } = await promptLibrary.get(resource.promptArn, executionArn)
  if (modelId !== undefined) return { ...variant, modelId }
  const agent = genAiResource?.agent?.agentIdentifier
  const lacks = agent === undefined ? 'names no model' : `is for the agent ${agent}, which this version of Sluice cannot run`
  throw new NodeError(
    'VALIDATION',
    `The variant ${variant.name} of the prompt ${resource.promptArn} ${lacks}: give it a modelId with UpdatePrompt.`,
  )
}

/**
 * What a template mentions is needed; what it does not mention may still be connected, to make the node wait. A node has 20 inputs
 * at most, so that those of the first 121 variables which it misses are more than all findings that are shown. What a
 * prompt resource mentions is known when it is read.
 */
const variables = ({ configuration }: FlowNode): readonly Port[] => {
  const inline = configuration?.prompt?.sourceConfiguration.inline
  return inline ? variablesOf(templateTexts(inline), 121).map((name) => ({ name, type: 'Any', required: true })) : []
}

const check = (node: FlowNode): readonly FlowValidation[] => {
  const configuration = node.configuration?.prompt
  if (!configuration) return []
  const { sourceConfiguration, guardrailConfiguration = {} } = configuration
  const { guardrailIdentifier = '', guardrailVersion = '' } = guardrailConfiguration
  const guarded = guardrailIdentifier !== '' || guardrailVersion !== ''
  return [
    ...sourceFindings(node, sourceConfiguration),
    ...(guarded ? requiredReferences(node, { guardrailIdentifier, guardrailVersion }) : []),
  ]
}

const sourceFindings = (
  node: FlowNode,
  { inline, resource }: PromptFlowNodeConfiguration['sourceConfiguration'],
): readonly FlowValidation[] => {
  if (resource) return requiredReferences(node, { promptArn: resource.promptArn })
  if (!inline) return requiredReferences(node, { inline: undefined })
  const { templateType, templateConfiguration, modelId } = inline
  const { text, chat } = templateConfiguration
  const template = templateType === 'TEXT' ? { text: text?.text } : { messages: chat?.messages }
  return requiredReferences(node, { modelId, ...template })
}
