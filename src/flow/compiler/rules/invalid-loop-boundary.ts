import type { DefinitionIndex, IndexedConnection, IndexedNode } from '../definition-index.ts'
import { firstFindings } from './first-findings.ts'
import type { Rule } from './rule.ts'

/**
 * A connection leads into a Loop's body, out of it, or to a LoopInput or LoopController that stands outside of one.
 * @remarks Assumed: a name that is unknown here, but somewhere else in the flow, means the node there.
 */
export const invalidLoopBoundary: Rule = (index) => {
  const strays = index.nodes.filter((node) => isMisplaced(node, index))
  const connections = strays.length > 0 ? index.connections : index.incomplete
  return firstFindings(connections, (at) => {
    const { name, source, target } = at.connection
    const fault = crossing(at, index) ?? misplaced([at.source, at.target], index)
    if (fault === undefined) return undefined
    return {
      severity: 'Error',
      type: 'InvalidLoopBoundary',
      message: `Connection ${name} ${fault}`,
      details: { invalidLoopBoundary: { connection: name, source, target } },
      at,
    }
  })
}

/** Whether this definition has no such node, but another one in the flow has. */
export const isElsewhere = (name: string, { byName, namesAnywhere }: DefinitionIndex): boolean =>
  !byName.has(name) && namesAnywhere.has(name)

/** A node that belongs into a body, outside of one. */
export const isMisplaced = ({ type: { behaviour } }: IndexedNode, { loop }: DefinitionIndex): boolean =>
  !loop && (behaviour === 'loopStart' || behaviour === 'loopEnd')

const crossing = ({ connection }: IndexedConnection, index: DefinitionIndex): string | undefined => {
  const outer = [connection.source, connection.target].find((name) => isElsewhere(name, index))
  if (outer === undefined) return undefined
  const where = index.loop ? `in the body of Loop ${index.loop.node.name}` : 'of the flow itself'
  return `${where} names node ${outer}, which is in another definition: values enter and leave a Loop by its own inputs and outputs.`
}

const misplaced = (ends: readonly (IndexedNode | undefined)[], index: DefinitionIndex): string | undefined => {
  const stray = ends.find((end) => end && isMisplaced(end, index))
  return stray && `leads from or to node ${stray.node.name} of type ${stray.node.type}, which belongs into the body of a Loop.`
}
