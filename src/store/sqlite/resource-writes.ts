import type { ResourceWrites } from '../sql/resource-writes.ts'
import type { Writer } from './writer.ts'

/** The writes of resources, through the one writer. Their sizes are about what they weigh in a commit group. */
export const resourceWrites = (writer: Pick<Writer, 'write'>): ResourceWrites => ({
  createFlow: (input) => writer.write('createFlow', input, sized(input.row.definition)),
  updateFlow: (input) => writer.write('updateFlow', input, sized(input.written.definition)),
  deleteFlow: (input) => writer.write('deleteFlow', input),
  savePreparation: (input) => writer.write('savePreparation', input),
  declareFlows: (input) =>
    writer.write('declareFlows', input, { rows: input.length, bytes: input.reduce((sum, { row }) => sum + row.definition.length, 0) }),
  createFlowVersion: (input) => writer.write('createFlowVersion', input),
  deleteFlowVersion: (input) => writer.write('deleteFlowVersion', input),
  createFlowAlias: (input) => writer.write('createFlowAlias', input),
  updateFlowAlias: (input) => writer.write('updateFlowAlias', input),
  deleteFlowAlias: (input) => writer.write('deleteFlowAlias', input),
  createPrompt: (input) => writer.write('createPrompt', input, sized(input.row.variants)),
  updatePrompt: (input) => writer.write('updatePrompt', input, sized(input.written.variants)),
  deletePrompt: (input) => writer.write('deletePrompt', input),
  createPromptVersion: (input) => writer.write('createPromptVersion', input),
  changeTags: (input) => writer.write('changeTags', input),
  forgetTokens: (input) => writer.write('forgetTokens', input, { rows: input.limit }),
})

const sized = (text: string | null): { readonly bytes: number } => ({ bytes: text?.length ?? 0 })
