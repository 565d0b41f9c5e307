import { readDocumentFile } from '../files/document-file.ts'
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

/** AWS takes 6,144 characters. */
const mostCharacters = 131_072

/** The policy in a file: JSON, or YAML. @throws UnreadableFile - one sentence that names the file. */
export const readPolicyFile = async (file: string): Promise<PolicySource> => {
  const written = await readDocumentFile('The policy', file)
  if (written === undefined) throw new UnreadableFile(`The policy ${file} does not exist.`)
  const { value, text, root } = written
  if (text.length > mostCharacters) throw new UnreadableFile(`The policy ${file} has more than ${mostCharacters} characters.`)
  return { parsed: parsePolicy(value, file), text, rangeOf: (path) => rangeAt(root(), path) }
}
