import { NodeError } from '../flow/node-error.ts'
import type { ExecutionState } from './state.ts'

/** Whether an execution may go on. @throws NodeError - VALIDATION: it has reached a bound, which the message names with its setting. */
export const checkLimits = ({ started, visits, sequence, bytes }: ExecutionState): void => {
  const limits = started?.limits
  if (!limits) return
  if (visits >= limits.visits) throw overLimit(`${limits.visits} visits of nodes`, 'limits.visits')
  if (sequence >= limits.events) throw overLimit(`${limits.events} events`, 'limits.events')
  if (bytes > limits.executionBytes) throw overLimit(`${limits.executionBytes} bytes of values and paths`, 'limits.executionBytes')
}

const overLimit = (bound: string, setting: string): NodeError =>
  new NodeError('VALIDATION', `The execution has reached its limit of ${bound} (setting ${setting}).`)
