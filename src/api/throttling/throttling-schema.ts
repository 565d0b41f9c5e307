import Type from 'typebox'
import type { OperationName } from '../../contract/operations.ts'
import type { OwnOperationName } from '../../contract/sluice.ts'
import { section } from '../configuration-section.ts'

const Rate = section(
  {
    perSecond: Type.Number({
      minimum: 0.001,
      maximum: 1_000_000,
      description: 'How many calls a second, in the long run.',
    }),
    burst: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How many calls may come at once. Left out: perSecond, rounded up.' }),
    ),
  },
  { description: 'How often one operation may be called in one account and region.' },
)

const rate = Type.Optional(Rate)
const rates = {
  CreateFlow: rate,
  GetFlow: rate,
  UpdateFlow: rate,
  DeleteFlow: rate,
  ListFlows: rate,
  PrepareFlow: rate,
  ValidateFlowDefinition: rate,
  CreateFlowVersion: rate,
  GetFlowVersion: rate,
  ListFlowVersions: rate,
  DeleteFlowVersion: rate,
  CreateFlowAlias: rate,
  GetFlowAlias: rate,
  UpdateFlowAlias: rate,
  ListFlowAliases: rate,
  DeleteFlowAlias: rate,
  CreatePrompt: rate,
  GetPrompt: rate,
  UpdatePrompt: rate,
  DeletePrompt: rate,
  ListPrompts: rate,
  CreatePromptVersion: rate,
  TagResource: rate,
  UntagResource: rate,
  ListTagsForResource: rate,
  InvokeFlow: rate,
  StartFlowExecution: rate,
  GetFlowExecution: rate,
  StopFlowExecution: rate,
  ListFlowExecutions: rate,
  ListFlowExecutionEvents: rate,
  GetExecutionFlowSnapshot: rate,
  ListExecutions: rate,
  GetExecution: rate,
  FollowExecution: rate,
} satisfies Readonly<Record<OperationName | OwnOperationName, typeof rate>>

/** The section `throttling`: rates of AWS's operations and of those below `/sluice/v1/`. */
export const Throttling = section(
  {
    preset: Type.Optional(
      Type.Enum(['aws'], { description: 'aws: the rates that AWS publishes, where no other is given.', allowed: "'aws'" }),
    ),
    ...rates,
  },
  {
    default: {},
    description: 'How often operations may be called in one account and region. Nothing is throttled that has no rate here.',
    allowed: "'aws', or a mapping of operations to perSecond and burst",
    words: { aws: { preset: 'aws' } },
  },
)

export type ThrottlingSettings = Type.Static<typeof Throttling>
