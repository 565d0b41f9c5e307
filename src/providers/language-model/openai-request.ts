import type { ConverseRequest, Message, SystemBlock } from '../../flow/capabilities/language-model.ts'
import type { JsonObject } from '../../lib/json.ts'
import { inexpressible, refuseOnlyBedrock } from './inexpressible.ts'
import { openAiTools } from './openai-tools.ts'
import { withFields } from './with-fields.ts'

const form = 'openai-compatible'

/**
 * A Converse request as the body of `POST /chat/completions`.
 * @throws NodeError - VALIDATION, naming what this form cannot express: nothing that an author wrote is left out silently.
 */
export const openAiRequest = (request: ConverseRequest): JsonObject => {
  refuseOnlyBedrock(form, request)
  const system = request.system.map(textOf).join('\n\n')
  const { maxTokens, temperature, topP, stopSequences } = request.inferenceConfig ?? {}
  const body: JsonObject = {
    model: request.modelId,
    messages: [...(system === '' ? [] : [{ role: 'system', content: system }]), ...request.messages.map(openAiMessage)],
    stream: true,
    stream_options: { include_usage: true },
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stopSequences !== undefined && stopSequences.length > 0 && { stop: stopSequences }),
    ...(request.toolConfig !== undefined && openAiTools(form, request.toolConfig)),
  }
  return withFields(body, request.additionalModelRequestFields)
}

const openAiMessage = ({ role, content }: Message): JsonObject => ({ role, content: content.map(textOf).join('\n\n') })

const textOf = (block: Message['content'][number] | SystemBlock): string => {
  if ('text' in block) return block.text
  throw inexpressible(form, `a ${Object.keys(block).join(', ')} block`, 'remove it from the prompt')
}
