import { NodeError } from '../../flow/node-error.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'

/** Converse's `toolConfig` as OpenAI's `tools` and `tool_choice`. @throws NodeError - VALIDATION, naming what does not map. */
export const openAiTools = (toolConfig: JsonObject): JsonObject => {
  const { tools, toolChoice, ...others } = toolConfig
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) throw inexpressible(unknown)
  if (!Array.isArray(tools)) throw inexpressible('a toolConfig without tools')
  return { tools: tools.map(openAiTool), ...(toolChoice !== undefined && { tool_choice: openAiToolChoice(toolChoice) }) }
}

const openAiTool = (tool: Json): JsonObject => {
  const [kind, spec] = onlyMember(tool)
  if (kind !== 'toolSpec' || !isJsonObject(spec)) throw inexpressible(`the tool ${kind}`)
  const { name, description, inputSchema, ...others } = spec
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) throw inexpressible(`toolSpec.${unknown}`)
  const [form, parameters] = inputSchema === undefined ? ['json', undefined] : onlyMember(inputSchema)
  if (typeof name !== 'string' || form !== 'json') throw inexpressible('a toolSpec without name or with an inputSchema other than json')
  return {
    type: 'function',
    function: { name, ...(description !== undefined && { description }), ...(parameters !== undefined && { parameters }) },
  }
}

const openAiToolChoice = (toolChoice: Json): Json => {
  const [kind, choice] = onlyMember(toolChoice)
  if (kind === 'auto') return 'auto'
  if (kind === 'any') return 'required'
  if (kind === 'tool' && isJsonObject(choice) && typeof choice['name'] === 'string') {
    return { type: 'function', function: { name: choice['name'] } }
  }
  throw inexpressible(`toolChoice ${kind}`)
}

/** A union of AWS's: an object with exactly one member. */
const onlyMember = (union: Json): readonly [string, Json] => {
  const [member, ...others] = isJsonObject(union) ? Object.entries(union) : []
  if (member === undefined || others.length > 0) throw inexpressible('a tool setting that is not an object of exactly one member')
  return member
}

const inexpressible = (what: string): NodeError =>
  new NodeError(
    'VALIDATION',
    `An openai-compatible provider cannot express ${what} in toolConfig: change it, or route the model id to another provider.`,
  )
