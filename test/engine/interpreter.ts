import type { FlowDefinition, FlowNode } from '../../src/contract/flow-definition.ts'
import type { Json } from '../../src/lib/json.ts'

export interface Interpretation {
  /** What each Output node that fires hands out. */
  readonly outputs: ReadonlyMap<string, Json>
  /** Every node that fails if no other ends the flow before. */
  readonly failing: ReadonlySet<string>
}

type Fate = { readonly fate: 'dead' | 'failed' } | { readonly fate: 'alive'; readonly value?: Json; readonly condition?: string }

/**
 * What a flow of Input, Output, Prompt and Condition nodes comes to, asked from the end: a node is alive if all that it
 * needs is. Knows nothing of events, queues or order, and reads the definition itself.
 */
export const interpret = (definition: FlowDefinition, document: Json, complete: (prompt: string) => string): Interpretation => {
  const fates = new Map<string, Fate>()
  const { nodes = [], connections = [] } = definition
  const into = (name: string) => connections.filter(({ target }) => target === name)
  const named = (name: string) => nodes.find((node) => node.name === name)

  const fateOf = (name: string): Fate => {
    const known = fates.get(name)
    if (known) return known
    const node = named(name)
    const fate = node ? decided(node) : { fate: 'dead' as const }
    fates.set(name, fate)
    return fate
  }

  const decided = (node: FlowNode): Fate => {
    if (node.type === 'Input') return { fate: 'alive', value: document }
    const needed = into(node.name)
      .filter(({ type }) => type === 'Data')
      .map(({ source }) => fateOf(source))
    const ways = into(node.name).filter(({ type }) => type === 'Conditional')
    const open = ways.filter(({ source, configuration }) => {
      const fate = fateOf(source)
      return fate.fate === 'alive' && fate.condition === configuration?.conditional?.condition
    })
    if (needed.length + ways.length === 0) return { fate: 'dead' }
    if (needed.some(({ fate }) => fate !== 'alive') || (ways.length > 0 && open.length === 0)) return { fate: 'dead' }
    const inputs = inputsOf(node)
    return inputs ? worked(node, inputs) : { fate: 'failed' }
  }

  const inputsOf = (node: FlowNode): ReadonlyMap<string, Json> | undefined => {
    const values = new Map<string, Json>()
    for (const { name, type, expression } of node.inputs ?? []) {
      const feed = into(node.name).find(({ configuration }) => configuration?.data?.targetInput === name)
      const fate = feed && fateOf(feed.source)
      if (fate?.fate !== 'alive') continue
      const value = expression
        .split('.')
        .slice(2)
        .reduce<unknown>((whole, key) => Object(whole)[key], fate.value)
      if (value === undefined || typeName(value) !== type) return undefined
      values.set(name, value as Json)
    }
    return values
  }

  const worked = ({ name, type, configuration }: FlowNode, inputs: ReadonlyMap<string, Json>): Fate => {
    if (type === 'Output') return { fate: 'alive', value: inputs.get('document') ?? null }
    if (type === 'Prompt') return { fate: 'alive', value: complete([name, ...Array.from(inputs.values(), String)].join(' ')) }
    const holds = (expression = ''): boolean => {
      const [, input = '', operator, constant = ''] = /^(\w+) (==|>) (.+)$/.exec(expression) ?? []
      return operator === '>' ? Number(inputs.get(input)) > Number(constant) : JSON.stringify(inputs.get(input)) === constant
    }
    const first = configuration?.condition?.conditions.find(({ expression }) => expression === undefined || holds(expression))
    return { fate: 'alive', condition: first?.name ?? '' }
  }

  for (const { name } of nodes) fateOf(name)
  const outputs = nodes.flatMap(({ name, type }) => {
    const fate = fateOf(name)
    return type === 'Output' && fate.fate === 'alive' ? [[name, fate.value ?? null] as const] : []
  })
  return { outputs: new Map(outputs), failing: new Set(nodes.filter(({ name }) => fateOf(name).fate === 'failed').map(({ name }) => name)) }
}

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'Array' : (typeof value).replace(/^./, (letter) => letter.toUpperCase())
