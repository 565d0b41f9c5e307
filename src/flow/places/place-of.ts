import type { FlowConnection, FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation, FlowValidationDetails, FlowValidationType } from '../../contract/flow-validation.ts'
import { bodyOf, type DefinitionPart } from './definition-part.ts'
import type { DefinitionPath } from './definition-path.ts'
import { namedBy, type Named } from './name-tags.ts'

/** Where the fault of a finding is written, if its names are tagged: as near as its details and its type say. */
export const placeOf = ({ type, message, details }: FlowValidation, parts: readonly DefinitionPart[]): DefinitionPath => {
  const detail = detailOf(details)
  if (detail.connection !== undefined) return connectionPlace(type, { ...detail, connection: detail.connection }, parts)
  if (detail.loopNode !== undefined) return loopPlace(type, detail.loopNode, parts)
  if (detail.source !== undefined && detail.target !== undefined) return repeatedConnection(message, [detail.source, detail.target], parts)
  const node = nodeNamed(detail.incompatibleNodeName ?? detail.node ?? '', parts)
  if (!node) return mentionedPlace(message, parts)
  if (detail.input !== undefined) return inputPlace(type, node, detail.input)
  if (detail.output !== undefined) return portPlace(type, node, 'outputs', detail.output)
  if (detail.condition !== undefined) return conditionPlace(node, detail.condition)
  if (detail.expression !== undefined) return repeatedExpression(node, detail.expression)
  return [...node.path, ...((type && inNode[type]) ?? ['name'])]
}

/** What the details of one type or another name. */
interface Detail {
  readonly connection?: string
  readonly source?: string
  readonly target?: string
  readonly node?: string
  readonly input?: string
  readonly output?: string
  readonly condition?: string
  readonly expression?: string
  readonly loopNode?: string
  readonly incompatibleNodeName?: string
}

const detailOf = (details: FlowValidationDetails = {}): Detail => Object.values(details)[0] ?? {}

const inNode: { readonly [Type in FlowValidationType]?: DefinitionPath } = {
  MissingDefaultCondition: ['configuration', 'condition', 'conditions'],
  LoopIncompatibleNodeType: ['type'],
}

interface Placed<Item> {
  readonly item: Item
  readonly path: DefinitionPath
  readonly part: DefinitionPart
}

const nodeNamed = (tagged: string, parts: readonly DefinitionPart[]): Placed<FlowNode> | undefined => {
  const named = namedBy(tagged, parts)
  return named?.kind === 'node' ? lastNamed(named, 'nodes', named.part.nodes) : undefined
}

const connectionNamed = (tagged: string, parts: readonly DefinitionPart[]): Placed<FlowConnection> | undefined => {
  const named = namedBy(tagged, parts)
  return named?.kind === 'connection' ? lastNamed(named, 'connections', named.part.connections) : undefined
}

/** The last of them: where a name is there twice, that is the fault, and the second one is what is too many. */
const lastNamed = <Item extends { readonly name: string }>(
  { part, name }: Named,
  list: 'nodes' | 'connections',
  items: readonly Item[],
): Placed<Item> | undefined => {
  const index = items.findLastIndex((item) => item.name === name)
  const item = items[index]
  return item && { item, part, path: [...part.path, list, index] }
}

const inConnection: { readonly [Type in FlowValidationType]?: DefinitionPath } = {
  UnknownConnectionSource: ['source'],
  UnknownConnectionSourceOutput: ['configuration', 'data', 'sourceOutput'],
  UnknownConnectionTarget: ['target'],
  UnknownConnectionTargetInput: ['configuration', 'data', 'targetInput'],
  UnknownConnectionCondition: ['configuration', 'conditional', 'condition'],
}

const connectionPlace = (
  type: FlowValidationType | undefined,
  detail: Detail & { readonly connection: string },
  parts: readonly DefinitionPart[],
): DefinitionPath => {
  const connection = connectionNamed(detail.connection, parts)
  if (!connection) return ['connections']
  const outside = (name: string | undefined): boolean =>
    name !== undefined && namedBy(name, parts) !== undefined && namedBy(name, parts)?.part !== connection.part
  const end = outside(detail.source) ? ['source'] : outside(detail.target) ? ['target'] : ['name']
  return [...connection.path, ...((type && inConnection[type]) ?? end)]
}

const loopPlace = (type: FlowValidationType | undefined, loopNode: string, parts: readonly DefinitionPart[]): DefinitionPath => {
  const loop = nodeNamed(loopNode, parts)
  if (!loop) return ['nodes']
  const repeated = type === 'MultipleLoopInputNodes' ? 'LoopInput' : type === 'MultipleLoopControllerNodes' ? 'LoopController' : undefined
  const index = bodyOf(loop.item)?.nodes?.findLastIndex((node) => node.type === repeated) ?? -1
  return index === -1 ? [...loop.path, 'name'] : [...loop.path, 'configuration', 'loop', 'definition', 'nodes', index, 'name']
}

const inputMembers: { readonly [Type in FlowValidationType]?: string } = {
  MalformedNodeInputExpression: 'expression',
  MismatchedNodeInputType: 'type',
  MismatchedNodeOutputType: 'type',
}

const portPlace = (
  type: FlowValidationType | undefined,
  { item, path }: Placed<FlowNode>,
  list: 'inputs' | 'outputs',
  name: string,
): DefinitionPath => {
  const index = item[list]?.findIndex((port) => port.name === name) ?? -1
  return index === -1 ? [...path, 'name'] : [...path, list, index, (type && inputMembers[type]) ?? 'name']
}

const inputPlace = (type: FlowValidationType | undefined, node: Placed<FlowNode>, input: string): DefinitionPath => {
  const { part, item } = node
  const feed =
    type === 'MultipleNodeInputConnections'
      ? part.connections.findLastIndex(({ target, configuration }) => target === item.name && configuration?.data?.targetInput === input)
      : -1
  return feed === -1 ? portPlace(type, node, 'inputs', input) : [...part.path, 'connections', feed, 'configuration', 'data', 'targetInput']
}

const conditionPlace = ({ item, path }: Placed<FlowNode>, name: string): DefinitionPath => {
  const { condition, loopController } = item.configuration ?? {}
  if (loopController) {
    const place = [...path, 'configuration', 'loopController', 'continueCondition']
    return [...place, loopController.continueCondition.expression === undefined ? 'name' : 'expression']
  }
  const index = condition?.conditions.findIndex((each) => each.name === name) ?? -1
  if (index === -1) return [...path, 'name']
  return [
    ...path,
    'configuration',
    'condition',
    'conditions',
    index,
    condition?.conditions[index]?.expression === undefined ? 'name' : 'expression',
  ]
}

const repeatedExpression = ({ item, path }: Placed<FlowNode>, expression: string): DefinitionPath => {
  const index = item.configuration?.condition?.conditions.findLastIndex((each) => each.expression?.trim() === expression.trim()) ?? -1
  return index === -1 ? [...path, 'name'] : [...path, 'configuration', 'condition', 'conditions', index, 'expression']
}

/** The connection that the sentence names, else the first that has the ends of an earlier one. */
const repeatedConnection = (message: string, [from, to]: readonly [string, string], parts: readonly DefinitionPart[]): DefinitionPath => {
  const named = connectionNamed(message, parts)
  if (named) return [...named.path, 'name']
  const [source, target] = [nodeNamed(from, parts), nodeNamed(to, parts)]
  if (!source || !target) return ['connections']
  const seen = new Set<string>()
  const index = source.part.connections.findIndex((connection) => {
    if (connection.source !== source.item.name || connection.target !== target.item.name) return false
    const { data, conditional } = connection.configuration ?? {}
    const ends = JSON.stringify([connection.type, data?.sourceOutput, data?.targetInput, conditional?.condition])
    return seen.has(ends) || !seen.add(ends)
  })
  return [...source.part.path, 'connections', ...(index === -1 ? [] : [index, 'name'])]
}

/** Of a finding without details: the first node or connection that it mentions, else the nodes as a whole. */
const mentionedPlace = (message: string, parts: readonly DefinitionPart[]): DefinitionPath => {
  const mentioned = nodeNamed(message, parts) ?? connectionNamed(message, parts)
  return mentioned ? [...mentioned.path, 'name'] : ['nodes']
}
