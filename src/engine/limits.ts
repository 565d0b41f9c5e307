import { NodeError } from '../flow/node-error.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { sizeOf } from './size.ts'
import type { ExecutionState } from './state.ts'

/** Whether an execution may go on. @throws NodeError - VALIDATION: it has reached a bound, which the message names with its setting. */
export const checkLimits = ({ started, visits, sequence, bytes }: ExecutionState): void => {
  const limits = started?.limits
  if (!limits) return
  if (visits >= limits.visits) throw overLimit(`${limits.visits} visits of nodes`, 'limits.visits')
  if (sequence >= limits.events) throw overLimit(`${limits.events} events`, 'limits.events')
  if (bytes > limits.executionBytes) throw overLimit(`${limits.executionBytes} bytes of values and paths`, 'limits.executionBytes')
}

/**
 * What a visit gets is one event, which no storage takes at any size: twenty inputs may be the same large array. Together
 * they are at most as large as the largest value.
 * @throws NodeError - VALIDATION: they are larger.
 */
export const checkInputs = ({ started }: ExecutionState, node: string, inputs: Values): void => {
  if (!started || Object.keys(inputs).length < 2) return
  const { valueBytes, collectedBytes } = started.limits
  const [most, setting] = collectedBytes > valueBytes ? [collectedBytes, 'collectedBytes'] : [valueBytes, 'valueBytes']
  if (sizeOf(inputs) <= most) return
  throw new NodeError('VALIDATION', `The inputs of node ${node} are together larger than ${most} bytes (setting limits.${setting}).`)
}

const overLimit = (bound: string, setting: string): NodeError =>
  new NodeError('VALIDATION', `The execution has reached its limit of ${bound} (setting ${setting}).`)
