import { SerializationException } from '../../contract/exceptions.ts'
import type { Json } from '../../lib/json.ts'
import { refuseAmbiguous } from '../protocol/json-document.ts'
import { jsonNode } from './json-node.ts'
import { readTextFile, readTextInput, UnreadableFile } from './text-file.ts'
import type { WrittenNode } from './written-node.ts'
import { yamlNode } from './yaml-node.ts'
import { NoYaml, yamlValue } from './yaml-value.ts'

/** What a text says that is JSON or YAML. */
export interface WrittenDocument {
  readonly value: Json
  readonly text: string
  /** Where its values are written. */
  readonly root: () => WrittenNode
}

/**
 * What a file says that is JSON or YAML. `undefined`: there is no such file.
 * @throws UnreadableFile - one sentence that begins with `what`.
 */
export const readDocumentFile = async (what: string, file: string): Promise<WrittenDocument | undefined> => {
  const text = await readTextFile(what, file)
  return text === undefined ? undefined : documentOf(`${what} ${file}`, text, file)
}

/** The same of standard input. @throws UnreadableFile */
export const readDocumentInput = async (what: string): Promise<WrittenDocument> =>
  documentOf(`${what} of the standard input`, await readTextInput(what), '')

const documentOf = (subject: string, text: string, file: string): WrittenDocument => {
  const json = asJson(text)
  if ('value' in json) return { value: unambiguous(subject, text, json.value), text, root: () => jsonNode(text) }
  if (isMeantAsJson(file, text)) throw new UnreadableFile(`${subject} is not valid JSON: ${json.fault}.`)
  return { value: parseYaml(subject, text), text, root: () => yamlNode(text) }
}

/** JSON is YAML, but YAML's parser takes seconds for what JSON's reads at once. */
const asJson = (text: string): { readonly value: Json } | { readonly fault: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    // V8 may show a piece of the text, which is nobody's business.
    return { fault: error instanceof Error ? error.message.replace(/^(Unexpected token .{1,4}?), .*$/su, '$1') : String(error) }
  }
}

/** YAML would read JSON with comments, and make other names of its members. */
const isMeantAsJson = (file: string, text: string): boolean => file.endsWith('.json') || (/^\s*[[{]/.test(text) && !/\.ya?ml$/.test(file))

const unambiguous = (subject: string, text: string, value: Json): Json => {
  try {
    refuseAmbiguous(subject, text)
    return value
  } catch (cause) {
    if (!(cause instanceof SerializationException)) throw cause
    throw new UnreadableFile(cause.message, { cause })
  }
}

const parseYaml = (subject: string, text: string): Json => {
  try {
    return yamlValue(text)
  } catch (cause) {
    if (!(cause instanceof NoYaml)) throw cause
    throw new UnreadableFile(`${subject} ${cause.message}.`, { cause })
  }
}
