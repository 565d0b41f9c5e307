import type { Kysely } from 'kysely'
import { parseFlowArn, parsePromptArn } from '../../contract/arn.ts'
import { ResourceNotFoundException, ValidationException } from '../../contract/exceptions.ts'
import type { Partition } from '../partition.ts'
import { flowRow } from './flow-row.ts'
import { promptRow, promptVersionRow } from './prompt-row.ts'
import { aliasRow } from './resolve-alias.ts'
import type { Tables } from './tables.ts'

/** @throws ResourceNotFoundException - no flow, alias, prompt or prompt version of this partition. @throws ValidationException - no ARN. */
export const requireTaggable = async (db: Kysely<Tables>, partition: Partition, arn: string): Promise<void> => {
  const found = parseFlowArn(arn) ?? parsePromptArn(arn)
  if (!found && !arn.startsWith('arn:'))
    throw new ValidationException(`${arn} is no ARN: name a flow, a flow alias, a prompt or a prompt version by its ARN.`)
  if (found?.account !== partition.account || found.region !== partition.region || ('name' in found && found.name !== undefined))
    throw new ResourceNotFoundException(`There is no flow, flow alias, prompt or prompt version ${arn}.`)
  if ('promptId' in found) {
    if (found.version === undefined) await promptRow(db, partition, found.promptId)
    else await promptVersionRow(db, partition, { promptId: found.promptId, version: found.version })
  } else if (found.aliasId === undefined) await flowRow(db, partition, found.flowId)
  else await aliasRow(db, partition, { flowIdentifier: found.flowId, aliasIdentifier: found.aliasId })
}
