import type { Kysely } from 'kysely'
import type { Tables } from '../../sql/tables.ts'
import { closeProofs } from '../../sql/writes/close-proofs.ts'
import { createFlow } from '../../sql/writes/create-flow.ts'
import { createFlowAlias } from '../../sql/writes/create-flow-alias.ts'
import { createFlowVersion } from '../../sql/writes/create-flow-version.ts'
import { createPrompt } from '../../sql/writes/create-prompt.ts'
import { updatePrompt } from '../../sql/writes/update-prompt.ts'
import { deletePrompt } from '../../sql/writes/delete-prompt.ts'
import { createPromptVersion } from '../../sql/writes/create-prompt-version.ts'
import { changeTags } from '../../sql/writes/tags.ts'
import { forgetTokens } from '../../sql/writes/forget-tokens.ts'
import { updateFlow } from '../../sql/writes/update-flow.ts'
import { deleteFlow } from '../../sql/writes/delete-flow.ts'
import { deleteFlowVersion } from '../../sql/writes/delete-flow-version.ts'
import { updateFlowAlias } from '../../sql/writes/update-flow-alias.ts'
import { deleteFlowAlias } from '../../sql/writes/delete-flow-alias.ts'
import { declareFlows } from '../../sql/writes/declare-flows.ts'
import { release } from '../../sql/writes/release.ts'
import { retire } from '../../sql/writes/retire.ts'
import { savePreparation } from '../../sql/writes/save-preparation.ts'
import { saveProof } from '../../sql/writes/save-proof.ts'
import { saveSummary } from '../../sql/writes/save-summary.ts'
import { takeOver } from '../../sql/writes/take-over.ts'
import type { Database } from '../database.ts'
import { append } from './append.ts'
import { create } from './create.ts'
import { interrupt } from './interrupt.ts'
import { probe } from './probe.ts'

const throughKysely =
  <Input, Output>(write: (db: Kysely<Tables>, input: Input) => Promise<Output>) =>
  (database: Database, input: Input): Promise<Output> =>
    write(database.sql, input)

/** Everything that is ever written, by name. Runs inside the writer and may read there what nobody else can change meanwhile. */
const writes = {
  create,
  append,
  interrupt,
  probe,
  takeOver: throughKysely(takeOver),
  release: throughKysely(release),
  retire: throughKysely(retire),
  saveProof: throughKysely(saveProof),
  saveSummary: throughKysely(saveSummary),
  closeProofs: throughKysely(closeProofs),
  createFlow: throughKysely(createFlow),
  savePreparation: throughKysely(savePreparation),
  createFlowVersion: throughKysely(createFlowVersion),
  createFlowAlias: throughKysely(createFlowAlias),
  declareFlows: throughKysely(declareFlows),
  createPrompt: throughKysely(createPrompt),
  updatePrompt: throughKysely(updatePrompt),
  deletePrompt: throughKysely(deletePrompt),
  createPromptVersion: throughKysely(createPromptVersion),
  changeTags: throughKysely(changeTags),
  forgetTokens: throughKysely(forgetTokens),
  updateFlow: throughKysely(updateFlow),
  deleteFlow: throughKysely(deleteFlow),
  deleteFlowVersion: throughKysely(deleteFlowVersion),
  updateFlowAlias: throughKysely(updateFlowAlias),
  deleteFlowAlias: throughKysely(deleteFlowAlias),
}

type Writes = typeof writes
export type WriteName = keyof Writes
export type WriteInput<Name extends WriteName> = Parameters<Writes[Name]>[1]
export type WriteOutput<Name extends WriteName> = Awaited<ReturnType<Writes[Name]>>

/** One write on its way to the writer. */
export interface NamedWrite<Name extends WriteName = WriteName> {
  readonly name: Name
  readonly input: WriteInput<Name>
}

const byName: { readonly [Name in WriteName]: (database: Database, input: WriteInput<Name>) => unknown } = writes

export const runWrite = <Name extends WriteName>(database: Database, { name, input }: NamedWrite<Name>): unknown =>
  byName[name](database, input)
