import type { FlowTrace } from '../../contract/flow-trace.ts'
import type { FlowResponseEvent } from '../../contract/invoke-flow.ts'
import type { CompiledFlow } from '../../flow/compiler/compiled-flow.ts'
import type { NodeErrorCode } from '../../flow/node-error.ts'
import { unreachable } from '../../lib/unreachable.ts'
import type { Ended, FlowFailure, NodeFailure, StoredEvent } from '../event.ts'
import { nodeAt } from '../place.ts'
import { actionOf, inputFields, outputFields } from './fields.ts'

/**
 * An event as InvokeFlow tells it; `undefined` for what it does not tell. Pure, as the view for `ListFlowExecutionEvents` is.
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_FlowResponseStream.html
 */
export const flowResponseEvent = (
  flow: CompiledFlow,
  event: StoredEvent,
  { enableTrace }: { readonly enableTrace: boolean },
): FlowResponseEvent | undefined => {
  switch (event.type) {
    case 'flowOutput':
      return { flowOutputEvent: { nodeName: event.node, nodeType: 'FlowOutputNode', content: { document: event.document } } }
    case 'nodeFailure':
      return failureOf[event.code](event.message, resourceOf(flow, event))
    case 'flowFailure':
      return flowFailure(event)
    case 'ended':
      return ending(event)
    case 'nodeInput':
    case 'nodeOutput':
    case 'nodeAction':
    case 'conditionResult': {
      const trace = enableTrace ? traceOf(flow, event) : undefined
      return trace && { flowTraceEvent: { trace } }
    }
    case 'started':
    case 'flowInput':
    case 'attempt':
      return undefined
    default:
      return unreachable(event)
  }
}

type Traced = Extract<StoredEvent, { type: 'nodeInput' | 'nodeOutput' | 'nodeAction' | 'conditionResult' }>

const traceOf = (flow: CompiledFlow, event: Traced): FlowTrace | undefined => {
  const happened = { nodeName: event.node, timestamp: new Date(event.at).toISOString() }
  switch (event.type) {
    case 'nodeInput': {
      const fields = inputFields(flow, event).map(({ name: nodeInputName, ...field }) => ({ nodeInputName, ...field }))
      return fields.length > 0 ? { nodeInputTrace: { ...happened, fields } } : undefined
    }
    case 'nodeOutput': {
      const fields = outputFields(flow, event).map(({ name: nodeOutputName, ...field }) => ({ nodeOutputName, ...field }))
      return fields.length > 0 ? { nodeOutputTrace: { ...happened, fields } } : undefined
    }
    case 'nodeAction':
      return { nodeActionTrace: { ...happened, ...actionOf(event) } }
    case 'conditionResult':
      return { conditionNodeResultTrace: { ...happened, satisfiedConditions: [{ conditionName: event.condition }] } }
  }
}

const failureOf = {
  VALIDATION: (message) => ({ validationException: { message } }),
  DEPENDENCY_FAILED: (message, resource = {}) => ({ dependencyFailedException: { message, ...resource } }),
  BAD_GATEWAY: (message, resource = {}) => ({ badGatewayException: { message, ...resource } }),
  INTERNAL_SERVER: (message) => ({ internalServerException: { message } }),
} as const satisfies Record<NodeErrorCode, (message: string, resource?: { readonly resourceName?: string }) => FlowResponseEvent>

/** @remarks Assumed: what failed is named as the definition names it. */
const resourceOf = (flow: CompiledFlow, event: NodeFailure): { readonly resourceName?: string } => {
  const { type, node } = nodeAt(flow, event)
  const resourceName = type.resource?.(node)
  return resourceName === undefined ? {} : { resourceName }
}

/** A failed node has been told by itself. */
const flowFailure = ({ code, message }: FlowFailure): FlowResponseEvent | undefined =>
  code === 'NODE_EXECUTION_FAILED' ? undefined : failureOf[code](message)

/** @remarks Assumed: a run that is stopped ends in a conflictException, one that takes too long in a dependencyFailedException. */
const ending = ({ status, error, cause }: Ended): FlowResponseEvent | undefined => {
  switch (status) {
    case 'Succeeded':
      return { flowCompletionEvent: { completionReason: 'SUCCESS' } }
    case 'Failed':
      // Whoever ends it from outside leaves no event that says why.
      return cause === undefined ? undefined : { internalServerException: { message: error?.message ?? cause } }
    case 'TimedOut':
      return { dependencyFailedException: { message: error?.message ?? 'The execution did not end within its time limit.' } }
    case 'Aborted':
      return { conflictException: { message: `The execution was aborted: ${cause ?? 'stop'}.` } }
  }
}
