import type { End } from './event-log.ts'

/** The end of an execution that is past its deadline. */
export const timedOut = (now: number): End => ({
  status: 'TimedOut',
  cause: 'limit',
  error: {
    error: 'ExecutionTimedOut',
    message: 'The execution did not end within its time limit (setting limits.executionSeconds, of InvokeFlow limits.invokeSeconds).',
  },
  at: now,
})
