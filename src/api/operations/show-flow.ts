import type { Flow } from '../../store/flow.ts'

/** A flow's DRAFT as AWS shows it. */
export const showFlow = ({ createdAt, updatedAt, validations: _, revision: __, ...flow }: Flow) => ({
  ...flow,
  version: 'DRAFT' as const,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})
