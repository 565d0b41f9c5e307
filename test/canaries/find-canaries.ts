import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canaries } from './canaries.ts'

/** Secrets by what they are. */
export type Planted = Readonly<Record<string, string>>

/** A secret that stands where none may stand. */
export interface Leak {
  readonly where: string
  readonly kind: string
  /** How it is written there. */
  readonly as: string
}

/** The secrets in files, and in those of directories, whatever their format. */
export const findCanaries = async (paths: readonly string[], planted: Planted = canaries): Promise<readonly Leak[]> => {
  const leaks: Leak[] = []
  for (const file of (await Promise.all(paths.map(filesOf))).flat()) leaks.push(...canariesIn(file, await readFile(file), planted))
  return leaks
}

/** The secrets in something that is no file. */
export const canariesIn = (where: string, content: Uint8Array | string, planted: Planted = canaries): readonly Leak[] => {
  const bytes = Buffer.from(content)
  return Object.entries(planted).flatMap(([kind, secret]) =>
    formsOf(secret)
      .filter(([, form]) => bytes.includes(form))
      .map(([as]) => ({ where, kind, as })),
  )
}

/** @throws Error - there is one: names each file, and what stands in it. */
export const assertNoCanaries = async (paths: readonly string[], planted: Planted = canaries): Promise<void> => {
  const leaks = await findCanaries(paths, planted)
  if (leaks.length > 0) throw new Error(leaks.map(({ where, kind, as }) => `${where} has the ${kind} (${as}).`).join('\n'))
}

const filesOf = async (path: string): Promise<readonly string[]> => {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

type Form = readonly [as: string, form: Buffer]

const formsOf = (secret: string): readonly Form[] => {
  const hex = Buffer.from(secret).toString('hex')
  const forms: readonly Form[] = [
    ['as it is', Buffer.from(secret)],
    ['URL-encoded', Buffer.from(encodeURIComponent(secret))],
    ['in UTF-16', Buffer.from(secret, 'utf16le')],
    ['in hexadecimal', Buffer.from(hex)],
    ['in hexadecimal', Buffer.from(hex.toUpperCase())],
    ...(['base64', 'base64url'] as const).flatMap((encoding) => [0, 1, 2].map((before) => inBase64(secret, encoding, before))),
  ]
  const seen = new Set<string>()
  return forms.filter(([, form]) => !seen.has(form.toString('latin1')) && seen.add(form.toString('latin1')))
}

/** What base64 makes of a secret behind some bytes, without the letters that its neighbours share. */
const inBase64 = (secret: string, encoding: 'base64' | 'base64url', before: number): Form => {
  const length = before + Buffer.byteLength(secret)
  const letters = Buffer.from(`${'x'.repeat(before)}${secret}`).toString(encoding)
  const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((length * 8) / 6)]
  return ['in base64', Buffer.from(letters.slice(from, to))]
}
