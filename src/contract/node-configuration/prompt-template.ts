import Type from 'typebox'
import { document, empty, list, text, union } from '../shape.ts'

const CachePointBlock = Type.Object({ type: Type.Enum(['default']) })

const PromptInputVariables = list(Type.Object({ name: Type.Optional(text({ pattern: '([0-9a-zA-Z][_-]?){1,100}' })) }), {
  minItems: 0,
  maxItems: 20,
})

export const TextPromptTemplateConfiguration = Type.Object({
  text: text({ minLength: 1 }),
  cachePoint: Type.Optional(CachePointBlock),
  inputVariables: Type.Optional(PromptInputVariables),
})
export type TextPromptTemplateConfiguration = Type.Static<typeof TextPromptTemplateConfiguration>

const Message = Type.Object({
  role: Type.Enum(['user', 'assistant']),
  content: list(union({ text: text(), cachePoint: CachePointBlock })),
})

const ToolName = text({ minLength: 1, maxLength: 64, pattern: '[a-zA-Z][a-zA-Z0-9_]*' })

const ToolSpecification = Type.Object({
  name: ToolName,
  description: Type.Optional(text({ minLength: 1 })),
  inputSchema: union({ json: document() }),
  strict: Type.Optional(Type.Boolean()),
})

export const ToolConfiguration = Type.Object({
  tools: list(union({ toolSpec: ToolSpecification, cachePoint: CachePointBlock }), { minItems: 1 }),
  toolChoice: Type.Optional(union({ auto: empty(), any: empty(), tool: Type.Object({ name: ToolName }) })),
})
export type ToolConfiguration = Type.Static<typeof ToolConfiguration>

export const ChatPromptTemplateConfiguration = Type.Object({
  messages: list(Message),
  system: Type.Optional(list(union({ text: text({ minLength: 1 }), cachePoint: CachePointBlock }))),
  inputVariables: Type.Optional(PromptInputVariables),
  toolConfiguration: Type.Optional(ToolConfiguration),
})
export type ChatPromptTemplateConfiguration = Type.Static<typeof ChatPromptTemplateConfiguration>

export const PromptTemplateConfiguration = union({ text: TextPromptTemplateConfiguration, chat: ChatPromptTemplateConfiguration })
export type PromptTemplateConfiguration = Type.Static<typeof PromptTemplateConfiguration>
