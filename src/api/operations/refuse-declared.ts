import { parseFlowArn } from '../../contract/arn.ts'
import { ConflictException } from '../../contract/exceptions.ts'
import type { OperationContext } from './operation.ts'

type Context = Pick<OperationContext, 'declared'>

/** What the configuration declares changes there. @throws ConflictException */
export const refuseDeclaredFlow = (flowIdentifier: string, { declared }: Context): void => {
  const flowId = parseFlowArn(flowIdentifier)?.flowId ?? flowIdentifier
  if (!declared.has(flowId)) return
  throw new ConflictException(`Flow ${flowId} is declared in the configuration (flows): change or remove it there.`)
}

/** The same of the alias that a declared flow has there. @throws ConflictException */
export const refuseDeclaredAlias = (
  { flowIdentifier, aliasIdentifier }: { readonly flowIdentifier: string; readonly aliasIdentifier: string },
  { declared }: Context,
): void => {
  const flowId = parseFlowArn(flowIdentifier)?.flowId ?? flowIdentifier
  const aliasId = parseFlowArn(aliasIdentifier)?.aliasId ?? aliasIdentifier
  if (declared.get(flowId) !== aliasId) return
  throw new ConflictException(`Alias ${aliasId} of flow ${flowId} is declared in the configuration (flows): change or remove it there.`)
}
