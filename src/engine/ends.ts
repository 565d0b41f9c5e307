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

/** The end of an execution of InvokeFlow that nobody waits for any more. */
export const callerGone = (now: number, cause = 'the caller has gone'): End => ({ status: 'Aborted', cause, at: now })

/** The end of an execution that met a bug of the server. */
export const endedByBug = (now: number): End => ({
  status: 'Failed',
  cause: 'bug',
  error: { message: 'The execution ended by an internal error of the server; its log names the cause.' },
  at: now,
})
