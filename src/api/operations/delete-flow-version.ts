import { aliasesTo } from './aliases-to.ts'
import { operation } from './operation.ts'
import { stopRunning } from './stop-running.ts'

/** `DELETE /flows/{flowIdentifier}/versions/{flowVersion}/` */
export const deleteFlowVersion = operation('DeleteFlowVersion', async (input, context) => {
  const { flowIdentifier, flowVersion, skipResourceInUseCheck = false } = input
  const { resources } = context
  const { id: flowId } = await resources.getFlowVersion(flowIdentifier, flowVersion)
  if (skipResourceInUseCheck)
    for (const aliasId of await aliasesTo(flowVersion, { flowId, ...context })) await stopRunning({ flowId, aliasId }, context)
  const id = await resources.deleteFlowVersion(flowIdentifier, flowVersion, { skipResourceInUseCheck })
  return { id, version: flowVersion }
})
