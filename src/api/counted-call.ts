import type { Gauge } from 'prom-client'
import type { CallOptions } from '../flow/capabilities/call-options.ts'

/** Calls with options of its own, and counts the call while it is open, apart from those that wait for a slot. */
export const countedCall = async <Options extends CallOptions, Answer>(
  gauge: Pick<Gauge<'state'>, 'inc' | 'dec'>,
  options: Options,
  call: (options: Options) => Promise<Answer>,
): Promise<Answer> => {
  let state: 'open' | 'queued' = 'open'
  gauge.inc({ state })
  const onQueued: CallOptions['onQueued'] = (queued) => {
    gauge.dec({ state })
    state = queued ? 'queued' : 'open'
    gauge.inc({ state })
    options.onQueued(queued)
  }
  try {
    return await call({ ...options, onQueued })
  } finally {
    gauge.dec({ state })
  }
}
