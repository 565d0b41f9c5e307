import { onChange, onCreate, onDelete, onResource } from './declared-errors.ts'
import type { OperationShape } from './operation.ts'
import {
  CreatePromptRequest,
  CreatePromptVersionRequest,
  DeletePromptRequest,
  DeletePromptResponse,
  GetPromptRequest,
  ListPromptsRequest,
  ListPromptsResponse,
  PromptResponse,
  UpdatePromptRequest,
} from './prompt.ts'

/** The operations on prompts. */
export const promptOperations = {
  CreatePrompt: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/prompts/',
    status: 201,
    input: CreatePromptRequest,
    output: PromptResponse,
    errors: onCreate,
  },
  GetPrompt: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/prompts/{promptIdentifier}/',
    status: 200,
    input: GetPromptRequest,
    output: PromptResponse,
    errors: onResource,
  },
  UpdatePrompt: {
    service: 'bedrock-agent',
    method: 'PUT',
    path: '/prompts/{promptIdentifier}/',
    status: 200,
    input: UpdatePromptRequest,
    output: PromptResponse,
    errors: onChange,
  },
  DeletePrompt: {
    service: 'bedrock-agent',
    method: 'DELETE',
    path: '/prompts/{promptIdentifier}/',
    status: 200,
    input: DeletePromptRequest,
    output: DeletePromptResponse,
    errors: onDelete,
  },
  ListPrompts: {
    service: 'bedrock-agent',
    method: 'GET',
    path: '/prompts/',
    status: 200,
    input: ListPromptsRequest,
    output: ListPromptsResponse,
    errors: onResource,
  },
  CreatePromptVersion: {
    service: 'bedrock-agent',
    method: 'POST',
    path: '/prompts/{promptIdentifier}/versions',
    status: 201,
    input: CreatePromptVersionRequest,
    output: PromptResponse,
    errors: onChange,
  },
} as const satisfies Record<string, OperationShape>
