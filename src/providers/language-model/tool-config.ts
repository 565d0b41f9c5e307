import type { Json, JsonObject } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'
import { inexpressible } from './inexpressible.ts'

/** A tool of Converse's `toolConfig`. */
export interface Tool {
  readonly name: string
  readonly description?: Json
  readonly inputSchema?: Json
  /** All that stands before may be cached. */
  readonly cachePoint?: Json
}

export type ToolChoice = 'auto' | 'any' | { readonly name: string }

/**
 * Converse's `toolConfig`, its unions resolved.
 * @throws NodeError - VALIDATION, naming what the `form` of a provider cannot express.
 */
export const toolsOf = (form: string, toolConfig: JsonObject): { readonly tools: readonly Tool[]; readonly choice?: ToolChoice } => {
  const { tools, toolChoice, ...others } = toolConfig
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) throw unmapped(form, unknown)
  if (!Array.isArray(tools)) throw unmapped(form, 'a toolConfig without tools')
  return { tools: tools.reduce<readonly Tool[]>((before, tool) => withTool(form, before, tool), []), ...choiceOf(form, toolChoice) }
}

const withTool = (form: string, before: readonly Tool[], tool: Json): readonly Tool[] => {
  const [kind, value] = onlyMember(form, tool)
  const last = before.at(-1)
  if (kind === 'cachePoint' && last) return [...before.slice(0, -1), { ...last, cachePoint: value }]
  if (kind !== 'toolSpec' || !isJsonObject(value)) throw unmapped(form, `the tool ${kind}`)
  const { name, description, inputSchema, ...others } = value
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) throw unmapped(form, `toolSpec.${unknown}`)
  const [schemaForm, schema] = inputSchema === undefined ? ['json', undefined] : onlyMember(form, inputSchema)
  if (typeof name !== 'string' || schemaForm !== 'json')
    throw unmapped(form, 'a toolSpec without name or with an inputSchema other than json')
  return [...before, { name, ...(description !== undefined && { description }), ...(schema !== undefined && { inputSchema: schema }) }]
}

const choiceOf = (form: string, toolChoice: Json | undefined): { readonly choice?: ToolChoice } => {
  if (toolChoice === undefined) return {}
  const [kind, value] = onlyMember(form, toolChoice)
  if (kind === 'auto' || kind === 'any') return { choice: kind }
  if (kind === 'tool' && isJsonObject(value) && typeof value['name'] === 'string') return { choice: { name: value['name'] } }
  throw unmapped(form, `toolChoice ${kind}`)
}

/** A union of AWS's: an object with exactly one member. */
const onlyMember = (form: string, union: Json): readonly [string, Json] => {
  const [member, ...others] = isJsonObject(union) ? Object.entries(union) : []
  if (member === undefined || others.length > 0) throw unmapped(form, 'a tool setting that is not an object of exactly one member')
  return member
}

const unmapped = (form: string, what: string) => inexpressible(form, `${what} in toolConfig`, 'change it')
