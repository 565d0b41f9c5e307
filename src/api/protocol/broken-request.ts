import type { Duplex } from 'node:stream'

/**
 * Answers what is not HTTP/1.1, or too slow or too large to become a request, and ends the connection.
 * @param code - why, as Node's parser calls it.
 */
export const answerBrokenRequest = (code: string | undefined, socket: Duplex, requestId: string): void => {
  const { status, name, message } = answers.get(code) ?? malformed
  const body = JSON.stringify({ message })
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-amzn-errortype: ${name}`,
      `x-amzn-requestid: ${requestId}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

interface BrokenAnswer {
  readonly status: string
  readonly name: string
  readonly message: string
}

const malformed: BrokenAnswer = {
  status: '400 Bad Request',
  name: 'SerializationException',
  message: 'The request is not well-formed HTTP.',
}

/** Why a request is answered that is not in TLS where it must be. */
export const plainOnTls = 'ERR_PLAIN_ON_TLS'

const answers: ReadonlyMap<string | undefined, BrokenAnswer> = new Map([
  [
    plainOnTls,
    { status: '400 Bad Request', name: 'SerializationException', message: 'This port speaks TLS: write https:// in place of http://.' },
  ],
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: '431 Request Header Fields Too Large',
      name: 'SerializationException',
      message: 'The headers of the request are too large or too many.',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: '408 Request Timeout', name: 'RequestTimeoutException', message: 'The request did not arrive in time.' },
  ],
])
