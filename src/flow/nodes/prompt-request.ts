import type { GuardrailConfiguration } from '../../contract/node-configuration/guardrail.ts'
import type { PromptFlowNodeInlineConfiguration } from '../../contract/node-configuration/prompt.ts'
import type {
  ChatPromptTemplateConfiguration,
  TextPromptTemplateConfiguration,
  ToolConfiguration,
} from '../../contract/node-configuration/prompt-template.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { ConverseRequest, SystemBlock } from '../capabilities/language-model.ts'
import type { Values } from './node-type.ts'
import type { Fill } from './prompt-template.ts'
import { templateFiller } from './prompt-template.ts'

/** A prompt as it stands in a node, or as a prompt resource's variant holds it. */
export type PromptSource = PromptFlowNodeInlineConfiguration

/** What stands beside a prompt's model and template. */
interface PromptSurroundings {
  readonly guardrail?: GuardrailConfiguration | undefined
  readonly latency?: 'standard' | 'optimized' | undefined
  /** The most that the filled texts may be together. */
  readonly valueBytes: number
}

/** The call of a language model that a prompt describes, its variables filled from the node's inputs. */
export const promptRequest = (
  prompt: PromptSource,
  inputs: Values,
  { guardrail, latency, valueBytes }: PromptSurroundings,
): ConverseRequest => {
  const inference = prompt.inferenceConfiguration?.text
  return {
    modelId: prompt.modelId,
    ...conversation(prompt, templateFiller(inputs, valueBytes)),
    ...(inference && { inferenceConfig: inference }),
    ...(prompt.additionalModelRequestFields !== undefined && { additionalModelRequestFields: prompt.additionalModelRequestFields }),
    ...(guardrail?.guardrailIdentifier &&
      guardrail.guardrailVersion && {
        guardrailConfig: { guardrailIdentifier: guardrail.guardrailIdentifier, guardrailVersion: guardrail.guardrailVersion },
      }),
    ...(latency && { performanceConfig: { latency } }),
  }
}

/** Every text of a prompt in which variables may stand, one after the other: there may be millions. */
export const templateTexts = function* ({ templateConfiguration: { text, chat } }: PromptSource): Generator<string> {
  if (text) yield text.text
  for (const block of chat?.system ?? []) if (block.text !== undefined) yield block.text
  for (const { content } of chat?.messages ?? []) for (const block of content) if (block.text !== undefined) yield block.text
}

type Conversation = Pick<ConverseRequest, 'system' | 'messages' | 'toolConfig'>

const conversation = ({ templateConfiguration: { text, chat } }: PromptSource, fill: Fill): Conversation => {
  if (text) return ofText(text, fill)
  if (chat) return ofChat(chat, fill)
  throw new Error('A prompt without a template was compiled')
}

const ofText = ({ text, cachePoint }: TextPromptTemplateConfiguration, fill: Fill): Conversation => ({
  system: [],
  messages: [{ role: 'user', content: [{ text: fill(text) }, ...(cachePoint ? [{ cachePoint }] : [])] }],
})

const ofChat = ({ system = [], messages, toolConfiguration }: ChatPromptTemplateConfiguration, fill: Fill): Conversation => ({
  system: system.map((block) => filled(block, fill)),
  messages: messages.map(({ role, content }) => ({ role, content: content.map((block) => filled(block, fill)) })),
  ...(toolConfiguration && { toolConfig: toolConfig(toolConfiguration) }),
})

const toolConfig = ({ tools, toolChoice: { auto, any, tool } = {} }: ToolConfiguration): JsonObject => {
  const toolChoice: JsonObject = { ...(auto && { auto: {} }), ...(any && { any: {} }), ...(tool && { tool }) }
  return Object.keys(toolChoice).length > 0 ? { tools, toolChoice } : { tools }
}

type TemplateBlock = ChatPromptTemplateConfiguration['messages'][number]['content'][number]

const filled = ({ text, cachePoint }: TemplateBlock, fill: Fill): SystemBlock => {
  if (text !== undefined) return { text: fill(text) }
  if (cachePoint) return { cachePoint }
  throw new Error('An empty block of a prompt was compiled')
}
