import { SerializationException } from '../../contract/exceptions.ts'
import type { Json } from '../../lib/json.ts'
import { refuseAmbiguous } from '../protocol/json-document.ts'
import { readTextFile, UnreadableFile } from './text-file.ts'
import { NoYaml, yamlValue } from './yaml-value.ts'

/**
 * What a file says that is JSON or YAML. `undefined`: there is no such file.
 * @throws UnreadableFile - one sentence that begins with `what`.
 */
export const readDocumentFile = async (what: string, file: string): Promise<Json | undefined> => {
  const text = await readTextFile(what, file)
  if (text === undefined) return undefined
  const subject = `${what} ${file}`
  const json = asJson(text)
  if ('value' in json) return unambiguous(subject, text, json.value)
  if (isMeantAsJson(file, text)) throw new UnreadableFile(`${subject} is not valid JSON: ${json.fault}.`)
  return parseYaml(subject, text)
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
