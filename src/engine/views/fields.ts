import type { IoType } from '../../contract/flow-definition.ts'
import type { FieldType } from '../../contract/flow-execution-event.ts'
import type { CompiledFlow } from '../../flow/compiler/compiled-flow.ts'
import type { NodeActionEvent, NodeInput, NodeOutput } from '../event.ts'
import { nodeAt, regionInto, rootOf, stepsOf } from '../place.ts'

/** A node's inputs, and where they come from. Both services' views show these. */
export const inputFields = (flow: CompiledFlow, event: NodeInput) => {
  const chain = executionChain(flow, event.path)
  return nodeAt(flow, event).inputs.flatMap(({ input, source }) => {
    const document = event.inputs[input.name]
    const nodeName = flow.nodes[source.node]?.name
    if (document === undefined || nodeName === undefined) return []
    return [
      {
        name: input.name,
        type: fieldTypes[input.type],
        content: { document },
        source: { nodeName, outputFieldName: source.output, expression: input.expression },
        ...(input.category && { category: input.category }),
        ...(chain.length > 0 && { executionChain: chain }),
      },
    ]
  })
}

/**
 * The elements and iterations around, the outermost first.
 * @remarks Assumed: they count from 0 and stand on the fields of inputs only; a Collector has an input for each element.
 */
const executionChain = (flow: CompiledFlow, path: string) => {
  let region = rootOf(flow)
  return stepsOf(path).map(({ node, index }) => {
    region = regionInto(flow, region, node)
    return { nodeName: node, type: region.type === 'each' ? ('Iterator' as const) : ('Loop' as const), index }
  })
}

/** A node's outputs, and where they go. */
export const outputFields = (flow: CompiledFlow, event: NodeOutput) => {
  const node = nodeAt(flow, event)
  return node.outputs.flatMap(({ name, type }) => {
    const document = event.outputs[name]
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
