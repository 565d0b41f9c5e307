import type { Socket } from 'node:net'

/**
 * Tells by the first bytes of a connection what the client speaks, and puts them back. `tell` answers `undefined` for as long as it must
 * see more. A client that goes away before is dropped.
 */
export const sniff = <Told>(socket: Socket, tell: (seen: Buffer) => Told | undefined, then: (told: Told) => void): void => {
  let seen = Buffer.alloc(0)
  const look = (): void => {
    for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) seen = Buffer.concat([seen, chunk])
    const told = tell(seen)
    if (told === undefined) return
    forget()
    socket.unshift(seen)
    then(told)
  }
  const drop = (): void => {
    forget()
    socket.destroy()
  }
  const forget = (): void => {
    socket.off('readable', look).off('end', drop).off('close', drop)
  }
  socket.on('readable', look).on('end', drop).on('close', drop)
}

const preface = Buffer.from('PRI * HTTP/2.0', 'latin1')

/** Whether a client begins as HTTP/2 does. */
export const speaksHttp2 = (seen: Buffer): boolean | undefined => {
  const length = Math.min(seen.length, preface.length)
  const alike = seen.subarray(0, length).equals(preface.subarray(0, length))
  return alike && length < preface.length ? undefined : alike
}

/** The type of a TLS record that begins a handshake. */
const handshake = 22

/** Whether a client begins as TLS does. */
export const speaksTls = (seen: Buffer): boolean | undefined => (seen.length === 0 ? undefined : seen[0] === handshake)
