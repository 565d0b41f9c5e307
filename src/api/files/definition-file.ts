import { ValidationException } from '../../contract/exceptions.ts'
import type { FlowDefinition } from '../../contract/flow-definition.ts'
import { parseDefinition } from '../../flow/parse-definition.ts'
import type { DefinitionPath } from '../../flow/places/definition-path.ts'
import { unknownMembers } from '../../flow/places/unknown-members.ts'
import { isJsonObject } from '../../lib/json.ts'
import { readDocumentFile, readDocumentInput, type WrittenDocument } from './document-file.ts'
import { fieldPath } from './field-path.ts'
import { UnreadableFile } from './text-file.ts'
import { characterAt, rangeAt, type TextRange } from './written-node.ts'

/** A definition as somebody has written it down. */
export interface DefinitionSource {
  readonly definition: FlowDefinition
  /** Members that are written, and that AWS's API does not know. */
  readonly unknown: readonly DefinitionPath[]
  readonly text: string
  /** Where a part of the definition is written, or one character of a text in it, counted from 1. */
  readonly rangeOf: (path: DefinitionPath, position?: number) => TextRange
}

type WrittenSource = Omit<DefinitionSource, 'definition' | 'unknown'>

/** What a file says is no definition by its shape: a member is missing, or its value is none that it may have. */
export class MisshapenDefinition extends UnreadableFile {
  override readonly name = 'MisshapenDefinition'
  /** At most ten. */
  readonly faults: readonly { readonly message: string; readonly path: DefinitionPath }[]
  readonly source: WrittenSource

  constructor(subject: string, cause: ValidationException, source: WrittenSource) {
    super(`${subject}: ${cause.message}`, { cause })
    this.faults = cause.fieldList.map(({ name, message }) => ({ message: `${message}.`, path: fieldPath(name) }))
    this.source = source
  }
}

/**
 * The definition in a file: JSON or YAML, by itself or as the `definition` of what `aws bedrock-agent get-flow` prints.
 * @throws UnreadableFile - one sentence that names the file: it does not exist, or is no definition.
 */
export const readDefinition = async (file: string): Promise<FlowDefinition> => (await readDefinitionSource(file)).definition

/** The same with its places. @throws MisshapenDefinition @throws UnreadableFile */
export const readDefinitionSource = async (file: string): Promise<DefinitionSource> => {
  const written = await readDocumentFile('The definition', file)
  if (written === undefined) throw new UnreadableFile(`The definition ${file} does not exist.`)
  return sourceOf(`The definition ${file}`, written)
}

/** The same from the standard input. @throws MisshapenDefinition @throws UnreadableFile */
export const readDefinitionInput = async (): Promise<DefinitionSource> =>
  sourceOf('The definition of the standard input', await readDocumentInput('The definition'))

const sourceOf = (subject: string, { value, text, root }: WrittenDocument): DefinitionSource => {
  if (!isJsonObject(value)) throw new UnreadableFile(`${subject} is no mapping with nodes and connections.`)
  if (!['nodes', 'connections', 'definition'].some((member) => member in value))
    throw new UnreadableFile(`${subject} has neither nodes nor a definition: it is no flow.`)
  const isAround = 'definition' in value
  const written = isAround ? value['definition'] : value
  const tree = lazily(root)
  const source = {
    text,
    rangeOf: (path: DefinitionPath, position?: number): TextRange => {
      const range = rangeAt(tree(), isAround ? ['definition', ...path] : path)
      return position === undefined ? range : characterAt(text, range, position)
    },
  }
  try {
    const definition = parseDefinition(written)
    return { definition, unknown: unknownMembers(written, definition), ...source }
  } catch (cause) {
    if (!(cause instanceof ValidationException)) throw cause
    throw new MisshapenDefinition(subject, cause, source)
  }
}

const lazily = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
