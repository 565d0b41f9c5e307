import type { Kysely } from 'kysely'
import { ConflictException } from '../../../contract/exceptions.ts'
import type { FlowRow } from '../flow-row.ts'
import type { Tables } from '../tables.ts'
import { insertFlow } from './create-flow.ts'
import { keepDefinition } from './keep-definition.ts'
import { releaseDefinition } from './release-definition.ts'

/** A flow as it must be from now on. */
export interface DeclareFlow {
  /** `Prepared`, with its definition; its `revision` and `last_version` are those of a new flow. */
  readonly row: FlowRow & { readonly definition: string; readonly definition_hash: string }
  /** Leads to the DRAFT. */
  readonly alias?: { readonly id: string; readonly name: string }
}

/** All of them or none. Answers the ids of those that changed, in order. @throws ConflictException - an alias's name is taken. */
export const declareFlows = async (db: Kysely<Tables>, flows: readonly DeclareFlow[]): Promise<readonly string[]> => {
  const changed: string[] = []
  for (const { row, alias } of flows) {
    const flowChanged = await declareFlow(db, row)
    const aliasChanged = alias !== undefined && (await declareAlias(db, row, alias))
    if (flowChanged || aliasChanged) changed.push(row.id)
  }
  return changed
}

const declareFlow = async (db: Kysely<Tables>, row: DeclareFlow['row']): Promise<boolean> => {
  const { account, region, id } = row
  const key = { account, region, id }
  const before = await db
    .selectFrom('flows')
    .select([...settled, 'revision', 'updated'])
    .where((where) => where.and(key))
    .executeTakeFirst()
  if (before && settled.every((column) => before[column] === row[column])) return false
  await keepDefinition(db, { hash: row.definition_hash, text: row.definition })
  if (!before) {
    await insertFlow(db, row)
    return true
  }
  const { created: _, last_version: __, ...declared } = row
  const { revision, updated } = before
  await db
    .updateTable('flows')
    .set({ ...declared, revision: revision + 1, updated: Math.max(row.updated, updated) })
    .where((where) => where.and(key))
    .execute()
  if (before.definition_hash !== row.definition_hash) await releaseDefinition(db, before.definition_hash)
  return true
}

/** What a declaration says of a flow. */
const settled = ['name', 'description', 'role', 'kms_key', 'definition_hash', 'status', 'validations'] as const

const declareAlias = async (
  db: Kysely<Tables>,
  { account, region, id: flow, updated: now }: DeclareFlow['row'],
  { id, name }: { readonly id: string; readonly name: string },
): Promise<boolean> => {
  const aliases = await db
    .selectFrom('flow_aliases')
    .select(['id', 'name', 'version', 'updated'])
    .where((where) => where.and({ account, region, flow }))
    .execute()
  const namesake = aliases.find((alias) => alias.name === name && alias.id !== id)
  if (namesake)
    throw new ConflictException(
      `Flow ${flow} has an alias ${name} with the id ${namesake.id} already: declare it with that id, or choose another name.`,
    )
  const before = aliases.find((alias) => alias.id === id)
  if (before?.name === name && before.version === 'DRAFT') return false
  if (before)
    await db
      .updateTable('flow_aliases')
      .set({ name, version: 'DRAFT', updated: Math.max(now, before.updated) })
      .where((where) => where.and({ account, region, flow, id }))
      .execute()
  else
    await db.insertInto('flow_aliases').values({ account, region, flow, id, name, version: 'DRAFT', created: now, updated: now }).execute()
  return true
}
