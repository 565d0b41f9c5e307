import Type from 'typebox'
import { count, section } from './configuration-section.ts'
import { defaultFrontLimits } from './protocol/inner-server.ts'
import type { FrontLimits } from './protocol/inner-server.ts'

const deadline = (defaultMs: number, description: string) =>
  Type.Number({
    default: defaultMs / 1000,
    exclusiveMinimum: 0,
    maximum: 86_400,
    description,
    allowed: 'a number of seconds above 0, at most a day',
  })

const bytes = (name: 'headerBytes' | 'urlBytes' | 'bodiesBytes', [minimum, maximum]: readonly [number, number], description: string) =>
  Type.Integer({ default: defaultFrontLimits[name], minimum, maximum, description })

const { connections, connectionsPerAddress, streams, headers, sniffMs, headersMs, requestMs, answerMs, idleMs } = defaultFrontLimits

/** The section `server`: bounds of what anybody who reaches the port can make the server hold. */
export const Server = section(
  {
    connections: count(connections, 1_000_000, 'Connections at once; one more is closed at once.'),
    connectionsPerAddress: count(connectionsPerAddress, 1_000_000, 'The same from one IP address.'),
    streams: count(streams, 10_000, 'Requests at once on one connection.'),
    headerBytes: bytes('headerBytes', [1_024, 1_048_576], "All headers of one request, HTTP/1.1's URL included."),
    headers: count(headers, 10_000, 'Headers of one request.'),
    urlBytes: bytes('urlBytes', [256, 1_048_576], 'Path and query of one request.'),
    bodiesBytes: bytes(
      'bodiesBytes',
      [1_048_576, 1_099_511_627_776],
      'Bodies of requests while they arrive, all together; beyond, the largest is refused.',
    ),
    firstBytesSeconds: deadline(sniffMs, 'From the connection to the first bytes.'),
    headersSeconds: deadline(headersMs, 'From the first byte of a request to the end of its headers. HTTP/1.1.'),
    requestSeconds: deadline(requestMs, 'From the first byte of a request to the end of its body.'),
    answerSeconds: deadline(answerMs, 'From the end of an answer until the client has taken it.'),
    idleSeconds: deadline(idleMs, 'Between two requests of a connection.'),
  },
  { default: {}, description: 'Connections, sizes and time-outs of the port.' },
)

export interface PortSettings {
  readonly server: Type.Static<typeof Server>
  readonly invoke: { readonly stalledReaderSeconds: number }
}

export const frontLimitsOf = ({
  server: { firstBytesSeconds, headersSeconds, requestSeconds, answerSeconds, idleSeconds, ...sizes },
  invoke: { stalledReaderSeconds },
}: PortSettings): FrontLimits => ({
  ...sizes,
  sniffMs: 1000 * firstBytesSeconds,
  headersMs: 1000 * headersSeconds,
  requestMs: 1000 * requestSeconds,
  answerMs: 1000 * answerSeconds,
  stalledMs: 1000 * stalledReaderSeconds,
  idleMs: 1000 * idleSeconds,
})
