import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { FunctionInvoker } from '../../flow/capabilities/function-invoker.ts'
import type { Json } from '../../lib/json.ts'
import { reasonOf, recordedOptions } from '../language-model/recorded-options.contract.ts'

/**
 * A function that answers by its event: `{ "echo": value }` with the value, `{ "hang": true }` never, `{ "tell": true }` with the
 * idempotency key and the ARN that it was called by, `{ "bytes": n }` with so many.
 */
export interface InvokedFunction extends AsyncDisposable {
  readonly invoker: FunctionInvoker
  readonly functionArn: string
  /** How many calls hang. */
  hanging(): number
}

/** What every function invoker keeps. `answerBytes`: the longest answer that `start` allows. */
export const functionInvokerContract = (
  name: string,
  start: () => Promise<InvokedFunction>,
  { answerBytes }: { answerBytes: number },
): void => {
  describe(`${name} as a function invoker`, () => {
    const echo = ({ invoker, functionArn }: InvokedFunction, value: Json) =>
      invoker.invoke({ functionArn, event: { echo: value } }, recordedOptions().options)

    it.each<Json>([
      'Zürich 東京 👩‍👩‍👧 \\ " \u2028 end\n',
      '',
      0.5,
      true,
      null,
      [],
      [1, [2, { three: 3 }]],
      { nested: { list: ['a', null] }, '': 1 },
    ])('answers what the function returns: %j', async (value) => {
      await using invoked = await start()

      const answer = await echo(invoked, value)

      expect(answer).toEqual({ requestId: expect.stringMatching(/./), value })
    })

    it('says what has arrived', async () => {
      await using invoked = await start()
      const { options, seen } = recordedOptions()

      await invoked.invoker.invoke({ functionArn: invoked.functionArn, event: { echo: 'x'.repeat(1_000) } }, options)

      expect(seen.bytes).toBeGreaterThanOrEqual(1_000)
    })

    it('lets the function know its name and the idempotency key', async () => {
      await using invoked = await start()
      const { invoker, functionArn } = invoked

      const { value } = await invoker.invoke({ functionArn, event: { tell: true } }, recordedOptions({ idempotencyKey: 'key-9' }).options)

      expect(value).toEqual({ idempotencyKey: 'key-9', functionArn })
    })

    it('makes no call for a signal that has fired already', async () => {
      await using invoked = await start()
      const { invoker, functionArn, hanging } = invoked

      const call = invoker.invoke({ functionArn, event: { hang: true } }, recordedOptions({ signal: AbortSignal.abort('stopped') }).options)

      await expect(call).rejects.toBe('stopped')
      expect(hanging()).toBe(0)
    })

    it('lets go when it is stopped, and says nothing after that', async () => {
      await using invoked = await start()
      const { invoker, functionArn, hanging } = invoked
      const stop = new AbortController()
      const { options, seen } = recordedOptions({ signal: stop.signal })
      const reason = reasonOf(invoker.invoke({ functionArn, event: { hang: true } }, options))
      while (hanging() === 0) await sleep(5)

      stop.abort('stopped')

      expect(await reason).toBe('stopped')
      while (hanging() > 0) await sleep(5)
      expect(seen.bytes).toBe(0)
    })

    it('answers after a stop as before', async () => {
      await using invoked = await start()
      const { invoker, functionArn, hanging } = invoked
      const stop = new AbortController()
      const reason = reasonOf(invoker.invoke({ functionArn, event: { hang: true } }, recordedOptions({ signal: stop.signal }).options))
      while (hanging() === 0) await sleep(5)
      stop.abort('stopped')
      await reason

      expect(await echo(invoked, 'again')).toMatchObject({ value: 'again' })
    })

    it('refuses an answer that is too large, and names the bound', async () => {
      await using invoked = await start()
      const { invoker, functionArn } = invoked

      const call = invoker.invoke({ functionArn, event: { bytes: answerBytes + 1 } }, recordedOptions().options)

      await expect(call).rejects.toMatchObject({ code: 'DEPENDENCY_FAILED', message: expect.stringContaining(`${answerBytes}`) })
    })

    it('refuses an event that is larger than AWS takes', async () => {
      await using invoked = await start()
      const { invoker, functionArn } = invoked

      const call = invoker.invoke({ functionArn, event: { echo: 'x'.repeat(6_291_456) } }, recordedOptions().options)

      await expect(call).rejects.toMatchObject({ code: 'VALIDATION', message: expect.stringContaining('6291456') })
    })

    it('answers many calls at once without mixing them', async () => {
      await using invoked = await start()
      const values = Array.from({ length: 20 }, (_, index) => `value ${index}`)

      const answers = await Promise.all(values.map((value) => echo(invoked, value)))

      expect(answers.map(({ value }) => value)).toEqual(values)
    })
  })
}
