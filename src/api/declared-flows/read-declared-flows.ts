import { ServiceException } from '../../contract/exceptions.ts'
import { FlowDefinition } from '../../contract/flow-definition.ts'
import { parse } from '../../contract/parse.ts'
import { checkStructure } from '../../flow/compiler/check-structure.ts'
import { compile } from '../../flow/compiler/compile.ts'
import type { DeclaredFlow } from '../../store/flow.ts'
import { ConfigurationError } from '../configuration-error.ts'
import type { Configuration } from '../configuration.ts'
import { readDefinition } from '../files/definition-file.ts'
import { UnreadableFile } from '../files/text-file.ts'
import { readJson } from '../protocol/json-document.ts'
import type { Declaration } from './declaration.ts'
import { fileVersion, statOf } from './file-version.ts'

/** A declared flow that can run. */
export interface ReadFlow {
  readonly declaration: Declaration
  /** Where it is declared, as `flows[0]`. */
  readonly setting: string
  readonly flow: DeclaredFlow
  /** What the file was before it was read; `undefined` without a file. */
  readonly version?: string
}

/**
 * Reads what the configuration declares, and checks it as PrepareFlow does.
 * @throws ConfigurationError - one sentence about the first flow that cannot be read, or cannot run.
 */
export const readDeclaredFlows = async ({
  flows,
  ...options
}: Pick<Configuration, 'flows' | 'account' | 'compatibility'>): Promise<readonly ReadFlow[]> => {
  const read: ReadFlow[] = []
  for (const [index, declaration] of flows.entries())
    read.push(await readDeclaredFlow(declaration, { setting: `flows[${index}]`, ...options }))
  return read
}

interface ReadOptions extends Pick<Configuration, 'account' | 'compatibility'> {
  readonly setting: string
}

/** @throws ConfigurationError */
export const readDeclaredFlow = async (declaration: Declaration, { setting, account, compatibility }: ReadOptions): Promise<ReadFlow> => {
  const { id, name = id, description, executionRoleArn = `arn:aws:iam::${account}:role/sluice`, alias, file } = declaration
  const member = `${setting}.${file === undefined ? 'definition' : 'file'}`
  const refused = (message: string, cause?: unknown): ConfigurationError =>
    new ConfigurationError(`${member}: ${message}`, { setting: member, cause })
  const { definition, version } = await contentOf(declaration, refused)
  const subject = file === undefined ? `Flow ${id}` : `The definition ${file} of flow ${id}`
  const faults = checkStructure(definition, compatibility)
  if (faults.length > 0) throw refused(`${subject} is no flow. ${faults.join(' ')}`)
  const { flow, findings } = compile(definition)
  if (!flow) throw refused(`${subject} cannot run. ${sentences(findings.map(({ message }) => message))}`)
  return {
    declaration,
    setting,
    ...(version !== undefined && { version }),
    flow: {
      id,
      name,
      ...(description !== undefined && { description }),
      executionRoleArn,
      definition,
      validations: findings,
      ...(alias && { alias }),
    },
  }
}

type Refusal = (message: string, cause?: unknown) => ConfigurationError

const contentOf = async (
  { file, definition }: Declaration,
  refused: Refusal,
): Promise<{ definition: FlowDefinition; version?: string }> => {
  try {
    if (file === undefined) return { definition: parse(FlowDefinition, readJson('The definition', textOf(definition, refused))) }
    const stats = await statOf(file)
    if (stats && !stats.isFile()) throw refused(`The definition ${file} is no regular file.`)
    return { definition: await readDefinition(file), version: fileVersion(stats) }
  } catch (cause) {
    if (cause instanceof UnreadableFile || cause instanceof ServiceException) throw refused(cause.message, cause)
    throw cause
  }
}

/** A program can declare what is no JSON: a circular object, a BigInt. */
const textOf = (definition: unknown, refused: Refusal): string => {
  const noJson = 'The definition is no JSON.'
  let text: string | undefined
  try {
    text = JSON.stringify(definition)
  } catch (cause) {
    throw refused(noJson, cause)
  }
  if (text === undefined) throw refused(noJson)
  return text
}

const shownSentences = 3

const sentences = (all: readonly string[]): string =>
  [...all.slice(0, shownSentences), ...(all.length > shownSentences ? [`${all.length - shownSentences} more.`] : [])].join(' ')
