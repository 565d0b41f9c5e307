import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4TextPart,
  LanguageModelV4ToolChoice,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider'
import type { ContentBlock, ConverseRequest, Message } from '../../../flow/capabilities/language-model.ts'
import type { Json, JsonObject } from '../../../lib/json.ts'
import { isJsonObject } from '../../../lib/json.ts'
import { inexpressible, refuseOnlyBedrock } from '../inexpressible.ts'
import type { Tool, ToolChoice } from '../tool-config.ts'
import { toolsOf } from '../tool-config.ts'
import type { Dialect } from './dialect.ts'

type Part = LanguageModelV4TextPart

/**
 * A Converse request as a call of a model of the AI SDK; the inference configuration and `additionalModelRequestFields` go
 * into the body itself.
 * @throws NodeError - VALIDATION, naming what the vendor's form cannot express.
 */
export const callOptions = (request: ConverseRequest, dialect: Dialect): LanguageModelV4CallOptions => {
  refuseOnlyBedrock(dialect.type, request)
  return {
    prompt: [...systemMessages(request.system, dialect), ...request.messages.map((message) => messageOf(message, dialect))],
    ...(request.toolConfig !== undefined && toolOptions(request.toolConfig, dialect)),
  }
}

const systemMessages = (blocks: ConverseRequest['system'], dialect: Dialect): readonly LanguageModelV4Message[] =>
  partsOf(blocks, dialect).map(({ text, providerOptions }) => ({
    role: 'system',
    content: text,
    ...(providerOptions && { providerOptions }),
  }))

const messageOf = ({ role, content }: Message, dialect: Dialect): LanguageModelV4Message => ({
  role,
  content: [...partsOf(content, dialect)],
})

/** Texts, each with the cache point that follows it. */
const partsOf = (blocks: readonly ContentBlock[], dialect: Dialect): readonly Part[] => {
  const parts: Part[] = []
  for (const block of blocks) {
    if ('text' in block) parts.push({ type: 'text', text: block.text })
    else if ('cachePoint' in block) parts.push({ ...partBefore(parts, dialect), ...cachedBy(block.cachePoint, dialect) })
    else throw inexpressible(dialect.type, `a ${Object.keys(block).join(', ')} block`, 'remove it from the prompt')
  }
  return parts
}

const partBefore = (parts: Part[], { type }: Dialect): Part => {
  const part = parts.pop()
  if (!part) throw inexpressible(type, 'a cachePoint with nothing before it', 'put it after the text to cache')
  return part
}

const cachedBy = (point: Json, dialect: Dialect): { readonly providerOptions: SharedV4ProviderOptions } => {
  if (!dialect.cachePoint) throw inexpressible(dialect.type, 'a cachePoint block', 'remove it from the prompt')
  return { providerOptions: dialect.cachePoint(isJsonObject(point) ? point : {}) }
}

const toolOptions = (toolConfig: JsonObject, dialect: Dialect): Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'> => {
  const { tools, choice } = toolsOf(dialect.type, toolConfig)
  return { tools: tools.map((tool) => functionTool(tool, dialect)), ...(choice && { toolChoice: choiceOf(choice) }) }
}

const functionTool = ({ name, description, inputSchema, cachePoint }: Tool, dialect: Dialect): LanguageModelV4FunctionTool => ({
  type: 'function',
  name,
  ...(typeof description === 'string' && { description }),
  inputSchema: schemaOf(inputSchema, dialect),
  ...(cachePoint !== undefined && cachedBy(cachePoint, dialect)),
})

/** A JSON schema is the vendor's to judge. */
const schemaOf = (schema: Json = { type: 'object' }, { type }: Dialect): LanguageModelV4FunctionTool['inputSchema'] => {
  if (!isJsonObject(schema)) throw inexpressible(type, 'an inputSchema that is not an object', 'write one')
  return JSON.parse(JSON.stringify(schema))
}

const choiceOf = (choice: ToolChoice): LanguageModelV4ToolChoice => {
  if (choice === 'auto') return { type: 'auto' }
  return choice === 'any' ? { type: 'required' } : { type: 'tool', toolName: choice.name }
}
