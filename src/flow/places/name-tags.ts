import type { FlowConnection, FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import { bodyOf, partsOf, type DefinitionPart } from './definition-part.ts'

/**
 * A finding names nodes and connections, but a Loop's body may use the names of the flow around it. So a copy of the definition is
 * checked in which every name carries a tag that says which part it belongs to; equal names of one part stay equal. The characters
 * around it are for private use: no name has them.
 */
export interface Tagged {
  readonly definition: FlowDefinition
  readonly parts: readonly DefinitionPart[]
}

/** Something of a part that has a name. */
export interface Named {
  readonly kind: 'node' | 'connection'
  readonly part: DefinitionPart
  readonly name: string
}

export const withTags = (definition: FlowDefinition): Tagged => {
  const parts = partsOf(definition)
  /** The first part in which a node has this name. */
  const anywhere = new Map(parts.flatMap(({ nodes }, part) => nodes.map(({ name }) => [name, part] as const)).toReversed())
  let next = 0
  // Bodies come in the order of `parts`: first all of one depth, then those inside of them.
  const copies = parts.map(({ nodes, connections }, part): FlowDefinition => {
    const own = new Set(nodes.map(({ name }) => name))
    const node = (name: string): string => tag('node', own.has(name) ? part : anywhere.get(name), name)
    return {
      nodes: nodes.map((each) => ({ ...each, name: node(each.name) })),
      connections: connections.map((each): FlowConnection => ({
        ...each,
        name: tag('connection', part, each.name),
        source: node(each.source),
        target: node(each.target),
      })),
    }
  })
  const bodies = parts.map(({ nodes }) => nodes.map((node) => (bodyOf(node) ? ++next : undefined)))
  const whole = (part: number): FlowDefinition => {
    const { nodes = [], connections = [] } = copies[part] ?? {}
    return { nodes: nodes.map((node, index) => withBody(node, bodies[part]?.[index], whole)), connections }
  }
  return { definition: whole(0), parts }
}

const withBody = (node: FlowNode, part: number | undefined, whole: (part: number) => FlowDefinition): FlowNode =>
  part === undefined ? node : { ...node, configuration: { ...node.configuration, loop: { definition: whole(part) } } }

/** What a tagged name stands for; `undefined`: it has no tag. */
export const namedBy = (tagged: string, parts: readonly DefinitionPart[]): Named | undefined => {
  const [, kind, number, name] = oneTag.exec(tagged) ?? []
  const part = parts[Number(number)]
  return part && name !== undefined ? { kind: kind === 'n' ? 'node' : 'connection', part, name } : undefined
}

/** A text as it would be without tags. */
export const withoutTags = (text: string): string => text.replaceAll(everyTag, '$3')

const tag = (kind: Named['kind'], part: number | undefined, name: string): string =>
  part === undefined ? name : `\u{E000}${kind === 'node' ? 'n' : 'c'}${part}:${name}\u{E001}`

const oneTag = /\u{E000}([nc])(\d+):([^\u{E001}]*)\u{E001}/u
const everyTag = new RegExp(oneTag, 'gu')
