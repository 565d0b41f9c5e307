import { ResourceNotFoundException, ValidationException } from '../../contract/exceptions.ts'
import type { Tags } from '../../contract/tag.ts'
import type { Caller } from '../operations/operation.ts'
import type { TagResources } from '../../store/resources.ts'
import type { AuthoriseOptions } from './authorise.ts'

/** The tags of what can have some; whatever else is asked for has none, nor has what is not there or is another account's. */
export const tagsBy =
  (resourcesOf: (caller: Caller) => TagResources): AuthoriseOptions['tagsOf'] =>
  async (resourceArn, caller): Promise<Tags> => {
    try {
      return await resourcesOf(caller).listTagsForResource(resourceArn)
    } catch (error) {
      if (error instanceof ResourceNotFoundException || error instanceof ValidationException) return {}
      throw error
    }
  }
