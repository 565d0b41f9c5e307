import type { ConverseRequest, Message, SystemBlock } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'
import { openAiTools } from './openai-tools.ts'

/**
 * A Converse request as the body of `POST /chat/completions`.
 * @throws NodeError - VALIDATION, naming what this form cannot express: nothing that an author wrote is left out silently.
 */
export const openAiRequest = (request: ConverseRequest): JsonObject => {
  refuseInexpressible(request)
  const system = request.system.map(textOf).join('\n\n')
  const { maxTokens, temperature, topP, stopSequences } = request.inferenceConfig ?? {}
  const body = {
    model: request.modelId,
    messages: [...(system === '' ? [] : [{ role: 'system', content: system }]), ...request.messages.map(openAiMessage)],
    stream: true,
    stream_options: { include_usage: true },
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stopSequences !== undefined && stopSequences.length > 0 && { stop: stopSequences }),
    ...(request.toolConfig !== undefined && openAiTools(request.toolConfig)),
  }
  return { ...body, ...additionalFields(request.additionalModelRequestFields, body) }
}

const refuseInexpressible = ({ guardrailConfig, performanceConfig }: ConverseRequest): void => {
  if (guardrailConfig !== undefined) {
    throw inexpressible(`the guardrail ${guardrailConfig.guardrailIdentifier}`, "remove the node's guardrailConfiguration")
  }
  if (performanceConfig?.latency === 'optimized') {
    throw inexpressible('performanceConfig.latency optimized', 'ask for standard latency')
  }
}

const openAiMessage = ({ role, content }: Message): JsonObject => ({ role, content: content.map(textOf).join('\n\n') })

const textOf = (block: Message['content'][number] | SystemBlock): string => {
  if ('text' in block) return block.text
  throw inexpressible(`a ${Object.keys(block).join(', ')} block`, 'remove it from the prompt')
}

const additionalFields = (fields: Json | undefined, body: object): JsonObject => {
  if (fields === undefined || fields === null) return {}
  if (!isJsonObject(fields)) throw new NodeError('VALIDATION', 'additionalModelRequestFields must be an object.')
  const taken = Object.keys(fields).find((name) => name === 'n' || Object.hasOwn(body, name))
  if (taken === undefined) return fields
  throw new NodeError(
    'VALIDATION',
    `additionalModelRequestFields must not have '${taken}': Sluice sets it itself, for one streamed answer.`,
  )
}

const inexpressible = (what: string, wayOut: string): NodeError =>
  new NodeError('VALIDATION', `An openai-compatible provider cannot express ${what}: ${wayOut}, or route the model id to another provider.`)
