import { operation } from './operation.ts'
import { showFlowVersion } from './show-flow-version.ts'

/** `GET /flows/{flowIdentifier}/versions/{flowVersion}/` */
export const getFlowVersion = operation('GetFlowVersion', async ({ flowIdentifier, flowVersion, includedData }, { resources }) => {
  const { definition, ...metadata } = showFlowVersion(await resources.getFlowVersion(flowIdentifier, flowVersion))
  return includedData === 'METADATA_ONLY' ? metadata : { ...metadata, ...(definition && { definition }) }
})
