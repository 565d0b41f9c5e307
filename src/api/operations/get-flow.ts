import { operation } from './operation.ts'
import { showFlow } from './show-flow.ts'

/** `GET /flows/{flowIdentifier}/` - the DRAFT, with the findings of its last preparation. */
export const getFlow = operation('GetFlow', async ({ flowIdentifier, includedData }, { resources }) => {
  const flow = await resources.getFlow(flowIdentifier)
  const { definition: _, ...metadata } = showFlow(flow)
  return { ...(includedData === 'METADATA_ONLY' ? metadata : showFlow(flow)), validations: [...flow.validations] }
})
