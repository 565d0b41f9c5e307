import type { Json, JsonObject } from '../../lib/json.ts'
import { inexpressible } from './inexpressible.ts'
import type { Tool, ToolChoice } from './tool-config.ts'
import { toolsOf } from './tool-config.ts'

/** Converse's `toolConfig` as OpenAI's `tools` and `tool_choice`. @throws NodeError - VALIDATION, naming what does not map. */
export const openAiTools = (form: string, toolConfig: JsonObject): JsonObject => {
  const { tools, choice } = toolsOf(form, toolConfig)
  return { tools: tools.map((tool) => openAiTool(form, tool)), ...(choice !== undefined && { tool_choice: openAiToolChoice(choice) }) }
}

const openAiTool = (form: string, { name, description, inputSchema, cachePoint }: Tool): JsonObject => {
  if (cachePoint !== undefined) throw inexpressible(form, 'a cachePoint in toolConfig', 'remove it')
  return {
    type: 'function',
    function: { name, ...(description !== undefined && { description }), ...(inputSchema !== undefined && { parameters: inputSchema }) },
  }
}

const openAiToolChoice = (choice: ToolChoice): Json => {
  if (choice === 'auto') return 'auto'
  return choice === 'any' ? 'required' : { type: 'function', function: { name: choice.name } }
}
