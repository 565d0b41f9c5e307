import { parseFlowArn } from '../../contract/arn.ts'
import { ResourceNotFoundException } from '../../contract/exceptions.ts'
import type { Partition } from '../partition.ts'

/** @throws ResourceNotFoundException - the ARN of something else, or of another account or region. */
export const flowIdOf = ({ account, region }: Partition, flowIdentifier: string): string => {
  if (!flowIdentifier.startsWith('arn:')) return flowIdentifier
  const arn = parseFlowArn(flowIdentifier)
  if (!arn || arn.aliasId !== undefined || arn.account !== account || arn.region !== region) throw noFlow(flowIdentifier)
  return arn.flowId
}

/** @throws ResourceNotFoundException - as above, or of another flow. */
export const aliasIdOf = ({ account, region }: Partition, flowId: string, aliasIdentifier: string): string => {
  if (!aliasIdentifier.startsWith('arn:')) return aliasIdentifier
  const arn = parseFlowArn(aliasIdentifier)
  if (!arn?.aliasId || arn.name !== undefined || arn.account !== account || arn.region !== region || arn.flowId !== flowId) {
    throw noAlias(flowId, aliasIdentifier)
  }
  return arn.aliasId
}

export const noFlow = (flowIdentifier: string): ResourceNotFoundException =>
  new ResourceNotFoundException(`There is no flow ${flowIdentifier}.`)

export const noAlias = (flowId: string, aliasIdentifier: string): ResourceNotFoundException =>
  new ResourceNotFoundException(`Flow ${flowId} has no alias ${aliasIdentifier}.`)

export const noVersion = (flowId: string, version: string): ResourceNotFoundException =>
  new ResourceNotFoundException(`Flow ${flowId} has no version ${version}.`)
