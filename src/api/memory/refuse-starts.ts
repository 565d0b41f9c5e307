import { ThrottlingException } from '../../contract/exceptions.ts'
import type { Occasion } from './heap-room.ts'
import { retryAfter } from '../throttling/retry-after.ts'

const waitMs = 5_000

/**
 * Starts no execution for which there is no memory: beyond its limit the process would end, and all that runs with it. To be asked
 * before a body is parsed, which takes memory too.
 * @throws ThrottlingException
 */
export const refuseStarts =
  (hasRoom: (occasion: Occasion) => boolean) =>
  (operation: string): void => {
    const occasion = starts.get(operation)
    if (occasion === undefined || hasRoom(occasion)) return
    throw new ThrottlingException('The memory is full of what executions hold that run. Wait until some of them have ended.', {
      headers: retryAfter(waitMs),
    })
  }

const starts = new Map<string, Occasion>([
  ['StartFlowExecution', 'start'],
  ['InvokeFlow', 'invoke'],
])
