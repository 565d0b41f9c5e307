import { NodeError, type NodeErrorCode } from '../flow/node-error.ts'
import type { Ended, EventPayload, FlowErrorCode, Visit } from './event.ts'

/** A node failed: the first failing node ends the flow. */
export const nodeFailure = (
  { node, path }: Visit,
  { code, message }: { code: NodeErrorCode; message: string },
): readonly EventPayload[] => [
  { type: 'nodeFailure', node, path, code, message },
  { type: 'flowFailure', code: 'NODE_EXECUTION_FAILED', message: `Execution of node ${node} failed` },
  failed({ nodeName: node, message }),
]

/** The flow failed without a node that is to blame. */
export const flowFailure = ({ code, message }: { code: FlowErrorCode; message: string }): readonly EventPayload[] => [
  { type: 'flowFailure', code, message },
  failed({ message }),
]

const failed = (error: NonNullable<Ended['error']>): Ended => ({ type: 'ended', status: 'Failed', error })

/** What a step's events are, or its failure. @throws whatever is no NodeError: a bug. */
export const guarded = (visit: Visit, events: () => readonly EventPayload[]): readonly EventPayload[] => {
  try {
    return events()
  } catch (error) {
    if (error instanceof NodeError) return nodeFailure(visit, error)
    throw error
  }
}
