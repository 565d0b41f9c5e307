import type { Flow } from '../../store/resources.ts'

/** A flow's DRAFT as AWS shows it, without its definition. */
export const showFlow = ({
  id,
  arn,
  name,
  description,
  executionRoleArn,
  customerEncryptionKeyArn,
  status,
  createdAt,
  updatedAt,
}: Flow) => ({
  name,
  ...(description !== undefined && { description }),
  executionRoleArn,
  ...(customerEncryptionKeyArn !== undefined && { customerEncryptionKeyArn }),
  id,
  arn,
  status,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
  version: 'DRAFT' as const,
})
