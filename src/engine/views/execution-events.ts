import type { IoType } from '../../contract/flow-definition.ts'
import type { FieldType, FlowExecutionEvent } from '../../contract/flow-execution-event.ts'
import type { CompiledFlow, CompiledNode } from '../../flow/compiler/compiled-flow.ts'
import type { Values } from '../../flow/nodes/node-type.ts'
import type { Json } from '../../lib/json.ts'
import type { StoredEvent } from '../event.ts'

/**
 * An event as `ListFlowExecutionEvents` shows it; `undefined` for events of Sluice's own. Pure: types, `source` and `next`
 * come from the compiled flow, so that a wrong guess about AWS's form never becomes a migration.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-create-async.html
 */
export const executionEvent = (flow: CompiledFlow, event: StoredEvent): FlowExecutionEvent | undefined => {
  const timestamp = new Date(event.at).toISOString()
  switch (event.type) {
    case 'flowInput':
      return { flowInputEvent: { nodeName: event.node, timestamp, fields: [flowField(event.document)] } }
    case 'flowOutput':
      return { flowOutputEvent: { nodeName: event.node, timestamp, fields: [flowField(event.document)] } }
    case 'flowFailure':
      return { flowFailureEvent: { timestamp, errorCode: event.code, errorMessage: event.message } }
    case 'nodeInput': {
      const fields = inputFields(nodeOf(flow, event.node), event.inputs, flow)
      return fields.length > 0 ? { nodeInputEvent: { nodeName: event.node, timestamp, fields } } : undefined
    }
    case 'nodeOutput':
      return { nodeOutputEvent: { nodeName: event.node, timestamp, fields: outputFields(nodeOf(flow, event.node), event.outputs, flow) } }
    case 'nodeAction': {
      const { serviceName, operationName, requestId, request, response } = event.action
      return {
        nodeActionEvent: {
          nodeName: event.node,
          timestamp,
          serviceName,
          operationName,
          requestId,
          operationRequest: request,
          operationResponse: response,
        },
      }
    }
    case 'conditionResult':
      return { conditionResultEvent: { nodeName: event.node, timestamp, satisfiedConditions: [{ conditionName: event.condition }] } }
    case 'nodeFailure':
      return { nodeFailureEvent: { nodeName: event.node, timestamp, errorCode: event.code, errorMessage: event.message } }
    case 'started':
    case 'attempt':
    case 'ended':
      return undefined
  }
}

const flowField = (document: Json) => ({ name: 'document', content: { document } })

const inputFields = (node: CompiledNode, inputs: Values, flow: CompiledFlow) =>
  node.inputs.flatMap(({ input, source }) => {
    const document = inputs[input.name]
    const nodeName = flow.nodes[source.node]?.name
    if (document === undefined || nodeName === undefined) return []
    const from = { nodeName, outputFieldName: source.output, expression: input.expression }
    return [{ name: input.name, type: fieldTypes[input.type], content: { document }, source: from }]
  })

const outputFields = (node: CompiledNode, outputs: Values, flow: CompiledFlow) =>
  node.outputs.flatMap(({ name, type }) => {
    const document = outputs[name]
    if (document === undefined) return []
    const next = node.data.flatMap((target) => {
      const nodeName = flow.nodes[target.node]?.name
      return target.output === name && nodeName !== undefined ? [{ nodeName, inputFieldName: target.input }] : []
    })
    return [{ name, type: fieldTypes[type], content: { document }, next }]
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
