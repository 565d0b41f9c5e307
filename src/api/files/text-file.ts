import { readFile, stat } from 'node:fs/promises'

/** A file that cannot be read as what it should be: one sentence. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** As much as the API takes in one request. */
const mostBytes = 32 * 1024 * 1024

/** What a text file says. `undefined`: there is no such file. @throws UnreadableFile - one sentence that begins with `what`. */
export const readTextFile = async (what: string, file: string): Promise<string | undefined> => {
  const bytes = await readBytes(what, file)
  if (bytes === undefined) return undefined
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new UnreadableFile(`${what} ${file} is not UTF-8.`, { cause })
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const readBytes = async (what: string, file: string): Promise<Uint8Array | undefined> => {
  try {
    const { size } = await stat(file)
    if (size > mostBytes) throw new UnreadableFile(`${what} ${file} is larger than 32 MiB.`)
    return await readFile(file)
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw cause
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause
    if (code === 'ENOENT') return undefined
    throw new UnreadableFile(`${what} ${file} cannot be read (${String(code)}).`, { cause })
  }
}
