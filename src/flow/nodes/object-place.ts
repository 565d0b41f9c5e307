import type { FlowNode } from '../../contract/flow-definition.ts'
import type { ObjectPlace } from '../capabilities/object-store.ts'
import type { Values } from './node-type.ts'

/** The object that a Storage or Retrieval node is about. */
export const objectPlace = (node: FlowNode, { objectKey: key }: Values): ObjectPlace => {
  const bucket = bucketOf(node)
  if (bucket === undefined) throw new Error(`Node ${node.name} was compiled without a bucket`)
  if (typeof key !== 'string') throw new Error(`Node ${node.name} works without its input objectKey`)
  return { bucket, key }
}

/**
 * The ARN of the bucket that a Storage or Retrieval node names.
 * @remarks Assumed: what failed is named by its ARN.
 */
export const bucketArn = (node: FlowNode): string | undefined => {
  const bucket = bucketOf(node)
  return bucket && `arn:aws:s3:::${bucket}`
}

const bucketOf = ({ configuration }: FlowNode): string | undefined =>
  (configuration?.storage ?? configuration?.retrieval)?.serviceConfiguration.s3?.bucketName

export const s3UriOf = ({ bucket, key }: ObjectPlace): string => `s3://${bucket}/${key}`
