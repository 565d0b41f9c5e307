import type { CompiledFlow, CompiledNode, CompiledRegion } from '../flow/compiler/compiled-flow.ts'
import type { Visit } from './event.ts'

/** One step from a scope into the next: an element of an Iterator, or an iteration of a Loop. */
export interface PathStep {
  readonly node: string
  readonly index: number
}

/** The steps that lead to a scope: `Each:3/Refine:0` has two. */
export const stepsOf = (path: string): readonly PathStep[] =>
  path === ''
    ? []
    : path.split('/').map((step) => {
        const colon = step.lastIndexOf(':')
        return { node: step.slice(0, colon), index: Number(step.slice(colon + 1)) }
      })

/** The path of a scope inside another. */
export const pathInto = (around: string, { node, index }: PathStep): string => `${around === '' ? '' : `${around}/`}${node}:${index}`

/** The path of the scope around. */
export const pathAround = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0))

/** The region in whose scopes a path ends. @throws Error - the flow has no such scope. */
export const regionAt = (flow: CompiledFlow, path: string): CompiledRegion =>
  stepsOf(path).reduce((region, { node }) => regionInto(flow, region, node), rootOf(flow))

/** The region that a node of another opens. @throws Error - there is none. */
export const regionInto = (flow: CompiledFlow, { byName }: CompiledRegion, name: string): CompiledRegion => {
  const opened = flow.regions[byName.get(name)?.opens ?? -1]
  if (!opened) throw new Error(`The flow has no node ${name} there that opens scopes`)
  return opened
}

export const rootOf = ({ regions: [root] }: CompiledFlow): CompiledRegion => {
  if (!root) throw new Error('A flow without a root')
  return root
}

/**
 * The node that an event names: one of the region that its path leads to, or the Iterator or the Collector at its border.
 * @throws Error - there is none.
 */
export const nodeAt = (flow: CompiledFlow, { node: name, path }: Visit): CompiledNode => nodeOfRegion(flow, regionAt(flow, path), name)

export const nodeOfRegion = (flow: CompiledFlow, region: CompiledRegion, name: string): CompiledNode => {
  const node = region.byName.get(name) ?? borderOf(flow, region).find((each) => each.name === name)
  if (!node) throw new Error(`The flow has no node ${name}`)
  return node
}

const borderOf = ({ nodes }: CompiledFlow, region: CompiledRegion): readonly CompiledNode[] =>
  region.type === 'each' ? [nodes[region.opener] ?? [], nodes[region.collector ?? -1] ?? []].flat() : []

export const nodeNumber = ({ nodes }: CompiledFlow, index: number): CompiledNode => {
  const node = nodes[index]
  if (!node) throw new Error(`No node ${index} in a flow of ${nodes.length}`)
  return node
}
