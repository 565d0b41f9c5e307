import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as http2Connect } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { scrape } from '../../bench/scrape.ts'
import { startServer } from '../../scripts/start-server.ts'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import { signature } from '../fire/client.ts'

/** A server in a process of its own, whose memory is its own. */
export interface AttackedServer extends AsyncDisposable {
  readonly endpoint: string
  readonly port: number
  /** Asks as a client does, over HTTP/1.1 and HTTP/2, and looks at the memory: nothing has been hurt. */
  unhurt(): Promise<void>
}

export const startAttackedServer = async (server: PartialConfiguration['server'] = {}): Promise<AttackedServer> => {
  await using starting = new AsyncDisposableStack()
  const directory = starting.adopt(await mkdtemp(join(tmpdir(), 'sluice-malformed-')), (made) => rm(made, { recursive: true }))
  const config = join(directory, 'sluice.config.json')
  await writeFile(config, JSON.stringify({ dataDir: join(directory, 'data'), server }))
  const command = [sources, 'serve', '--port', '0', '--config', config]
  const { endpoint } = starting.adopt(await startServer(process.execPath, command), (started) => started.kill())
  const megabytesNow = async (): Promise<number> => (await scrape(endpoint, 'process_resident_memory_bytes')) / 1_048_576
  const idleMegabytes = await megabytesNow()
  const owned = starting.move()
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    async unhurt() {
      const [one, two] = await Promise.all([
        fetch(`${endpoint}/flows/`, { headers: signature() }).then(async (answer) => [answer.status, await answer.text()]),
        overHttp2(endpoint),
      ])
      const growth = (await megabytesNow()) - idleMegabytes
      expect({ one, two, growth }).toEqual({
        one: [200, '{"flowSummaries":[]}'],
        two: '{"flowSummaries":[]}',
        growth: expect.toSatisfy((megabytes: number) => megabytes < mostGrowth, `less than ${mostGrowth} MB`),
      })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The built server has less than 100 MB when it is idle: so 300 MB are the most. From sources it has the compiler in memory too. */
const mostGrowth = 200

const sources = new URL('../../src/cli/main.ts', import.meta.url).pathname

const overHttp2 = async (endpoint: string): Promise<string> => {
  const session = http2Connect(endpoint)
  // Its requests fail of the same.
  session.on('error', () => {})
  const answer = await text(session.request({ ':path': '/flows/', ...signature() }))
  session.close()
  return answer
}
