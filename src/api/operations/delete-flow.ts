import { operation } from './operation.ts'
import { refuseDeclaredFlow } from './refuse-declared.ts'
import { stopRunning } from './stop-running.ts'

/** `DELETE /flows/{flowIdentifier}/` - with its versions; its executions can still be asked for by their own ids. */
export const deleteFlow = operation('DeleteFlow', async ({ flowIdentifier, skipResourceInUseCheck = false }, context) => {
  refuseDeclaredFlow(flowIdentifier, context)
  if (skipResourceInUseCheck) {
    const { id: flowId } = await context.resources.getFlow(flowIdentifier)
    await stopRunning({ flowId }, context)
  }
  return { id: await context.resources.deleteFlow(flowIdentifier, { skipResourceInUseCheck }) }
})
