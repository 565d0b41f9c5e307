import { readdirSync, readlinkSync } from 'node:fs'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { recordedOptions } from '../../language-model/recorded-options.contract.ts'
import { functionArn, invokerOf, isAlive, startHandler, writeModules } from '../function-fixture.contract.ts'
import { functionInvokerContract } from '../function-invoker.contract.ts'

const javaScript = `
import { writeFileSync, unlinkSync } from 'node:fs'
export const handler = async (event, context) => {
  if (event.hang) {
    writeFileSync(\`hanging-\${process.pid}\`, '')
    return new Promise(() => {})
  }
  if (event.tell) return { functionArn: context.invokedFunctionArn, idempotencyKey: context.clientContext.custom.idempotencyKey }
  return 'bytes' in event ? 'x'.repeat(event.bytes - 2) : event.echo
}`
const python = `
import os, time
def lambda_handler(event, context):
    if event.get('hang'):
        open(f'hanging-{os.getpid()}', 'w').close()
        time.sleep(3600)
    if event.get('tell'):
        return {'functionArn': context.invoked_function_arn, 'idempotencyKey': context.client_context.custom['idempotencyKey']}
    return 'x' * (event['bytes'] - 2) if 'bytes' in event else event['echo']
`

const sources = [
  ['a handler in JavaScript', 'handler.mjs', javaScript],
  ['a handler in Python', 'handler.py', python],
] as const

for (const [title, file, source] of sources)
  functionInvokerContract(
    title,
    async () => {
      const started = await startHandler(file, source)
      const pids = (): readonly number[] =>
        readdirSync(started.modules.directory).flatMap((name) => (name.startsWith('hanging-') ? [Number(name.slice(8))] : []))
      return { ...started, functionArn, hanging: () => pids().filter(isAlive).length }
    },
    { answerBytes: 100_000 },
  )

const invoke = async (text: string, event = {}, { file = 'handler.mjs', entry = {}, arn = functionArn } = {}) => {
  await using started = await startHandler(file, text, entry)
  return (await started.invoker.invoke({ functionArn: arn, event }, recordedOptions().options)).value
}

const targetOf = (descriptor: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch {
    return '' // the directory's own is closed already
  }
}

describe('a handler', () => {
  it('is not even loaded for a call that is stopped while it waits for the place of another', async () => {
    const loading =
      "import { writeFileSync } from 'node:fs'\nwriteFileSync(process.env.AWS_LAMBDA_FUNCTION_NAME, '')\nexport const handler = () => 1"
    await using started = await startHandler('handler.mjs', loading, { maxConcurrency: 1 })
    const invokeAs = (name: string, signal?: AbortSignal) =>
      started.invoker.invoke(
        { functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`, event: {} },
        recordedOptions(signal && { signal }).options,
      )
    await invokeAs('first')
    const stop = new AbortController()

    const second = invokeAs('second', stop.signal)
    await sleep(0)
    stop.abort(new Error('stopped'))

    await expect(second).rejects.toThrow('stopped')
    await sleep(1_000)
    expect((await readdir(started.modules.directory)).toSorted()).toEqual(['first', 'handler.mjs'])
  })

  it.each([
    ['TypeScript', 'a.ts', 'interface A { b: number }\nexport const handler = (event: A): number => event.b'],
    ['a CommonJS module', 'a.cjs', 'exports.handler = async ({ b }) => b'],
    ['CommonJS whose exports cannot be foreseen', 'a.cjs', "module.exports = Object.fromEntries([['handler', ({ b }) => b]])"],
    ['another name', 'a.mjs', 'export const other = ({ b }) => b', 'other'],
    ['another name in Python', 'a.py', "def other(event, context):\n    return event['b']", 'other'],
  ])('may be %s', async (_, file, text, handler?: string) => {
    expect(await invoke(text, { b: 5 }, { file, entry: handler === undefined ? {} : { handler } })).toBe(5)
  })

  it('sees what it has on Lambda', async () => {
    const text = `export const handler = (event, { getRemainingTimeInMillis, ...context }) => ({ ...context, left: getRemainingTimeInMillis() })`

    const value = await invoke(text, {}, { entry: { timeoutSeconds: 60 } })

    expect(value).toEqual({
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'parse',
      functionVersion: 'live',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/parse',
      logStreamName: 'sluice',
      clientContext: { custom: { idempotencyKey: 'key-1' } },
      callbackWaitsForEmptyEventLoop: true,
      left: expect.closeTo(59_500, -3.5),
    })
  })

  it.each([
    ['handler.mjs', 'export const handler = () => process.env'],
    ['handler.py', 'import os\ndef lambda_handler(event, context):\n    return dict(os.environ)'],
  ])('sees no variable of the server but what its entry names: %s', async (file, text) => {
    await using started = await startHandler(
      file,
      text,
      { env: ['TABLE=orders=1', 'ORDERS_KEY'] },
      { environment: { PATH: process.env['PATH'], ORDERS_KEY: 'key', SECRET: 'hidden', AWS_SECRET_ACCESS_KEY: 'hidden' } },
    )

    const { value } = await started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    expect(value).toMatchObject({ TABLE: 'orders=1', ORDERS_KEY: 'key', AWS_LAMBDA_FUNCTION_NAME: 'parse', AWS_REGION: 'us-east-1' })
    expect(JSON.stringify(value)).not.toContain('hidden')
  })

  it('has no descriptor of the server, and its directory to work in', async () => {
    await using modules = await writeModules({})
    const text = `import { readdirSync, readlinkSync } from 'node:fs'
export const handler = () => [process.cwd(), ...readdirSync('/proc/self/fd').map((fd) => { try { return readlinkSync('/proc/self/fd/' + fd) } catch { return '' } })]`
    await writeFile(modules.pathOf('handler.mjs'), text)
    await using invoker = invokerOf({ module: modules.pathOf('handler.mjs') })
    const own = new Set(readdirSync('/proc/self/fd').map(targetOf))

    const { value } = await invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    const [directory, ...open] = value as string[]
    expect(directory).toBe(modules.directory)
    expect(open.filter((target) => /^(socket|\/)/.test(target) && target !== '/dev/null' && own.has(target))).toEqual([])
  })

  it('is kept between calls, one process for each function', async () => {
    await using started = await startHandler('handler.mjs', 'let calls = 0\nexport const handler = () => `${process.pid} ${++calls}`')
    const ask = async (arn: string) => (await started.invoker.invoke({ functionArn: arn, event: {} }, recordedOptions().options)).value

    const answers = [await ask(functionArn), await ask(functionArn), await ask('arn:aws:lambda:eu-west-1:1:function:other')]

    const [first, second, other] = answers.map((answer) => (answer as string).split(' '))
    expect([second, other?.[1]]).toEqual([[first?.[0], '2'], '1'])
    expect(other?.[0]).not.toBe(first?.[0])
  })

  it('never has more processes than its entry allows, those that wait included', async () => {
    await using started = await startHandler('handler.mjs', 'export const handler = () => process.pid', { maxConcurrency: 2 })
    const pids: number[] = []
    for (const name of ['a', 'b', 'c', 'd']) {
      const answer = await started.invoker.invoke(
        { functionArn: `arn:aws:lambda:x:1:function:${name}`, event: {} },
        recordedOptions().options,
      )
      pids.push(Number(answer.value))
    }

    expect(pids.map(isAlive)).toEqual([false, false, true, true])
  })

  it.each([
    [true, 'second'],
    [false, 'first'],
  ])('is loaded anew when a file beside it has changed, if that is watched: %s', async (reload, expected) => {
    const text = "import { word } from './word.mjs'\nexport const handler = () => word"
    await using modules = await writeModules({ 'handler.mjs': text, 'word.mjs': "export const word = 'first'" })
    await using invoker = invokerOf({ module: modules.pathOf('handler.mjs') }, { reload })
    const ask = async () => (await invoker.invoke({ functionArn, event: {} }, recordedOptions().options)).value
    const before = await ask()

    await writeFile(modules.pathOf('word.mjs'), "export const word = 'second'")
    await utimes(modules.pathOf('word.mjs'), 1, 1)

    expect([before, await ask()]).toEqual(['first', expected])
  })

  it('ends with the server, whatever it is doing, and what it has started too', async () => {
    const text = `import { spawn } from 'node:child_process'
export const handler = async (event) => { const { pid } = spawn('sleep', ['600'], { stdio: 'inherit' }); return [process.pid, pid] }`
    await using modules = await writeModules({ 'handler.mjs': text })
    const invoker = invokerOf({ module: modules.pathOf('handler.mjs') })
    const { value } = await invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    await invoker[Symbol.asyncDispose]()

    const pids = value as number[]
    while (pids.some(isAlive)) await sleep(5)
  })

  it('leaves nothing beside its file', async () => {
    await using started = await startHandler('handler.py', 'def lambda_handler(event, context):\n    return 1')

    await started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    expect(await readdir(started.modules.directory)).toEqual(['handler.py'])
  })

  it('prints to the log, as much as that can take, and is answered', async () => {
    const text = `export const handler = () => {
  console.log('one\\ntwo')
  console.error('three')
  const much = 'x'.repeat(1_000_000)
  for (let count = 0; count < 50; count++) { process.stdout.write(much + '\\n'); process.stderr.write(much + '\\n') }
  return 'done'
}`
    await using started = await startHandler('handler.mjs', text)

    const { value } = await started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    expect(value).toBe('done')
    while (started.lines.length < 3) await sleep(5)
    expect(started.lines).toContainEqual({ functionArn, stream: 'stdout', text: 'one' })
    expect(started.lines).toContainEqual({ functionArn, stream: 'stderr', text: 'three' })
    expect(started.lines.reduce((total, line) => total + line.text.length, 0)).toBeLessThan(10_000_000)
  })

  it.each([
    [
      'handler.py',
      'def lambda_handler(event, context):\n    return 1 / 0',
      /handler\.py", line 2, [^]*ZeroDivisionError: division by zero/,
    ],
    ['handler.py', 'import lost', /handler\.py", line 1, [^]*ModuleNotFoundError: No module named 'lost'/],
    ['handler.py', 'def', /handler\.py", line 1\n[^]*SyntaxError: invalid syntax/],
    ['handler.mjs', 'export const handler = () => {\n  null.x\n}', /TypeError: Cannot read properties of null[^]* at .*handler\.mjs:2:8/],
    ['handler.mjs', 'export const a = 1\nexport const handler = (', /handler\.mjs:2\n[^]*SyntaxError: Unexpected end of input$/],
    [
      'handler.ts',
      'export const a: number = 1\nconst b = ;',
      /handler\.ts:2\n[^]*const b = ;\n {10}\^\n\nSyntaxError \[.*\]: Expression expected\n/,
    ],
    [
      'handler.cjs',
      'const a = 1\nexports.handler = )',
      /handler\.cjs:2\nexports\.handler = \)\n {18}\^\n\nSyntaxError: Unexpected token '\)'$/,
    ],
  ])('prints where it failed, as on Lambda: %s, %j', async (file, text, trace) => {
    await using started = await startHandler(file, text)
    const printed = (): string => started.lines.map((line) => line.text).join('\n')

    await expect(started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)).rejects.toThrow('failed with')

    await vi.waitFor(() => expect(printed()).toMatch(trace))
    expect(printed()).not.toContain('python_runtime')
  })
})
