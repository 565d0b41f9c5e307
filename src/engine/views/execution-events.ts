import type { FlowExecutionEvent } from '../../contract/flow-execution-event.ts'
import type { CompiledFlow } from '../../flow/compiler/compiled-flow.ts'
import type { Json } from '../../lib/json.ts'
import type { StoredEvent } from '../event.ts'
import { actionOf, inputFields, outputFields } from './fields.ts'

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
      const fields = inputFields(flow, event)
      return fields.length > 0 ? { nodeInputEvent: { nodeName: event.node, timestamp, fields } } : undefined
    }
    case 'nodeOutput': {
      const fields = outputFields(flow, event)
      return fields.length > 0 ? { nodeOutputEvent: { nodeName: event.node, timestamp, fields } } : undefined
    }
    case 'nodeAction':
      return { nodeActionEvent: { nodeName: event.node, timestamp, ...actionOf(event) } }
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
