import { describe, expect, it } from 'vitest'
import { followExecution } from '../operations/follow-execution.ts'
import { getExecution } from '../operations/get-execution.ts'
import { listExecutions } from '../operations/list-executions.ts'
import { operations } from '../../contract/operations.ts'
import { bedrockActions } from './bedrock-actions.ts'
import { requiredAccess } from './required-access.ts'
import type { RequiredAccess } from './required-access.ts'

const bedrock = 'arn:aws:bedrock:us-east-1:123456789012'
const flow = `${bedrock}:flow/FLOW123456`
const other = 'arn:aws:bedrock:eu-west-1:999999999999:flow/OTHER12345'
const prompt = `${bedrock}:prompt/PROMPT1234`
const ids = { flowIdentifier: 'FLOW123456', aliasIdentifier: 'LIVE000001' }
const run = { flowIdentifier: 'FLOW123456', flowAliasIdentifier: 'LIVE000001', executionIdentifier: 'run-1' }

type Name = keyof typeof requiredAccess
type Case = readonly [
  name: Name,
  labels: Readonly<Record<string, string>>,
  query: string,
  resources: readonly string[],
  tagged?: readonly string[],
]

const cases: readonly Case[] = [
  ['CreateFlow', {}, '', ['*'], [`${bedrock}:flow/*`]],
  ['ListFlows', {}, '', ['*']],
  ['GetFlow', ids, '', [flow]],
  ['GetFlow', { flowIdentifier: other }, '', [other]],
  ['GetFlowVersion', { ...ids, flowVersion: '1' }, '', [flow]],
  ['CreateFlowAlias', ids, '', [flow], [`${flow}/alias/*`]],
  ['GetFlowAlias', ids, '', [`${flow}/alias/LIVE000001`]],
  ['GetFlowAlias', { ...ids, aliasIdentifier: `${flow}/alias/LIVE000001` }, '', [`${flow}/alias/LIVE000001`]],
  ['GetFlowAlias', { ...ids, aliasIdentifier: `${other}/alias/LIVE000001` }, '', [`${other}/alias/LIVE000001`, `${flow}/alias/LIVE000001`]],
  ['InvokeFlow', run, '', [`${flow}/alias/LIVE000001`]],
  ['ListFlowExecutions', run, 'maxResults=1', [flow]],
  ['ListFlowExecutions', run, 'flowAliasIdentifier=LIVE000001', [`${flow}/alias/LIVE000001`]],
  ['StopFlowExecution', run, '', [`${flow}/alias/LIVE000001/execution/run-1`]],
  [
    'StopFlowExecution',
    { ...run, executionIdentifier: `${flow}/alias/LIVE000001/execution/run-1` },
    '',
    [`${flow}/alias/LIVE000001/execution/run-1`],
  ],
  [
    'StopFlowExecution',
    { ...run, executionIdentifier: `${other}/alias/LIVE000001/execution/run-1` },
    '',
    [`${other}/alias/LIVE000001/execution/run-1`, `${flow}/alias/LIVE000001/execution/run-1`],
  ],
  ['CreatePrompt', {}, '', ['*'], [`${bedrock}:prompt/*`]],
  ['ListPrompts', {}, '', ['*']],
  ['ListPrompts', {}, 'promptIdentifier=PROMPT1234', [prompt]],
  ['GetPrompt', { promptIdentifier: 'PROMPT1234' }, '', [prompt]],
  ['GetPrompt', { promptIdentifier: 'PROMPT1234' }, 'promptVersion=DRAFT', [prompt]],
  ['GetPrompt', { promptIdentifier: 'PROMPT1234' }, 'promptVersion=3', [`${prompt}:3`]],
  ['GetPrompt', { promptIdentifier: `${prompt}:3` }, 'promptVersion=4', [`${prompt}:3`]],
  ['DeletePrompt', { promptIdentifier: prompt }, 'promptVersion=3', [`${prompt}:3`]],
  ['CreatePromptVersion', { promptIdentifier: prompt }, '', [prompt], [`${prompt}:*`]],
  ['TagResource', { resourceArn: `${flow}/alias/LIVE000001` }, '', [`${flow}/alias/LIVE000001`]],
  ['ListExecutions', {}, '', [`${bedrock}:flow/*`]],
  ['ListExecutions', {}, 'flow=FLOW123456', [flow]],
  ['GetExecution', { executionArn: `${flow}/alias/LIVE000001/execution/run-1` }, '', [`${flow}/alias/LIVE000001/execution/run-1`]],
  ['FollowExecution', { executionArn: 'run-1' }, '', [`${bedrock}:flow/*/alias/*/execution/run-1`]],
]
const named = cases.map(([name, labels, query, resources, tagged]) => ({ name, labels, query, resources, tagged }))

describe('the access that an operation asks for', () => {
  it('is known of every operation, and is an action of AWS', () => {
    const own = [listExecutions, getExecution, followExecution].map(({ name }) => name)

    expect(Object.keys(requiredAccess).toSorted()).toEqual([...Object.keys(operations), ...own].toSorted())
    expect(Object.values(requiredAccess).filter(({ action }) => !bedrockActions.includes(action))).toEqual([])
    expect(Object.keys(operations).filter((name) => requiredAccess[name as Name].action !== name)).toEqual([])
  })

  it.each(named)('of $name with $labels and $query is on $resources', ({ name, labels, query, resources, tagged }) => {
    const addressed = { labels, query: new URLSearchParams(query), account: '123456789012', region: 'us-east-1' }
    const required: RequiredAccess = requiredAccess[name]

    expect([required.resources(addressed), required.tagged?.(addressed)]).toEqual([resources, tagged])
  })
})
