import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { reasonOf, recordedOptions } from '../../language-model/recorded-options.contract.ts'
import { functionArn, isAlive, startHandler } from '../function-fixture.contract.ts'

/** What a handler does, and how its call fails. */
type Hostile = readonly [what: string, body: string, message: string | RegExp]

const timedOut = /^Call to lambda function timed out: .* did not answer within 2 seconds \(setting functions\[0\]\.timeoutSeconds\)\.$/
const intruded = 'wrote to the descriptor of its answers, or closed it'

const javaScript: readonly Hostile[] = [
  ['answers too much', "return 'x'.repeat(200_000)", 'answered more than 100000 bytes (setting limits.valueBytes): return less.'],
  [
    'answers too much by itself',
    "fs.writeSync(3, 'x'.repeat(200_000)); await forever",
    'answered more than 100000 bytes (setting limits.valueBytes)',
  ],
  [
    'answers too deep',
    'let value = 1; for (let i = 0; i < 129; i++) value = [value]; return value',
    'answered JSON that nests deeper than 128 levels',
  ],
  [
    'answers deeper than JSON goes',
    'let value = 1; for (let i = 0; i < 100_000; i++) value = [value]; return value',
    'Runtime.MarshalError',
  ],
  [
    'answers a cycle',
    'const value = {}; value.value = value; return value',
    'Runtime.MarshalError: The answer is no JSON: Converting circular',
  ],
  ['answers a BigInt', 'return 1n', 'Runtime.MarshalError: The answer is no JSON: Do not know how to serialize a BigInt'],
  [
    'answers what cannot be written',
    "return { toJSON() { throw 'no' } }",
    'Runtime.MarshalError: The answer is no JSON: it cannot be written',
  ],
  ['never answers', 'await forever', timedOut],
  ['is never done', 'for (;;);', timedOut],
  ['prints without an end', "for (;;) try { fs.writeSync(1, 'x'.repeat(60_000) + '\\n') } catch {}", timedOut],
  ['stops itself', "process.kill(process.pid, 'SIGSTOP'); for (;;);", timedOut],
  ['exits', 'process.exit(0)', 'ended its process with the exit code 0 before it answered'],
  ['exits with a code', 'process.exit(7)', 'ended its process with the exit code 7 before it answered'],
  ['aborts', 'process.abort()', 'was ended by SIGABRT before it answered'],
  ['kills itself', "process.kill(process.pid, 'SIGKILL'); await forever", 'was ended by SIGKILL before it answered'],
  ['answers by itself', "fs.writeSync(3, '{}\\n'); return 1", intruded],
  ['answers twice by itself', "fs.writeSync(3, 'a 1 1\\na 1 2\\n'); return 1", intruded],
  [
    'closes its descriptors',
    'for (let fd = 0; fd < 100; fd++) try { fs.closeSync(fd) } catch {} await forever',
    /closed it|ended|timed out/,
  ],
  ['throws a text', "throw 'no'", 'failed with string: no'],
  ['throws nothing', 'throw undefined', 'failed with undefined: undefined'],
  ['throws a long text', "throw new TypeError('a\\nb'.repeat(100_000))", /failed with TypeError: a ba ba .*…$/],
  [
    'throws what cannot be read',
    "throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } })",
    'failed with Error: An error that cannot',
  ],
  ['leaves a rejection', "Promise.reject(new RangeError('late')); await forever", 'failed with Runtime.UnhandledPromiseRejection: late'],
  ['throws later', "setTimeout(() => { throw new RangeError('late') }); await forever", 'failed with RangeError: late'],
  [
    'breaks its sockets',
    "(await import('node:net')).Socket.prototype._write = () => {}; Buffer.from = null; return {}",
    /timed out|failed/,
  ],
]

const javaScriptFiles: readonly Hostile[] = [
  ['is no JavaScript', 'export const handler = (', 'failed with Runtime.UserCodeSyntaxError: '],
  [
    'imports what is not there',
    "import './nowhere.mjs'\nexport const handler = () => 1",
    'failed with Runtime.ImportModuleError: Cannot find module',
  ],
  ['exports no handler', 'export const other = 1', 'failed with Runtime.HandlerNotFound: handler is no function that the module exports.'],
  ['exports a handler that is none', 'export const handler = 1', 'failed with Runtime.HandlerNotFound'],
  [
    'takes a callback',
    'export const handler = (event, context, callback) => callback(null, 1)',
    'failed with Runtime.CallbackHandlerDeprecated',
  ],
  ['throws while it is loaded', "throw new RangeError('early')", 'failed with RangeError: early'],
  ['is never loaded', 'await new Promise(() => {})', timedOut],
  ['exits while it is loaded', 'process.exit(3)', 'ended its process with the exit code 3'],
]

const python: readonly Hostile[] = [
  ['answers too much', "return 'x' * 200_000", 'answered more than 100000 bytes (setting limits.valueBytes): return less.'],
  ['answers too much by itself', "os.write(3, b'x' * 200_000); time.sleep(9999)", 'answered more than 100000 bytes'],
  [
    'answers too deep',
    'value = 1\n    for _ in range(129): value = [value]\n    return value',
    'answered JSON that nests deeper than 128 levels',
  ],
  ['answers deeper than JSON goes', 'value = 1\n    for _ in range(100_000): value = [value]\n    return value', 'Runtime.MarshalError'],
  [
    'answers a cycle',
    'value = []\n    value.append(value)\n    return value',
    'Runtime.MarshalError: The answer is no JSON: Circular reference',
  ],
  ['answers a set', 'return {1, 2}', 'Runtime.MarshalError: The answer is no JSON: Object of type set is not JSON serializable'],
  ['answers what is no number', "return float('nan')", 'Runtime.MarshalError: The answer is no JSON: Out of range float values'],
  ['is never done', 'while True: pass', timedOut],
  ['sleeps', 'time.sleep(9999)', timedOut],
  ['exits', 'sys.exit(3)', 'ended its process with the exit code 3 before it answered'],
  ['exits at once', 'os._exit(0)', 'ended its process with the exit code 0 before it answered'],
  ['kills itself', 'os.kill(os.getpid(), 9)', 'was ended by SIGKILL before it answered'],
  ['answers by itself', "os.write(3, b'{}\\n'); return 1", intruded],
  ['closes its descriptors', 'os.closerange(3, 100); time.sleep(9999)', /closed it|ended|timed out/],
  ['raises', "raise ValueError('no')", 'failed with ValueError: no'],
  ['raises what cannot be read', 'raise type("Odd", (Exception,), {"__str__": lambda self: 1 / 0})()', /failed with Odd$/],
  ['is asynchronous', 'return (lambda: (yield))()', 'Runtime.MarshalError: The answer is no JSON: Object of type generator'],
]

const pythonFiles: readonly Hostile[] = [
  ['is no Python', 'def lambda_handler(', 'failed with Runtime.UserCodeSyntaxError: '],
  ['imports what is not there', 'import nowhere', "failed with Runtime.ImportModuleError: No module named 'nowhere'"],
  ['has no handler', 'other = 1', 'failed with Runtime.HandlerNotFound: lambda_handler is no function of the module.'],
  ['raises while it is loaded', "raise ValueError('early')", 'failed with ValueError: early'],
]

const inJavaScript = (body: string): string =>
  `import fs from 'node:fs'\nconst forever = new Promise(() => {})\nexport const handler = async () => { ${body} }\n`
const inPython = (body: string): string => `import os, sys, time\ndef lambda_handler(event, context):\n    ${body}\n`

const cases = [
  ...javaScript.map(([what, body, message]) => ['handler.mjs', what, inJavaScript(body), message] as const),
  ...javaScriptFiles.map(([what, text, message]) => ['handler.mjs', what, text, message] as const),
  ...python.map(([what, body, message]) => ['handler.py', what, inPython(body), message] as const),
  ...pythonFiles.map(([what, text, message]) => ['handler.py', what, text, message] as const),
]

const throwing = (error: unknown): never => {
  throw error
}

describe('a hostile handler', () => {
  it.concurrent.each(cases)('in %s that %s ends in a clear failure', async (file, _, text, message) => {
    await using started = await startHandler(file, text, { timeoutSeconds: 2 })

    const call = started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    const error = await reasonOf(call)
    expect(error).toMatchObject({ name: 'NodeError', code: 'DEPENDENCY_FAILED', retryable: false })
    expect(() => throwing(error)).toThrow(message)
    expect(error).toMatchObject({ message: expect.stringContaining(functionArn) })
  })

  it.each([
    [
      'handler.mjs',
      "import { spawn } from 'node:child_process'\nexport const handler = () => { console.log(spawn('sleep', ['600'], { stdio: 'inherit' }).pid); setTimeout(() => process.exit(0), 50); return new Promise(() => {}) }",
    ],
    [
      'handler.py',
      'import os, time\ndef lambda_handler(event, context):\n    pid = os.fork()\n    if pid == 0: time.sleep(600)\n    print(pid, flush=True)\n    time.sleep(0.05)\n    os._exit(0)',
    ],
  ])('in %s takes with it what it has started', async (file, text) => {
    await using started = await startHandler(file, text)

    const error = await reasonOf(started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options))

    expect(error).toMatchObject({ message: expect.stringContaining('exit code 0') })
    while (started.lines.length === 0) await sleep(5)
    const pid = Number(started.lines[0]?.text)
    while (isAlive(pid)) await sleep(5)
    expect(pid).toBeGreaterThan(0)
  })

  it('cannot change what its answers are made of', async () => {
    const body = 'JSON.stringify = JSON.parse = String.prototype.toString = Date.now = process.exit = null; return {}'
    await using started = await startHandler('handler.mjs', inJavaScript(body))
    const ask = () => started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)

    expect([await ask(), await ask()]).toMatchObject([{ value: {} }, { value: {} }])
  })

  it('that has forked is answered for once', async () => {
    await using started = await startHandler(
      'handler.py',
      'import os\ndef lambda_handler(event, context):\n    os.fork()\n    return event["call"]',
    )
    const ask = async (call: number) => (await started.invoker.invoke({ functionArn, event: { call } }, recordedOptions().options)).value

    expect([await ask(1), await ask(2), await ask(3)]).toEqual([1, 2, 3])
  })

  it.each([
    ['fails between two calls', 'throw new Error("late")'],
    ['answers between two calls', "fs.writeSync(3, 'a 1 1\\n')"],
  ])('that %s is followed by a new one', async (_, body) => {
    const later = `setInterval(() => { if (fs.existsSync('go')) { fs.unlinkSync('go'); ${body} } }, 5)`
    await using started = await startHandler('handler.mjs', inJavaScript(`${later}; return process.pid`))
    const ask = async () => (await started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)).value
    const first = Number(await ask())
    await writeFile(started.modules.pathOf('go'), '')
    while (isAlive(first)) await sleep(5)

    const second = Number(await ask())

    expect(second).toBeGreaterThan(0)
    expect(second).not.toBe(first)
  })

  it('whose interpreter is not there names the setting', async () => {
    await using started = await startHandler('handler.py', 'x = 1', { interpreter: 'no-such-python' })

    await expect(started.invoker.invoke({ functionArn, event: {} }, recordedOptions().options)).rejects.toMatchObject({
      code: 'DEPENDENCY_FAILED',
      message: expect.stringMatching(
        /could not be started \(ENOENT\): check that its directory is there, and install its interpreter or name it by the setting interpreter\.$/,
      ),
    })
  })
})
