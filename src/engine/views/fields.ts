import type { IoType } from '../../contract/flow-definition.ts'
import type { FieldType } from '../../contract/flow-execution-event.ts'
import type { CompiledFlow, CompiledNode } from '../../flow/compiler/compiled-flow.ts'
import type { NodeActionEvent, NodeInput, NodeOutput } from '../event.ts'

/** A node's inputs, and where they come from. Both services' views show these. */
export const inputFields = (flow: CompiledFlow, { node, inputs }: NodeInput) =>
  nodeOf(flow, node).inputs.flatMap(({ input, source }) => {
    const document = inputs[input.name]
    const nodeName = flow.nodes[source.node]?.name
    if (document === undefined || nodeName === undefined) return []
    const from = { nodeName, outputFieldName: source.output, expression: input.expression }
    return [{ name: input.name, type: fieldTypes[input.type], content: { document }, source: from }]
  })

/** A node's outputs, and where they go. */
export const outputFields = (flow: CompiledFlow, { node: nodeName, outputs }: NodeOutput) => {
  const node = nodeOf(flow, nodeName)
  return node.outputs.flatMap(({ name, type }) => {
    const document = outputs[name]
    if (document === undefined) return []
    const next = node.data.flatMap((target) => {
      const to = flow.nodes[target.node]?.name
      return target.output === name && to !== undefined ? [{ nodeName: to, inputFieldName: target.input }] : []
    })
    return [{ name, type: fieldTypes[type], content: { document }, next }]
  })
}

/** What a node asked for outside. */
export const actionOf = ({ action: { serviceName, operationName, requestId, request, response } }: NodeActionEvent) => ({
  serviceName,
  operationName,
  requestId,
  operationRequest: request,
  operationResponse: response,
})

const fieldTypes = { String: 'STRING', Number: 'NUMBER', Boolean: 'BOOLEAN', Object: 'OBJECT', Array: 'ARRAY' } as const satisfies Record<
  IoType,
  FieldType
>

const nodeOf = (flow: CompiledFlow, name: string): CompiledNode => {
  const node = flow.byName.get(name)
  if (!node) throw new Error(`The flow has no node ${name}`)
  return node
}
