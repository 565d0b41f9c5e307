import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect as http2Connect } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { startServer } from '../../scripts/start-server.ts'
import type { PartialConfiguration } from '../../src/api/configuration.ts'
import { signature } from '../fire/client.ts'
import type { MadeCertificate } from '../make-certificate.ts'

/** A server in a process of its own, whose memory is its own. */
export interface AttackedServer extends AsyncDisposable {
  readonly endpoint: string
  readonly port: number
  /** Asks as a client does, over HTTP/1.1 and HTTP/2, and looks at the memory: nothing has been hurt. */
  unhurt(): Promise<void>
}

/** @param certificate - the server speaks TLS with it. */
export const startAttackedServer = async (
  server: PartialConfiguration['server'] = {},
  certificate?: MadeCertificate,
): Promise<AttackedServer> => {
  await using starting = new AsyncDisposableStack()
  const directory = starting.adopt(await mkdtemp(join(tmpdir(), 'sluice-malformed-')), (made) => rm(made, { recursive: true }))
  const config = join(directory, 'sluice.config.json')
  const tls = certificate && { certFile: join(directory, 'cert.pem'), keyFile: join(directory, 'key.pem') }
  if (tls) await Promise.all([writeFile(tls.certFile, certificate.cert), writeFile(tls.keyFile, certificate.key)])
  await writeFile(config, JSON.stringify({ dataDir: join(directory, 'data'), server, tls }))
  const command = [sources, 'serve', '--port', '0', '--config', config]
  const { endpoint } = starting.adopt(await startServer(process.execPath, command), (started) => started.kill())
  const ca = certificate?.ca
  const megabytesNow = async (): Promise<number> => {
    const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec((await overHttp1(`${endpoint}/metrics`, ca))[1]) ?? []
    return Number(bytes) / 1_048_576
  }
  const idleMegabytes = await megabytesNow()
  const owned = starting.move()
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    async unhurt() {
      const [one, two] = await Promise.all([overHttp1(`${endpoint}/flows/`, ca), overHttp2(endpoint, ca)])
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

const overHttp1 = async (url: string, ca: string | undefined): Promise<readonly [status: number | undefined, text: string]> => {
  const request = ca === undefined ? httpRequest(url, { agent: false }) : httpsRequest(url, { ca, agent: false })
  for (const [name, value] of Object.entries(signature())) request.setHeader(name, value)
  const [answer] = (await once(request.end(), 'response')) as [IncomingMessage]
  return [answer.statusCode, await text(answer)]
}

const overHttp2 = async (endpoint: string, ca: string | undefined): Promise<string> => {
  const session = http2Connect(endpoint, { ca })
  // Its requests fail of the same.
  session.on('error', () => {})
  const answer = await text(session.request({ ':path': '/flows/', ...signature() }))
  session.close()
  return answer
}
