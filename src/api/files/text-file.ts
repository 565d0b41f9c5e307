import { createReadStream } from 'node:fs'

/** A file that cannot be read as what it should be: one sentence. */
export class UnreadableFile extends Error {
  override readonly name: string = 'UnreadableFile'
}

/** A file that the system does not let read; it may the next time. */
export class UnreadFile extends UnreadableFile {
  override readonly name = 'UnreadFile'
}

/** As much as the API takes in one request. */
const mostBytes = 32 * 1024 * 1024

/** What a text file says. `undefined`: there is no such file. @throws UnreadableFile - one sentence that begins with `what`. */
export const readTextFile = async (what: string, file: string): Promise<string | undefined> => {
  const bytes = await readBytes(`${what} ${file}`, () => createReadStream(file))
  return bytes === undefined ? undefined : textOf(`${what} ${file}`, bytes)
}

/** What the standard input says, to its end. @throws UnreadableFile - one sentence that begins with `what`. */
export const readTextInput = async (what: string): Promise<string> => {
  const subject = `${what} of the standard input`
  return textOf(subject, (await readBytes(subject, () => process.stdin)) ?? new Uint8Array())
}

const textOf = (subject: string, bytes: Uint8Array): string => {
  if (bytes.length > mostBytes) throw new UnreadableFile(`${subject} is larger than 32 MiB.`)
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new UnreadableFile(`${subject} is not UTF-8.`, { cause })
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const readBytes = async (subject: string, open: () => AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> => {
  try {
    return await bytesOf(open())
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause
    if (code === 'ENOENT') return undefined
    throw new UnreadFile(`${subject} cannot be read (${String(code)}).`, { cause })
  }
}

/** Hardly more than allowed: a pipe has no size, a device no end. */
const bytesOf = async (stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBytes) break
  }
  return Buffer.concat(chunks)
}
