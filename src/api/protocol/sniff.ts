import type { Socket } from 'node:net'
import type { Clock } from '../../lib/clock.ts'

const preface = Buffer.from('PRI * HTTP/2.0', 'latin1')

/**
 * Tells by the first bytes of a connection whether the client speaks HTTP/2 (with prior knowledge) and puts them back.
 * A client that does not decide within the deadline, or goes away, is dropped.
 */
export const sniff = (
  socket: Socket,
  { clock, deadlineMs }: { clock: Clock; deadlineMs: number },
  then: (http2: boolean) => void,
): void => {
  let seen = Buffer.alloc(0)
  const look = (): void => {
    for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) seen = Buffer.concat([seen, chunk])
    const length = Math.min(seen.length, preface.length)
    const alike = seen.subarray(0, length).equals(preface.subarray(0, length))
    if (alike && length < preface.length) return
    forget()
    socket.unshift(seen)
    then(alike)
  }
  const drop = (): void => {
    forget()
    socket.destroy()
  }
  const deadline = clock.timer(deadlineMs, drop)
  const forget = (): void => {
    deadline.cancel()
    socket.off('readable', look).off('end', drop).off('close', drop)
  }
  socket.on('readable', look).on('end', drop).on('close', drop)
}
