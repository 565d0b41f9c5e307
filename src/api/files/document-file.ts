import { parseDocument } from 'yaml'
import type { YAMLParseError, YAMLWarning } from 'yaml'
import { SerializationException } from '../../contract/exceptions.ts'
import { readJson } from '../protocol/json-document.ts'
import { readTextFile, UnreadableFile } from './text-file.ts'

/** What a JSON or YAML file says. `undefined`: there is no such file. @throws UnreadableFile - one sentence that begins with `what`. */
export const readDocumentFile = async (what: string, file: string): Promise<unknown> => {
  const text = await readTextFile(what, file)
  if (text === undefined) return undefined
  const subject = `${what} ${file}`
  const fault = jsonFault(text)
  if (fault === undefined) return parseJson(subject, text)
  if (file.endsWith('.json')) throw new UnreadableFile(`${subject} is not valid JSON: ${fault}.`)
  return parseYaml(subject, text)
}

/** Why a text is no JSON. YAML's parser takes seconds for what JSON's reads at once. */
const jsonFault = (text: string): string | undefined => {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    // V8 may show a piece of the text, which is nobody's business.
    return error instanceof Error ? error.message.replace(/^(Unexpected token .{1,4}?), .*$/su, '$1') : String(error)
  }
}

const parseJson = (subject: string, text: string): unknown => {
  try {
    return readJson(subject, text)
  } catch (cause) {
    if (!(cause instanceof SerializationException)) throw cause
    throw new UnreadableFile(cause.message, { cause })
  }
}

const mostYamlCharacters = 1024 * 1024

const parseYaml = (subject: string, text: string): unknown => {
  if (text.length > mostYamlCharacters) throw new UnreadableFile(`${subject} is no JSON, and for YAML it is too large: at most 1 MiB.`)
  const document = parseDocument(text, { prettyErrors: false })
  // A warning is something that the parser would otherwise read in its own way, as an unknown tag.
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem !== undefined) throw notYaml(subject, text, problem)
  const value = valueOf(subject, document)
  const fault = beyondJson(value)
  if (fault !== undefined) throw new UnreadableFile(`${subject} has ${fault}, which JSON has not.`)
  return value
}

const notYaml = (subject: string, text: string, { code, message, pos: [at] }: YAMLParseError | YAMLWarning): UnreadableFile => {
  const line = text.slice(0, at).split('\n').length
  // The parser is recursive.
  const what = code === 'RESOURCE_EXHAUSTION' ? 'It nests too deep' : message.replace(/\.$/, '')
  const hint = code === 'BAD_ALIAS' ? ' A value that begins with * stands in quotes.' : ''
  return new UnreadableFile(`${subject} is not valid YAML: line ${line}: ${what}.${hint}`)
}

const valueOf = (subject: string, document: ReturnType<typeof parseDocument>): unknown => {
  try {
    return document.toJS()
  } catch (cause) {
    throw new UnreadableFile(`${subject} has too many aliases.`, { cause })
  }
}

/** The first thing in a value of YAML that must not go on as JSON. */
const beyondJson = (value: unknown): string | undefined => {
  const waiting = [value]
  while (waiting.length > 0) {
    const item = waiting.pop()
    if (typeof item === 'number' && !Number.isFinite(item)) return `the number ${item}`
    if (typeof item !== 'object' || item === null) continue
    for (const [name, member] of Object.entries(item)) {
      if (name === '__proto__') return 'a member named __proto__'
      waiting.push(member)
    }
  }
  return undefined
}
