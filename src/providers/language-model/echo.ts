import type { LanguageModel } from '../../flow/capabilities/language-model.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { echoFields } from './echo-fields.ts'
import type { EchoFields } from './echo-fields.ts'
import { promptOf, refuseGuardrail, speak, within } from './spoken-answer.ts'

export const echoModelId = 'sluice.echo-v1:0'

/** How many visits that are failing are remembered. */
const rememberedVisits = 10_000

/**
 * A model for trying things without any model: it says the text of the last user message back, word by word. It keeps
 * `maxTokens` and `stopSequences`, a token being a word; nothing else in a request changes what it says. Its own
 * steering stands in `additionalModelRequestFields`: `EchoFields`.
 */
export const echoLanguageModel = ({ clock, ids, answerBytes }: { clock: Clock; ids: Ids; answerBytes: number }): LanguageModel => {
  const failures = new Map<string, number>()
  return {
    async converse(request, options) {
      const { signal, idempotencyKey } = options
      signal.throwIfAborted()
      const fields = echoFields(request.additionalModelRequestFields)
      refuseGuardrail(request, echoModelId)
      failAsAsked(fields, idempotencyKey, failures)
      const saying = within(repeated(promptOf(request), fields.repeat, answerBytes), request.inferenceConfig)
      return speak({ ...saying, tokenDelayMs: fields.tokenDelayMs }, { request, options, clock, ids })
    },
  }
}

const failAsAsked = ({ fail, failTimes }: EchoFields, idempotencyKey: string, failures: Map<string, number>): void => {
  if (fail === undefined) return
  const failed = failures.get(idempotencyKey) ?? 0
  failures.delete(idempotencyKey)
  if (failed >= failTimes) return
  failures.set(idempotencyKey, failed + 1)
  const [oldest] = failures.keys()
  if (failures.size > rememberedVisits && oldest !== undefined) failures.delete(oldest)
  throw failureOf[fail]()
}

const failureOf = {
  throttling: () =>
    new NodeError('DEPENDENCY_FAILED', `Model ${echoModelId} throttled the call, as its field fail asks.`, { retryable: true }),
  unavailable: () => new NodeError('BAD_GATEWAY', `Model ${echoModelId} is unavailable, as its field fail asks.`, { retryable: true }),
  refused: () => new NodeError('DEPENDENCY_FAILED', `Model ${echoModelId} refused the call, as its field fail asks.`),
} satisfies Record<NonNullable<EchoFields['fail']>, () => NodeError>

/** With one space between. @throws NodeError - VALIDATION: it would be larger than an answer may be. */
const repeated = (prompt: string, times: number, answerBytes: number): string => {
  if ((Buffer.byteLength(prompt) + 1) * times - 1 > answerBytes) {
    throw new NodeError(
      'VALIDATION',
      `Model ${echoModelId} would say more than ${answerBytes} bytes (limits.valueBytes): ask for fewer with repeat.`,
    )
  }
  return Array.from({ length: times }, () => prompt).join(' ')
}
