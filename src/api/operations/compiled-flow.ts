import { ValidationException } from '../../contract/exceptions.ts'
import { NoLongerCompiles } from '../../engine/compiled-flows.ts'
import type { CompiledFlow } from '../../flow/compiler/compiled-flow.ts'
import type { OperationContext } from './operation.ts'

/** A stored definition, compiled. @throws ValidationException - an earlier version of Sluice took it, this one does not. */
export const compiledFlow = async (
  { definitionHash, flowId, flowVersion }: Stored,
  { flows }: Pick<OperationContext, 'flows'>,
): Promise<CompiledFlow> => {
  try {
    return await flows.get(definitionHash)
  } catch (cause) {
    if (!(cause instanceof NoLongerCompiles)) throw cause
    const which = flowVersion === 'DRAFT' ? `The DRAFT of flow ${flowId}` : `Version ${flowVersion} of flow ${flowId}`
    const wayOut =
      flowVersion === 'DRAFT' ? ' and call PrepareFlow' : ', call PrepareFlow and CreateFlowVersion, and give its alias the new version'
    throw new ValidationException(
      `${which} was prepared by an earlier version of Sluice, and this one refuses it: ${cause.finding} Correct it${wayOut}.`,
      { cause },
    )
  }
}

interface Stored {
  readonly definitionHash: string
  readonly flowId: string
  readonly flowVersion: string
}
