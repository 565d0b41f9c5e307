import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { ClientHttp2Session } from 'node:http2'
import { connect } from 'node:http2'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../scripts/start-server.ts'
import { startWith } from '../test/fire/execution-path.ts'
import { signature } from '../test/fire/client.ts'
import { preparedFlow } from '../test/fire/prepared-flow.ts'
import { startTemporaryServer } from '../test/fire/temporary-server.ts'
import { sayingBack } from '../test/small-definitions.ts'
import { framesIn } from './frames.ts'
import type { Figure } from './ratio.ts'
import { inTurns, percentile } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const streams = 100
const rounds = 10
const prompts = 10
/** Of a model that takes its time. */
const pauseMs = 200

/** What came of one stream: when each frame came, and what it says of when it happened. */
interface Streamed {
  readonly bytes: Buffer
  readonly frames: number
  readonly firstMs: number
  /** From the time in a trace, taken before it was durable, to its frame here. */
  readonly delaysMs: readonly number[]
}

/** InvokeFlow with every trace, 100 streams at once over one HTTP/2 connection; beside a bare server that sends the same frames. */
export const benchInvoke = async function* (): AsyncGenerator<Figure> {
  await using running = new AsyncDisposableStack()
  const server = await startTemporaryServer()
  running.defer(() => server.remove())
  running.use(server)
  const pathOf = async (tokenDelayMs: number) =>
    `/flows/${await preparedFlow(server.endpoint, sayingBack(prompts, tokenDelayMs))}/aliases/TSTALIASID`
  const path = await pathOf(0)
  const body = JSON.stringify({ ...startWith('word'), enableTrace: true })
  const one = await streamed(
    running.adopt(connect(server.endpoint), (session) => session.destroy()),
    { path, body },
  )
  const directory = running.use(await temporaryDirectory())
  const file = join(directory.path, 'frames')
  await writeFile(file, one.bytes)
  const bare = running.adopt(await startServer('node', ['bench/frames-server.ts', file]), (process) => process.kill())

  const all = async (endpoint: string): Promise<number> => {
    const session = connect(endpoint)
    const answers = await Promise.all(Array.from({ length: streams }, () => streamed(session, { path, body })))
    session.destroy()
    return answers.reduce((sum, { frames }) => sum + frames, 0)
  }
  await all(server.endpoint)
  await all(bare.endpoint)
  const { baseline, measured } = await inTurns(
    rounds,
    () => all(bare.endpoint),
    () => all(server.endpoint),
  )
  yield {
    name: `frames of InvokeFlow, ${streams} streams of ${one.frames} frames at once`,
    unit: 'frames/s',
    measured,
    baseline: { name: 'frames/s of a bare HTTP/2 server', value: baseline },
    target: '40 %',
  }
  yield { name: 'the same in whole runs', unit: 'runs/s', measured: measured / one.frames }
  const bareStreams = await pacedStreams(bare.endpoint, { path, body })
  yield* paced(await pacedStreams(server.endpoint, { path: await pathOf(pauseMs), body }), bareStreams)
}

/** 100 streams that begin one after the other, whose models take their time. */
const pacedStreams = async (endpoint: string, request: { readonly path: string; readonly body: string }): Promise<readonly Streamed[]> => {
  const session = connect(endpoint)
  const answers = await Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      await sleep((index * pauseMs * prompts) / streams)
      return streamed(session, request)
    }),
  )
  session.destroy()
  return answers
}

const paced = (answers: readonly Streamed[], bare: readonly Streamed[]): readonly Figure[] =>
  [50, 99].flatMap((percent) => [
    {
      name: `request to first frame, ${streams} streams, p${percent}`,
      unit: 'ms',
      measured: percentile(
        answers.map(({ firstMs }) => firstMs),
        percent,
      ),
      baseline: {
        name: 'ms of the bare server',
        value: percentile(
          bare.map(({ firstMs }) => firstMs),
          percent,
        ),
      },
    },
    {
      name: `event to its frame at the client, ${streams} streams, p${percent}`,
      unit: 'ms',
      measured: percentile(
        answers.flatMap(({ delaysMs }) => delaysMs),
        percent,
      ),
      ...(percent === 99 && { target: '10 ms' }),
    },
  ])

const streamed = async (session: ClientHttp2Session, { path, body }: { path: string; body: string }): Promise<Streamed> => {
  const begin = performance.now()
  const stream = session.request({ ':method': 'POST', ':path': path, ...signature(), 'content-type': 'application/json' })
  stream.end(body)
  const pieces: Buffer[] = []
  const delaysMs: number[] = []
  let firstMs = Number.NaN
  stream.on('data', (piece: Buffer) => {
    if (pieces.length === 0) firstMs = performance.now() - begin
    pieces.push(piece)
    const now = Date.now()
    for (const [, time] of piece.toString('latin1').matchAll(/"timestamp":"([^"]+)"/g)) delaysMs.push(now - Date.parse(String(time)))
  })
  await once(stream, 'end')
  const bytes = Buffer.concat(pieces)
  return { bytes, frames: framesIn(bytes).length, firstMs, delaysMs }
}
