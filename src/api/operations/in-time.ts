import { InternalServerException } from '../../contract/exceptions.ts'
import { EngineUnavailable } from '../../engine/engine-unavailable.ts'

/** Tells the caller that the server goes. An SDK then retries, which never starts twice. */
export const inTime = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof EngineUnavailable) throw new InternalServerException(`${error.message} Retry the request.`, { cause: error })
    throw error
  }
}
