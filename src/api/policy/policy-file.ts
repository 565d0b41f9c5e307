import { readDocumentFile, readDocumentInput } from '../files/document-file.ts'
import type { WrittenDocument } from '../files/document-file.ts'
import { UnreadableFile } from '../files/text-file.ts'
import { rangeAt } from '../files/written-node.ts'
import type { TextRange } from '../files/written-node.ts'
import type { PolicyPath } from './faults.ts'
import { parsePolicy } from './parse-policy.ts'
import type { ParsedPolicy } from './parse-policy.ts'

/** A policy as somebody has written it down. */
export interface PolicySource {
  readonly parsed: ParsedPolicy
  readonly text: string
  /** Where a part of it is written. */
  readonly rangeOf: (path: PolicyPath) => TextRange
}

/** The policy in a file: JSON, or YAML; `name` is what people call it. @throws UnreadableFile - one sentence that names the file. */
export const readPolicyFile = async (file: string, name = file): Promise<PolicySource> => {
  const written = await readDocumentFile('The policy', file)
  if (written === undefined) throw new UnreadableFile(`The policy ${file} does not exist.`)
  return sourceOf(`The policy ${file}`, name, written)
}

/** The same of the standard input. @throws UnreadableFile */
export const readPolicyInput = async (name: string): Promise<PolicySource> =>
  sourceOf('The policy of the standard input', name, await readDocumentInput('The policy'))

/** AWS takes 6,144. */
const mostCharacters = 131_072

const sourceOf = (subject: string, name: string, { value, text, root }: WrittenDocument): PolicySource => {
  if (text.length > mostCharacters) throw new UnreadableFile(`${subject} has more than ${mostCharacters} characters.`)
  const tree = root()
  return { parsed: parsePolicy(value, name), text, rangeOf: (path) => rangeAt(tree, path) }
}
