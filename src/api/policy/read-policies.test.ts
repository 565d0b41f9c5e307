import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { flow, requestOf } from './policy-fixture.contract.ts'
import { readPolicies } from './read-policies.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-policies-'))
})
afterEach(() => rm(directory, { recursive: true }))

const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(directory, name), text)
  return join(directory, name)
}
const credential = (userName: string, policies?: (string | object)[]) => ({
  accessKeyId: `AKIA${userName}`,
  secretAccessKeyEnv: 'SECRET',
  accountId: '123456789012',
  userName,
  ...(policies && { policies }),
})
const reads = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'bedrock:Get*', Resource: '*' } }

describe('the policies of credentials', () => {
  it('are files, or stand in the configuration', async () => {
    const file = await write('reads.json', JSON.stringify(reads))
    const permissions = await readPolicies({ credentials: [credential('file', [file]), credential('inline', [reads]), credential('none')] })
    const get = requestOf('bedrock:GetFlow', flow)

    const decided = ['file', 'inline', 'none'].map((name) => permissions.get(`AKIA${name}`)?.decide(get))

    expect(decided).toMatchObject([
      { isAllowed: true, by: { policy: file } },
      { isAllowed: true, by: { policy: 'access.credentials[1].policies[0]' } },
      { isAllowed: false },
    ])
  })

  it('are refused with the setting, the file and what is wrong', async () => {
    const wrong = await write('wrong.json', JSON.stringify({ ...reads, Statement: { ...reads.Statement, Effect: 'Allowed' } }))
    const twice = await write('twice.json', '{ "Statement": { "Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*" } }')
    const large = await write('large.json', `{ "Id": "${'x'.repeat(131_072)}" }`)
    const refused = (policy: string | object): Promise<unknown> =>
      readPolicies({ credentials: [credential('alice', [reads, policy])] }).catch((error: unknown) => error)
    const setting = 'access.credentials[0].policies[1]'

    expect(await refused(wrong)).toMatchObject({
      name: 'ConfigurationError',
      setting,
      message: `${setting}: The policy ${wrong}: The Effect of statement 1 is 'Allowed', but must be 'Allow' or 'Deny'.`,
    })
    expect(await refused(twice)).toMatchObject({
      setting,
      message: `${setting}: The policy ${twice} has the member "Effect" twice in one object.`,
    })
    expect(await refused(large)).toMatchObject({ setting, message: `${setting}: The policy ${large} has more than 131072 characters.` })
    expect(await refused('/nowhere.json')).toMatchObject({ setting, message: `${setting}: The policy /nowhere.json does not exist.` })
    expect(await refused({ Version: '2012-10-17' })).toMatchObject({
      setting,
      message: `${setting}: The policy has no Statement: add one, or a list of them.`,
    })
  })
})
