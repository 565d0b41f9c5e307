import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { functionArn, startHandler } from '../function-fixture.contract.ts'
import { recordedOptions } from '../../language-model/recorded-options.contract.ts'

/** Calls a handler while there is no descriptor left, and again when there are some. */
const script = (fixture: string): string => `
import { closeSync, openSync } from 'node:fs'
const { functionArn, startHandler } = await import('${fixture}')
const started = await startHandler('handler.mjs', 'export const handler = () => 1')
const options = { signal: new AbortController().signal, idempotencyKey: 'key', executionArn: 'e', onBytes() {}, onQueued() {} }
const invoke = () => started.invoker.invoke({ functionArn, event: {} }, options)
const held = []
try {
  for (;;) held.push(openSync('/dev/null'))
} catch {}
const { constructor, code, message } = await invoke().catch((error) => error)
for (const descriptor of held) closeSync(descriptor)
const { value } = await invoke()
console.log(JSON.stringify({ kind: constructor.name, code, message, value }))
await started[Symbol.asyncDispose]()`

it('a server without descriptors starts no handler, says so, and goes on when there are some again', async () => {
  const fixture = new URL('../function-fixture.contract.ts', import.meta.url).href

  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    'ulimit -n 100 && exec "$0" --input-type=module --eval "$1"',
    process.execPath,
    script(fixture),
  ])

  expect(JSON.parse(stdout)).toEqual({
    kind: 'NodeError',
    code: 'DEPENDENCY_FAILED',
    message: `Function ${functionArn} (functions[0].module) could not be started (EMFILE): lower functions[0].maxConcurrency, or give the server more descriptors, processes and memory.`,
    value: 1,
  })
})

it('a handler whose environment is larger than the system takes fails its calls', async () => {
  await using started = await startHandler('handler.mjs', 'export const handler = () => 1', { env: [`LARGE=${'x'.repeat(10_000_000)}`] })

  const call = started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

  await expect(call).rejects.toMatchObject({
    code: 'DEPENDENCY_FAILED',
    message: expect.stringContaining('could not be started (E2BIG): '),
  })
})
