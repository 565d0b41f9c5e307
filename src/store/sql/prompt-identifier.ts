import { parsePromptArn } from '../../contract/arn.ts'
import { ResourceNotFoundException, ValidationException } from '../../contract/exceptions.ts'
import type { Partition } from '../partition.ts'

/** A prompt, and which of its versions: `undefined` where nothing says so. */
export interface PromptKey {
  readonly promptId: string
  readonly version?: string
}

/** @throws ResourceNotFoundException - the ARN of something else, or of another account or region. */
const promptKey = ({ account, region }: Partition, promptIdentifier: string): PromptKey => {
  if (!promptIdentifier.startsWith('arn:')) return { promptId: promptIdentifier }
  const arn = parsePromptArn(promptIdentifier)
  if (!arn || arn.account !== account || arn.region !== region) throw noPrompt(promptIdentifier)
  const { promptId, version } = arn
  return { promptId, ...(version !== undefined && { version }) }
}

/**
 * The version that an identifier names, or a parameter beside it.
 * @throws ResourceNotFoundException @throws ValidationException - they name two.
 */
export const promptVersionOf = (partition: Partition, promptIdentifier: string, version?: string): PromptKey => {
  const key = promptKey(partition, promptIdentifier)
  if (version === undefined) return key
  if (key.version === undefined || key.version === version) return { ...key, version }
  throw new ValidationException(
    `The identifier ${promptIdentifier} names version ${key.version}, and promptVersion names ${version}: leave one of them out.`,
  )
}

/** The prompt as a whole. @throws ResourceNotFoundException @throws ValidationException - the identifier names a version. */
export const promptIdOf = (partition: Partition, promptIdentifier: string): string => {
  const { promptId, version } = promptKey(partition, promptIdentifier)
  if (version === undefined) return promptId
  throw new ValidationException(
    `The identifier ${promptIdentifier} names version ${version}, which never changes: name the prompt without a version.`,
  )
}

export const noPrompt = (promptIdentifier: string): ResourceNotFoundException =>
  new ResourceNotFoundException(`There is no prompt ${promptIdentifier}.`)

export const noPromptVersion = (promptId: string, version: string): ResourceNotFoundException =>
  new ResourceNotFoundException(`Prompt ${promptId} has no version ${version}.`)
