import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { http1Server } from './http1-server.ts'
import { http2Server } from './http2-server.ts'
import type { FrontLimits, HttpHandler } from './inner-server.ts'
import { sniff, speaksHttp2 } from './sniff.ts'
import { tlsLayer } from './tls-layer.ts'
import type { TlsCredentials } from './tls-layer.ts'

/** One TCP port that speaks HTTP/1.1 and HTTP/2: with prior knowledge or, over TLS, by ALPN. */
export interface Front {
  /** @throws Error - the address is taken or not ours. */
  listen(address: { readonly host: string; readonly port: number }): Promise<AddressInfo>
  /**
   * Accepts nothing more, closes idle connections at once, the others after their requests in flight, and cuts what is
   * left after `graceMs`. Resolves when no connection is left.
   */
  close(graceMs: number): Promise<void>
  /** Other credentials for the connections to come. @throws Error - they do not work, or the port is plain. */
  renew(credentials: TlsCredentials): void
}

export interface FrontOptions {
  readonly handle: HttpHandler
  readonly limits: FrontLimits
  readonly clock: Clock
  readonly ids: Ids
  /** The port speaks TLS, and nothing else. @defaultValue it is plain */
  readonly tls?: TlsCredentials | undefined
  /** Told when the port itself fails, as it does when the process runs out of file descriptors. */
  readonly onError: (error: Error) => void
}

export const front = ({ onError, tls, ...options }: FrontOptions): Front => {
  const { clock, limits } = options
  const http1 = http1Server(options)
  const http2 = http2Server(options)
  const layer = tls && tlsLayer({ credentials: tls, ...options })
  const sockets = new Set<Socket>()
  const undecided = new Set<Socket>()
  const addresses = new Map<string | undefined, number>()

  const accept = (socket: Socket): void => {
    const { remoteAddress } = socket
    const others = addresses.get(remoteAddress) ?? 0
    if (others >= limits.connectionsPerAddress) {
      socket.destroy()
      return
    }
    addresses.set(remoteAddress, others + 1)
    sockets.add(socket)
    undecided.add(socket)
    const deadline = clock.timer(limits.sniffMs, () => socket.destroy())
    socket.on('close', () => {
      deadline.cancel()
      sockets.delete(socket)
      undecided.delete(socket)
      const left = (addresses.get(remoteAddress) ?? 1) - 1
      if (left === 0) addresses.delete(remoteAddress)
      else addresses.set(remoteAddress, left)
    })
    // A connection's failure is its client's affair; without a listener it would end the process.
    socket.on('error', () => socket.destroy())
    const serve = (inside: Socket): void =>
      sniff(inside, speaksHttp2, (isHttp2) => {
        deadline.cancel()
        undecided.delete(socket)
        const inner = isHttp2 && mayBeHttp2(inside) ? http2 : http1
        inner.accept(inside)
      })
    if (layer === undefined) serve(socket)
    else layer.accept(socket, serve)
  }

  const port = createServer({ allowHalfOpen: true, noDelay: true }, accept)
  port.maxConnections = limits.connections
  let closed: Promise<void> | undefined

  const close = async (graceMs: number): Promise<void> => {
    const everythingClosed = new Promise<void>((resolve) => port.close(() => resolve()))
    http1.drain()
    http2.drain()
    for (const socket of undecided) socket.destroy()
    const grace = clock.timer(graceMs, () => {
      for (const socket of sockets) socket.destroy()
    })
    await everythingClosed
    grace.cancel()
  }

  return {
    listen: ({ host, port: number }) =>
      new Promise((resolve, reject) => {
        port.once('error', reject)
        port.listen(number, host, () => {
          port.off('error', reject).on('error', onError)
          const address = port.address()
          if (address === null || typeof address === 'string') reject(new Error(`The address ${host} is no TCP address.`))
          else resolve(address)
        })
      }),
    close: (graceMs) => (closed ??= close(graceMs)),
    renew(credentials) {
      if (layer === undefined) throw new Error('The port speaks no TLS.')
      layer.renew(credentials)
    },
  }
}

/** Over TLS both sides must have agreed on it. */
const mayBeHttp2 = (socket: Socket): boolean => !(socket instanceof TLSSocket) || socket.alpnProtocol === 'h2'
