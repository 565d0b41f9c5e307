import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput } from '../src/contract/flow-definition.ts'
import type { FlowValidationType } from '../src/contract/flow-validation.ts'

export type Definition = Required<FlowDefinition>

/** One way to break a sound definition, at every place where it can be: each result raises `raises`, beside others. */
export interface Mutation {
  readonly name: string
  readonly raises: FlowValidationType
  readonly of: (definition: FlowDefinition) => readonly FlowDefinition[]
}

/** The same at every place of a definition, and of the bodies of its Loops. */
export const everywhere =
  (change: (definition: Definition, inLoop: boolean) => readonly FlowDefinition[]) =>
  (definition: FlowDefinition, inLoop = false): readonly FlowDefinition[] => {
    const { nodes = [], connections = [] } = definition
    const inBodies = nodes.flatMap((node, position) => {
      const body = node.configuration?.loop?.definition
      const changed = body ? everywhere(change)(body, true) : []
      return changed.map((each) => ({
        nodes: nodes.with(position, { ...node, configuration: { loop: { definition: each } } }),
        connections,
      }))
    })
    return [...change({ nodes, connections }, inLoop), ...inBodies]
  }

export const eachNode = (change: (node: FlowNode, definition: Definition, inLoop: boolean) => readonly FlowNode[]) =>
  everywhere(({ nodes, connections }, inLoop) =>
    nodes.flatMap((node, position) =>
      change(node, { nodes, connections }, inLoop).map((changed) => ({ nodes: nodes.with(position, changed), connections })),
    ),
  )

export const eachConnection = (change: (connection: FlowConnection, definition: Definition) => readonly FlowConnection[] | undefined) =>
  everywhere(({ nodes, connections }) =>
    connections.flatMap((connection, position) => {
      const changed = change(connection, { nodes, connections })
      return changed ? { nodes, connections: connections.toSpliced(position, 1, ...changed) } : []
    }),
  )

export const eachInput = (change: (input: FlowNodeInput, node: FlowNode, definition: Definition) => FlowNodeInput | undefined) =>
  eachNode((node, definition) =>
    (node.inputs ?? []).flatMap((input, position) => {
      const changed = change(input, node, definition)
      return changed ? { ...node, inputs: (node.inputs ?? []).with(position, changed) } : []
    }),
  )
