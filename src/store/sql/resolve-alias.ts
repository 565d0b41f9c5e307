import type { Kysely } from 'kysely'
import { flowArn } from '../../contract/arn.ts'
import { ValidationException } from '../../contract/exceptions.ts'
import type { Partition, RunnableAlias } from '../resources.ts'
import { aliasIdOf, flowIdOf, noAlias, noVersion } from './flow-identifier.ts'
import { flowRow } from './flow-row.ts'
import type { Tables } from './tables.ts'

/** Finds an alias of a flow. @throws ResourceNotFoundException - naming the first of the two that does not fit. */
export const aliasRow = async (db: Kysely<Tables>, partition: Partition, { flowIdentifier, aliasIdentifier }: AliasIdentifiers) => {
  const flow = await flowRow(db, partition, flowIdOf(partition, flowIdentifier))
  const id = aliasIdOf(partition, flow.id, aliasIdentifier)
  const alias = await db
    .selectFrom('flow_aliases')
    .selectAll()
    .where((where) => where.and({ ...partition, flow: flow.id, id }))
    .executeTakeFirst()
  if (!alias) throw noAlias(flow.id, aliasIdentifier)
  return { flow, alias }
}

export interface AliasIdentifiers {
  readonly flowIdentifier: string
  readonly aliasIdentifier: string
}

/** What an alias leads to right now. Whoever starts an execution by it has `create` look again. */
export const resolveAlias = async (db: Kysely<Tables>, partition: Partition, identifiers: AliasIdentifiers): Promise<RunnableAlias> => {
  const { flow, alias } = await aliasRow(db, partition, identifiers)
  const { version } = alias
  const target = version === 'DRAFT' ? flow : await versionRow(db, partition, flow.id, version)
  const definitionHash = target.definition_hash
  if ((version === 'DRAFT' && flow.status !== 'Prepared') || definitionHash === null) throw notPrepared()
  return {
    flowId: flow.id,
    aliasId: alias.id,
    aliasArn: flowArn({ ...partition, flowId: flow.id, aliasId: alias.id }),
    flowVersion: version,
    definitionHash,
    executionRoleArn: target.role,
    ...(target.kms_key !== null && { customerEncryptionKeyArn: target.kms_key }),
    ...(alias.concurrency !== null && { concurrency: JSON.parse(alias.concurrency) }),
  }
}

const versionRow = async (db: Kysely<Tables>, partition: Partition, flow: string, version: string) => {
  const row = await db
    .selectFrom('flow_versions')
    .select(['definition_hash', 'role', 'kms_key'])
    .where((where) => where.and({ ...partition, flow, version }))
    .executeTakeFirst()
  if (!row) throw noVersion(flow, version)
  return row
}

/** AWS's text, which clients look for, and the way out. @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-test.html */
const notPrepared = (): ValidationException =>
  new ValidationException(
    'The flow alias is not in prepared state. Retry the request when the state is prepared. ' +
      'PrepareFlow prepares it; GetFlow says why that failed.',
  )
