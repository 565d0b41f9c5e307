import { onResource } from './declared-errors.ts'
import type { OperationShape } from './operation.ts'
import { ListTagsForResourceRequest, ListTagsForResourceResponse, NoResponse, TagResourceRequest, UntagResourceRequest } from './tag.ts'

/** The operations on tags. */
export const tagOperations = {
  TagResource: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/tags/{resourceArn}',
    status: 200,
    input: TagResourceRequest,
    output: NoResponse,
    errors: [...onResource, 'ServiceQuotaExceededException'],
  },
  UntagResource: {
    service: 'bedrock-agent',
    method: 'DELETE',
    path: '/tags/{resourceArn}',
    status: 200,
    input: UntagResourceRequest,
    output: NoResponse,
    errors: onResource,
  },
  ListTagsForResource: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/tags/{resourceArn}',
    status: 200,
    input: ListTagsForResourceRequest,
    output: ListTagsForResourceResponse,
    errors: onResource,
  },
} as const satisfies Record<string, OperationShape>
