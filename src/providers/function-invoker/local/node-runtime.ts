/**
 * What a child process runs for a handler in JavaScript or TypeScript: loads it, then answers one call after the other, each with
 * one line on the channel. Stands for itself: nothing of the server is loaded into the child.
 */
import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { isMainThread, Worker } from 'node:worker_threads'

/** Descriptors of the child: calls and answers on one, nothing on the other, which closes with the server. */
const channel = 3
const life = 4

/** One call, as a line of JSON. */
interface Call {
  /** Begins the answer: what a handler writes to the channel by itself does not have it. */
  readonly mark: string
  readonly event: unknown
  readonly requestId: string
  readonly functionArn: string
  readonly clientContext: unknown
  /** Milliseconds UTC. */
  readonly deadline: number
  /** Bytes. */
  readonly longestAnswer: number
}

// A handler may change what it finds: these are taken before it is loaded.
const { parse, stringify } = JSON
const { now } = Date
const print = process.stderr.write.bind(process.stderr)
const byteLength = Buffer.byteLength.bind(Buffer)

const ok = '1'
const failed = '0'
const tooLarge = 'l'
/** As `failed`, and this process takes no further call. */
const broken = 'x'

/** A thread of its own notices the end of the server also while the handler keeps this one busy. */
const watchLife = (): void => {
  const socket = new Socket({ fd: life })
  socket.on('error', () => {})
  socket.once('close', () => process.kill(0, 'SIGKILL'))
  socket.resume()
}

const serve = (module: string, name: string): void => {
  void new Worker(new URL(import.meta.url), { stdin: false })
  const socket = new Socket({ fd: channel })
  const write = socket.write.bind(socket)
  const exit = process.exit.bind(process)
  let current: Call | undefined
  const answer = (kind: string, text: string): void => {
    if (!current) return
    const line = `${current.mark} ${kind} ${text}\n`
    current = undefined
    write(line)
  }
  /** Nothing more can be expected of this process. */
  const end = (reason: unknown, errorType?: string): void => {
    printTrace(reason)
    answer(broken, errorText(reason, errorType))
    socket.end(() => exit(1))
  }
  process.on('unhandledRejection', (reason) => end(reason, 'Runtime.UnhandledPromiseRejection'))
  process.on('uncaughtException', (error) => end(error))

  const handler = load(module, name)
  handler.catch(() => {}) // told to the first call
  const take = async (call: Call): Promise<void> => {
    current = call
    try {
      const handle = await handler
      const text = answerText(await handle(call.event, contextOf(call)))
      if (current !== call) return
      if (byteLength(text) > call.longestAnswer) answer(tooLarge, '')
      else answer(ok, text)
    } catch (error) {
      if (current !== call) return
      if (error instanceof Unloaded) end(error.cause, error.type)
      else {
        printTrace(error)
        answer(failed, errorText(error))
      }
    }
  }
  let received: string[] = []
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text: string) => {
    received.push(text)
    if (!text.endsWith('\n')) return
    const line = received.join('')
    received = []
    void take(parse(line))
  })
}

type Handler = (event: unknown, context: unknown) => unknown

/** The handler cannot be had. */
class Unloaded extends Error {
  readonly type: string | undefined

  constructor(type: string | undefined, cause: unknown) {
    super('The handler cannot be had.', { cause })
    this.type = type
  }
}

const load = async (module: string, name: string): Promise<Handler> => {
  const exports = await import(pathToFileURL(module).href).catch(async (error: unknown) => {
    if (error instanceof SyntaxError) error.stack = await mistakeIn(module, error)
    throw new Unloaded(typeOfLoading(error), error)
  })
  // A CommonJS module stands as the default export of what `import` gives.
  const found: unknown = exports[name] ?? exports.default?.[name]
  if (typeof found !== 'function') throw new Unloaded('Runtime.HandlerNotFound', `${name} is no function that the module exports.`)
  if (found.length > 2)
    throw new Unloaded('Runtime.CallbackHandlerDeprecated', `${name} takes a callback: as on Lambda's Node.js 24, return a promise.`)
  return (event, context) => Reflect.apply(found, undefined, [event, context])
}

/** Where Node cannot read a module. An error of TypeScript says so, one of `import` does not; and none of what the module imports. */
const mistakeIn = async (module: string, error: SyntaxError): Promise<string> => {
  const told = error.stack ?? error.message
  if ('code' in error) return told
  const { spawnSync } = await import('node:child_process')
  const { status, stderr } = spawnSync(process.execPath, ['--check', module], { encoding: 'utf8' })
  return status === 1 ? stderr.replace(/\n {4}at [^]*$/, '') : told
}

const typeOfLoading = (error: unknown): string | undefined => {
  if (error instanceof SyntaxError) return 'Runtime.UserCodeSyntaxError'
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' ? 'Runtime.ImportModuleError' : undefined
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
const contextOf = ({ requestId, functionArn, clientContext, deadline }: Call) => ({
  awsRequestId: requestId,
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  invokedFunctionArn: functionArn,
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
  clientContext,
  identity: undefined,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(deadline - now(), 0),
})

const answerText = (value: unknown): string => {
  try {
    return stringify(value) ?? 'null'
  } catch (error) {
    throw named('Runtime.MarshalError', `The answer is no JSON: ${error instanceof Error ? error.message : 'it cannot be written'}`)
  }
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name })

/** Where the handler failed, for the log, as on Lambda. */
const printTrace = (reason: unknown): void => {
  try {
    if (reason instanceof Error && typeof reason.stack === 'string') print(`${reason.stack}\n`)
  } catch {
    // A stack that cannot be read: the failure is answered all the same.
  }
}

const longestMessage = 10_000

const errorText = (reason: unknown, errorType?: string): string => {
  try {
    const [type, message]: readonly unknown[] = reason instanceof Error ? [reason.name, reason.message] : [typeof reason, String(reason)]
    return stringify({ errorType: errorType ?? String(type), errorMessage: String(message).slice(0, longestMessage) })
  } catch {
    return '{"errorType":"Error","errorMessage":"An error that cannot be read."}'
  }
}

if (isMainThread) serve(process.argv[2] ?? '', process.argv[3] ?? '')
else watchLife()
