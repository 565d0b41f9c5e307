import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followExecution } from '../../src/api/operations/follow-execution.ts'
import { getExecution } from '../../src/api/operations/get-execution.ts'
import { listExecutions } from '../../src/api/operations/list-executions.ts'
import { requiredAccess } from '../../src/api/policy/required-access.ts'
import type { OperationShape } from '../../src/contract/operation.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { operations } from '../../src/contract/operations.ts'
import { minimal } from '../conformance/constraints/minimal.ts'
import { data, input, output } from '../definitions.ts'
import { account, startUsers } from './users.ts'
import type { Refusable, Users } from './users.ts'

const own = [listExecutions, getExecution, followExecution].map(({ name, shape }) => [name, shape] as const)
const shapes: readonly (readonly [string, OperationShape])[] = [...Object.entries(operations), ...own]
const actions = [...new Set(Object.values(requiredAccess).map(({ action }) => action))]
const all = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' }
const executionRoleArn = 'arn:aws:iam::123456789012:role/flows'
const arn = (id: string): string => `arn:aws:bedrock:us-east-1:${account}:flow/${id}`
const denied = (
  user: string,
  action: string,
  resource?: string,
  because = `because no identity-based policy allows the bedrock:${action} action`,
): Refusable => ({
  status: 403,
  type: 'AccessDeniedException',
  body: {
    message: `User: arn:aws:iam::${account}:user/${user} is not authorized to perform: bedrock:${action}${resource === undefined ? '' : ` on resource: ${resource}`} ${because}`,
  },
})
const deniedExplicitly = (user: string, action: string, resource?: string): Refusable =>
  denied(user, action, resource, 'with an explicit deny in an identity-based policy')

describe('every operation', () => {
  let users: Users
  beforeAll(async () => {
    const allBut = actions.map((action) => [action, [all, { ...all, Effect: 'Deny', Action: `bedrock:${action}` }]])
    const only = actions.map((action) => [`only${action}`, { ...all, Action: `bedrock:${action}` }])
    users = await startUsers(Object.fromEntries([...allBut, ...only, ['nobody', undefined]]))
  })
  afterAll(() => users[Symbol.asyncDispose]())

  const refusedTo = async (user: string): Promise<readonly string[]> => {
    const refused: string[] = []
    for (const [name, shape] of shapes) {
      const { type } = await users.ask(user, shape, minimal(shape.input, {}) as object)
      if (type === 'AccessDeniedException') refused.push(name)
    }
    return refused
  }
  const asking = (action: string): readonly string[] =>
    Object.entries(requiredAccess).flatMap(([name, required]) => (required.action === action ? [name] : []))

  it.each(actions)('that asks for %s is refused to who may do all but that, and no other is', async (action) => {
    expect([...(await refusedTo(action))].toSorted()).toEqual([...asking(action)].toSorted())
  })

  it.each(actions)('that asks for %s asks for nothing else', async (action) => {
    for (const [name, shape] of shapes.filter(([each]) => asking(action).includes(each))) {
      const { type } = await users.ask(`only${action}`, shape, minimal(shape.input, {}) as object)
      expect([name, type]).not.toEqual([name, 'AccessDeniedException'])
    }
  })

  it('is refused to who has no policy, whatever is asked for', async () => {
    expect(await refusedTo('nobody')).toEqual(shapes.map(([name]) => name))
  })
})

describe('a user', () => {
  let users: Users
  let directory: string
  let flowId: string
  let other: string
  const ask = (user: string, name: OperationName, values: object): Promise<Refusable> => users.ask(user, operations[name], values)
  const created = async (tags?: object, user = 'admin'): Promise<string> => {
    const { body } = await ask(user, 'CreateFlow', { name: 'flow', executionRoleArn, ...(tags && { tags }) })
    return String(body['id'])
  }
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sluice-policies-'))
    const file = join(directory, 'reader.yaml')
    await writeFile(
      file,
      "Version: '2012-10-17'\nStatement:\n  Effect: Allow\n  Action: ['bedrock:Get*', 'bedrock:List*']\n  Resource: '*'\n",
    )
    const byTag = { ...all, Condition: { StringEquals: { 'aws:ResourceTag/Owner': '${aws:username}' } } }
    users = await startUsers({
      admin: all,
      reader: file,
      alice: byTag,
      creator: [
        { ...all, Action: 'bedrock:CreateFlow' },
        {
          ...all,
          Action: 'bedrock:TagResource',
          Condition: {
            StringEquals: { 'aws:RequestTag/Owner': '${aws:username}' },
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['Owner', 'Cost'] },
          },
        },
      ],
      plain: { ...all, Action: 'bedrock:CreateFlow' },
      remote: { ...all, Condition: { NotIpAddress: { 'aws:SourceIp': ['127.0.0.0/8', '::1'] } } },
      secure: { ...all, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      abroad: { ...all, Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } },
      half: [all, { Effect: 'Deny', Action: 'bedrock:List*', Resource: arn('??????????') }],
      barred: [all, { ...all, Effect: 'Deny', Resource: [arn('*'), 'arn:aws:bedrock:us-east-1:123456789012:prompt/*'] }],
      tagged: [all, { ...all, Effect: 'Deny', Condition: { Null: { 'aws:ResourceTag/Owner': 'false' } } }],
      'stranger@999999999999': all,
    })
    flowId = await created({ Owner: 'alice' })
    other = await created()
  })
  afterAll(async () => {
    await users[Symbol.asyncDispose]()
    await rm(directory, { recursive: true })
  })

  it('is told in the words of AWS what no policy allows, and what one denies', async () => {
    expect(await ask('reader', 'DeleteFlow', { flowIdentifier: flowId })).toEqual(denied('reader', 'DeleteFlow', arn(flowId)))
    expect(await ask('reader', 'CreateFlow', { name: 'x', executionRoleArn })).toEqual(denied('reader', 'CreateFlow'))
    expect(await ask('half', 'ListFlowVersions', { flowIdentifier: flowId })).toEqual(
      deniedExplicitly('half', 'ListFlowVersions', arn(flowId)),
    )
  })

  it('may do what a policy in a file allows', async () => {
    expect((await ask('reader', 'GetFlow', { flowIdentifier: arn(flowId) })).status).toBe(200)
    expect((await ask('reader', 'ListFlows', {})).status).toBe(200)
  })

  it('learns nothing of what it may not see, not even whether there is such a thing', async () => {
    const [there, nowhere] = [
      await ask('alice', 'GetFlow', { flowIdentifier: other }),
      await ask('alice', 'GetFlow', { flowIdentifier: 'NOWHERE000' }),
    ]

    expect(there).toEqual(denied('alice', 'GetFlow', arn(other)))
    expect(nowhere).toEqual(denied('alice', 'GetFlow', arn('NOWHERE000')))
  })

  it('is refused before its request is validated, and its body read', async () => {
    const invalid = { flowIdentifier: flowId, name: '', executionRoleArn: 'none' }

    expect(await ask('reader', 'UpdateFlow', invalid)).toEqual(denied('reader', 'UpdateFlow', arn(flowId)))
  })

  it('reaches what carries its tag', async () => {
    expect((await ask('alice', 'GetFlow', { flowIdentifier: flowId })).status).toBe(200)
    await ask('admin', 'TagResource', { resourceArn: arn(flowId), tags: { owner: 'bob' } })
    expect((await ask('alice', 'GetFlow', { flowIdentifier: flowId })).status).toBe(403)
    await ask('admin', 'UntagResource', { resourceArn: arn(flowId), tagKeys: ['owner'] })
    expect((await ask('alice', 'GetFlow', { flowIdentifier: flowId })).status).toBe(200)
  })

  it('creates with the tags that it may give', async () => {
    const create = (user: string, tags?: object) => ask(user, 'CreateFlow', { name: 'x', executionRoleArn, ...(tags && { tags }) })
    const refused = denied('creator', 'TagResource', arn('*'))

    expect((await create('creator', { Owner: 'creator' })).status).toBe(201)
    expect((await create('creator', { Owner: 'creator', Cost: '7' })).status).toBe(201)
    expect(await create('creator', { Owner: 'admin' })).toEqual(refused)
    expect(await create('creator', { Owner: 'creator', Team: 'a' })).toEqual(refused)
    expect((await create('plain')).status).toBe(201)
    expect(await create('plain', { Owner: 'plain' })).toEqual(denied('plain', 'TagResource', arn('*')))
  })

  it('is judged by its address, its connection and its region', async () => {
    for (const user of ['remote', 'secure', 'abroad']) expect(await ask(user, 'ListFlows', {})).toEqual(denied(user, 'ListFlows'))
  })

  it('is not let through by identifiers that do not belong together', async () => {
    const byTag = { flowIdentifier: other, aliasIdentifier: `${arn(flowId)}/alias/TSTALIASID` }

    expect((await ask('admin', 'GetFlowAlias', byTag)).status).toBe(404)
    expect((await ask('alice', 'GetFlowAlias', byTag)).type).toBe('AccessDeniedException')
  })

  it('finds no other way to write what is denied', async () => {
    const { body } = await ask('admin', 'CreatePrompt', { name: 'prompt' })
    const promptId = String(body['id'])
    await ask('admin', 'CreatePromptVersion', { promptIdentifier: promptId })
    const spelled = (id: string, ownArn: string): readonly string[] => [
      id,
      ownArn,
      id.toLowerCase(),
      ownArn.replace('arn:', 'ARN:'),
      ownArn.replace('arn:aws:', 'arn:aws-cn:'),
      ownArn.replace('us-east-1', 'US-EAST-1'),
      ownArn.replace('us-east-1', ''),
      ownArn.replace('/', '//'),
      `${ownArn}/`,
      `${ownArn}/alias/TSTALIASID`,
      ` ${id}`,
      `${id}\0`,
      `./${id}`,
      encodeURIComponent(ownArn),
      `*`,
    ]
    const answers = [
      ...spelled(flowId, arn(flowId)).map((flowIdentifier) => ask('barred', 'GetFlow', { flowIdentifier })),
      ...spelled(promptId, String(body['arn'])).map((promptIdentifier) => ask('barred', 'GetPrompt', { promptIdentifier })),
      ...spelled(promptId, String(body['arn'])).map((promptIdentifier) =>
        ask('barred', 'GetPrompt', { promptIdentifier: `${promptIdentifier}:1` }),
      ),
      ...['1', '01', '00001', ' 1', '1.0'].map((promptVersion) =>
        ask('barred', 'GetPrompt', { promptIdentifier: promptId, promptVersion }),
      ),
    ]

    const statuses = (await Promise.all(answers)).map(({ status }) => status)

    expect((await ask('admin', 'GetPrompt', { promptIdentifier: promptId, promptVersion: '1' })).status).toBe(200)
    expect(statuses.filter((status) => ![400, 403, 404].includes(status))).toEqual([])
  })

  it('lists of all executions those of flows that no policy denies', async () => {
    const definition = { nodes: [input(), output('End')], connections: [data('Start', 'End.document')] }
    const inputs = [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
    const running = async (flowIdentifier: string): Promise<void> => {
      await ask('admin', 'UpdateFlow', { flowIdentifier, name: 'x', executionRoleArn, definition })
      await ask('admin', 'PrepareFlow', { flowIdentifier })
      expect((await ask('admin', 'StartFlowExecution', { flowIdentifier, flowAliasIdentifier: 'TSTALIASID', inputs })).status).toBe(200)
    }
    await running(flowId)
    await running(other)
    const listed = async (user: string, values = {}): Promise<unknown> => {
      const { type, body } = await users.ask(user, listExecutions.shape, values)
      const { executions = [] } = body as { executions?: readonly { flowId: string }[] }
      return type ?? executions.map((execution) => execution.flowId)
    }

    expect(await listed('admin')).toEqual([other, flowId])
    expect(await listed('alice')).toEqual('AccessDeniedException')
    expect(await listed('alice', { flow: flowId })).toEqual([flowId])
    expect(await listed('tagged')).toEqual([other])
  })

  it('of another account finds nothing of this one, and is not told where it is', async () => {
    expect((await ask('stranger@999999999999', 'GetFlow', { flowIdentifier: flowId })).type).toBe('ResourceNotFoundException')
    expect((await ask('stranger@999999999999', 'GetFlow', { flowIdentifier: arn(flowId) })).type).toBe('ResourceNotFoundException')
    expect((await ask('stranger@999999999999', 'ListFlows', {})).body).toEqual({ flowSummaries: [] })
  })
})
